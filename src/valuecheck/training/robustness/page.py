"""Write what was measured, for people: a page of its own, and a section of the model card.

In: the figures of `measuring.measured`. Out: Markdown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from valuecheck.training.markdown import table

_COMMAND = "python -m valuecheck.training.robustness"
_WAYS = {
    "lookalikes": "letters of other alphabets and styles",
    "invisible": "invisible characters between letters",
    "spaced": "letters spaced, three spaces between words",
    "spaced_double": "letters spaced, two spaces between words",
    "spaced_single": "letters spaced, words not told apart",
    "leet": "leetspeak, common letters",
    "leet_all": "leetspeak, all letters",
    "one_mark": "one mark inside words",
    "marks": "a mark after every letter",
    "hidden": "a web page with broken words and hidden calm text",
    "mixed": "all but the last, word by word",
}
_CHANGES = {
    "spaces": "double and unbreakable spaces",
    "lines": "line ends",
    "curly": "curly quotes",
    "straight": "straight quotes",
    "nfd": "Unicode form NFD",
    "nfc": "Unicode form NFC",
    "lower": "lower case (texts without shouted words)",
    "title": "title case (the same)",
    "names": "another name greeted",
    "hosts": "other link hosts",
}
_FILLERS = {"ham": "of ham mail", "value": "of drafts that are value"}
_HEAD = """\
# Robustness

Written by `{command} > docs/robustness.md`, which measures the model
`{model}` again from the same texts and seeds. Verdicts and scores are those of the served model.
Texts of corpora are read where they are and not part of the project.

"""


def page(figures: Mapping[str, Any]) -> str:
    """Return a page of everything that was measured."""
    head = _HEAD.format(command=_COMMAND, model=figures["model_sha256"][:12])
    return head + "\n".join(
        (
            _disguised(figures, "## Disguises"),
            _padded(figures),
            _invariance(figures),
            _smooth(figures),
            _names(figures),
            _english(figures),
        )
    )


def card_section(figures: Mapping[str, Any]) -> str:
    """Return the section of the model card: the disguises, and a line on each of the rest."""
    invariance = figures["invariance"]
    worst = min(invariance, key=lambda name: (invariance[name]["within"], -invariance[name]["q99"]))
    english = figures["english"]["score"]
    origins = figures["names"]
    origin = max(origins, key=lambda name: abs(origins[name]["mean"]))
    lines = [
        _disguised(figures, "## Robustness"),
        *(
            f"- As many words {_FILLERS[kind]} as a text has, appended: "
            f"{found['one_to_one']['appended']:.1%} keep `broadcast`, "
            f"{found['called_value']['appended']:.1%} become `value`."
            for kind, found in figures["padding"].items()
        ),
        f"- White space, quotes, Unicode form, case, names, link hosts: at least "
        f"{invariance[worst]['within']:.1%} of texts move by 3 points or less (the most moving: "
        f"{_CHANGES[worst]}).",
        f"- One mild word more moves a calm text of 20 to 49 words by at most "
        f"{_largest(figures['mild_words'], '20 to 49 words')} points; one of 100 to 199 words by "
        f"at most {_largest(figures['mild_words'], '100 to 199 words')}.",
        f"- Names of {len(origins)} origins in the same drafts: the mean score moves by at most "
        f"{abs(origins[origin]['mean']):.2f} points ({origin}).",
        f"- The same said in a learner's English: {_shift(english)} points.",
        "",
        f"Reproduce: `{_COMMAND} --card`; more in `docs/robustness.md`.",
        "",
    ]
    return "\n".join(lines)


def _largest(groups: Mapping[str, Any], name: str) -> str:
    return f"{groups[name]['largest']:.1f}" if name in groups else "?"


def _disguised(figures: Mapping[str, Any], title: str) -> str:
    found = figures["disguised"]
    unseen = found["unseen_kept"]
    rows = [
        [_WAYS[name], *(f"{one:.1%}" for one in shares.values())]
        + ([f"{unseen[name]:.1%}"] if name in unseen else [])
        for name, shares in found["kept"].items()
    ]
    last = f"all words, {found['unseen_texts']} unseen"
    lines = [
        f"{title}\n",
        f"Spam and scams whose verdict is `broadcast` ({found['texts']} texts, at most as many of "
        "each source), disguised; how many keep that verdict. Links and addresses stay whole. Most "
        "of these texts also trained the model: the figures tell what a disguise changes, not how "
        "much spam is found. The last column is texts that no model was trained on. The rules that "
        "undo disguises were improved by looking at a few hundred texts of the same corpora, "
        "disguised in the same ways.\n",
        *table(["disguise", "all words", "30 % of words", last], rows),
    ]
    return "\n".join(lines) + "\n"


def _padded(figures: Mapping[str, Any]) -> str:
    kinds = figures["padding"]
    counts = ["50 words", "100 words", "200 words", "as many as the text"]
    kept = []
    for kind, found in kinds.items():
        for side, by_words in found["by_words"].items():
            cells = [*by_words.values(), found["one_to_one"][side], found["called_value"][side]]
            kept.append([f"{kind}, {side}", *(f"{one:.1%}" for one in cells)])
    ratios = []
    for group, part in next(iter(kinds.values()))["by_ratio"].items():
        shares = [found["by_ratio"][group]["share"] for found in kinds.values()]
        ratios.append([f"{group} ({part['texts']:.0f})", *(f"{one:.1%}" for one in shares)])
    lines = [
        "## Padding\n",
        "The same texts with other words beside them: ham of mail corpora, or drafts that graders "
        "found to be value. How many keep `broadcast`. The score tells what a draft is made of, so "
        "half of it being value moves it; the verdict also hears both halves by themselves. More "
        "padding than that hides a text.\n",
        *table(["padding", *counts, "then `value`"], kept),
        "",
        *table(["words of padding a word of text", *kinds], ratios),
    ]
    return "\n".join(lines) + "\n"


def _invariance(figures: Mapping[str, Any]) -> str:
    return _moves(
        "## What must not matter\n\nMoves of the score, in points, over own drafts, ham, letters "
        "and posts.\n",
        "change",
        {_CHANGES[name]: row for name, row in figures["invariance"].items()},
    )


def _smooth(figures: Mapping[str, Any]) -> str:
    mild = _moves(
        "## Smoothness\n\nOne mild word (great, now, best, free, …) more in a calm draft: before "
        "it, in the middle, after it.\n",
        "draft",
        figures["mild_words"],
    )
    steps = _moves(
        "Calm drafts, two on end, growing word by word: the move from one word to the next. "
        "`at the edge`: around the length to which training reads.\n",
        "length",
        figures["truncation"],
    )
    return f"{mild}\n{steps}"


def _moves(title: str, first: str, rows: Mapping[str, Mapping[str, float]]) -> str:
    head = [first, "moves", "median", "95 %", "99 %", "largest", "within 3 points"]
    keys = ("median", "q95", "q99", "largest")
    cells = [
        [name, row["texts"], *(f"{row[key]:.2f}" for key in keys), f"{row['within']:.1%}"]
        for name, row in rows.items()
    ]
    return "\n".join([title, *table(head, cells)]) + "\n"


def _names(figures: Mapping[str, Any]) -> str:
    lines = [
        "## Names\n",
        "Own templates with names of one origin, against their mean over all origins; intervals: "
        "95 %, templates resampled.\n",
        *table(
            ["names", "mean move of the score", "largest"],
            [[name, *_move(row)] for name, row in figures["names"].items()],
        ),
    ]
    return "\n".join(lines) + "\n"


def _english(figures: Mapping[str, Any]) -> str:
    found = figures["english"]
    lines = [
        "## A learner's English\n",
        f"{found['score']['count']} short texts of ours, each said as a native and as a learner "
        f"would; verdicts that differ: {found['verdicts_changed']}. Learner minus native; "
        "intervals: 95 %, pairs resampled. The pairs are constructed: they show whether articles, "
        "tenses and prepositions matter, not how any group of people writes.\n",
        *table(
            ["", "mean", "largest"],
            [[name, *_move(found[name])] for name in ("score", "broadcast", "value")],
        ),
    ]
    return "\n".join(lines) + "\n"


def _move(row: Mapping[str, Any]) -> tuple[str, str]:
    return _shift(row), f"{row['largest']:.2f}"


def _shift(row: Mapping[str, Any]) -> str:
    low, high = row["interval"]
    return f"{row['mean']:+.2f} ({low:+.2f} to {high:+.2f})".replace("-", "−")
