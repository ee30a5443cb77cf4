"""Measure whether spam and scams stay `broadcast` when they hide their words or pad them.

In: texts whose verdict is `broadcast`. Out: shares of them that keep it, by way and by length.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any

from valuecheck.scoring.scores import BROADCAST_VERDICT, NOT_SCORED, VALUE_VERDICT
from valuecheck.training.robustness.disguising import WAYS, Way, disguise
from valuecheck.training.robustness.texts import SEED, UNSEEN, Judge, Text

Say = Callable[[str], None]
SHARES = (1.0, 0.3)
PADDING = (50, 100, 200)
#: Words of padding per word of the text: upper bounds of the groups that are reported.
RATIOS: Mapping[str, tuple[float, float]] = {
    "to 0.5": (0.0, 0.5), "0.5 to 1": (0.5, 1.0), "1 to 2": (1.0, 2.0), "2 to 4": (2.0, 4.0),
    "over 4": (4.0, float("inf")),
}  # fmt: skip
SIDES = ("appended", "prepended")


def disguised(
    judge: Judge, texts: Sequence[Text], say: Say, ways: Mapping[str, Way] = WAYS
) -> dict[str, Any]:
    """Return by way and share of words how many texts keep their verdict.

    Returns
    -------
    dict
        `texts`; `kept` (way → {'all words', '30 % of words'} → share); `unseen_texts` and
        `unseen_kept` (way → share, all words) of those that no model is trained on; `not_scored`
        (way → count of texts that got no score in either).
    """
    kept: dict[str, dict[str, float]] = {}
    unseen_kept: dict[str, float] = {}
    unseen = [at for at, text in enumerate(texts) if text.source == UNSEEN]
    not_scored: dict[str, int] = {}
    for name, way in ways.items():
        say(f"disguising: {way.label}")
        not_scored[name] = 0
        kept[name] = {}
        for share in SHARES:
            verdicts = [
                _verdict(judge, text, way, share, Random(f"{SEED} {name} {share} {at}"))
                for at, text in enumerate(texts)
            ]
            not_scored[name] += verdicts.count(NOT_SCORED)
            kept[name][share_name(share)] = _share(verdicts)
            if unseen and share == 1:
                unseen_kept[name] = _share([verdicts[at] for at in unseen])
    return {
        "texts": len(texts),
        "kept": kept,
        "unseen_texts": len(unseen),
        "unseen_kept": unseen_kept,
        "not_scored": not_scored,
    }


def share_name(share: float) -> str:
    """Return what a share of words is called."""
    return "all words" if share == 1 else f"{share:.0%} of words".replace("%", " %")


def _verdict(judge: Judge, text: Text, way: Way, share: float, random: Random) -> str:
    body = disguise(text.body, way, share, random)
    # Subjects are never web pages.
    subject = text.subject if way.format == "html" else disguise(text.subject, way, share, random)
    return judge.verdict(body, subject, way.format)


def padded(judge: Judge, texts: Sequence[Text], filler: Sequence[str], say: Say) -> dict[str, Any]:
    """Return how many texts keep their verdict once calm words stand beside them.

    Parameters
    ----------
    filler : sequence of str
        Calm texts; each padding begins in one of them, chosen at random.

    Returns
    -------
    dict
        `by_words` (side → words → share), `by_ratio` (group → {share, texts}, both sides), and
        with exactly as many words of padding as of text `one_to_one` (side → share) and
        `called_value` (side → share that is not only no longer `broadcast`, but `value`).
    """
    by_words: dict[str, dict[str, float]] = {}
    one_to_one: dict[str, float] = {}
    called_value: dict[str, float] = {}
    rated: list[tuple[float, str]] = []
    for side in SIDES:
        say(f"padding: {side}")
        by_words[side] = {}
        for size in PADDING:
            verdicts = _all_padded(judge, texts, filler, size, side)
            by_words[side][str(size)] = _share(verdicts)
            ratios = (size / _words(text) for text in texts)
            rated += zip(ratios, verdicts, strict=True)
        verdicts = _all_padded(judge, texts, filler, None, side)
        one_to_one[side] = _share(verdicts)
        called_value[side] = verdicts.count(VALUE_VERDICT) / len(verdicts)
    by_ratio: dict[str, dict[str, float]] = {}
    for group, (low, high) in RATIOS.items():
        members = [verdict for ratio, verdict in rated if low < ratio <= high]
        if members:
            by_ratio[group] = {"share": _share(members), "texts": len(members)}
    return {
        "by_words": by_words,
        "by_ratio": by_ratio,
        "one_to_one": one_to_one,
        "called_value": called_value,
    }


def _all_padded(
    judge: Judge, texts: Sequence[Text], filler: Sequence[str], size: int | None, side: str
) -> list[str]:
    """Return the verdicts on texts padded with `size` words, or with as many as each has."""
    verdicts = []
    for at, text in enumerate(texts):
        random = Random(f"{SEED} {size} {side} {at}")
        wanted = _words(text) if size is None else size
        words: list[str] = []
        while len(words) < wanted:
            words += random.choice(filler).split()
        padding = " ".join(words[:wanted])
        pieces = (text.body, padding) if side == "appended" else (padding, text.body)
        verdicts.append(judge.verdict("\n\n".join(pieces), text.subject))
    return verdicts


def _words(text: Text) -> int:
    return max(1, len(text.body.split()))


def _share(verdicts: Sequence[str]) -> float:
    return verdicts.count(BROADCAST_VERDICT) / len(verdicts) if verdicts else float("nan")
