"""Why an output has its value: the strongest contributions, and a line that closes the sum."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from valuecheck.records import OutputExplanation, Report, Term
from valuecheck.reports.terminal import clip, one_line, pad
from valuecheck.reports.text import Look

#: Without `--trait`, these outputs are explained.
DEFAULT_OUTPUTS = ("broadcast", "value")
STRONGEST = 8


def contributions(report: Report, outputs: Collection[str], look: Look) -> str:
    """Return a table an output: contributions that, with intercept and remainder, are its value.

    Parameters
    ----------
    report : Report
        Of a draft that was checked with `explain`.
    outputs : collection of str
        Names of `traits.OUTPUTS`.
    look : Look
        How it is drawn.
    """
    lines: list[str] = []
    for one in report.explanations or ():
        if one.output in outputs:
            lines += ["", *_table(one, look)]
    return "\n".join(lines) + "\n" if lines else ""


def _table(one: OutputExplanation, look: Look) -> Iterator[str]:
    heading = look.paint(f"Why {one.output} is {one.raw:.2f}", "bold")
    yield f"  {heading} (before it is kept within its scale)"
    yield _row(one.intercept, "where every draft starts", look)
    shown = _strongest(one.terms)
    for term in shown:
        yield _row(term.value * one.length_factor, _label(term, look), look)
    rest = one.raw - one.intercept - one.length_factor * sum(term.value for term in shown)
    others = len(one.terms) - len(shown)
    noun = "contribution" if others == 1 else "contributions together"
    yield _row(rest, f"{others or 'no'} other {noun}", look)
    yield _row(one.raw, one.output, look)


def _strongest(terms: tuple[Term, ...]) -> list[Term]:
    """Return the terms of most weight: those that raise the output first, each side in order."""
    ranked = sorted(terms, key=lambda term: -term.value)
    raising = [term for term in ranked[:STRONGEST] if term.value > 0]
    lowering = [term for term in ranked[-STRONGEST:] if term.value < 0]
    return raising + lowering


def _label(term: Term, look: Look) -> str:
    words = clip(one_line(term.text), look.width - 30, look.ellipsis)
    return f"{pad(words, 24)} {term.part}" if term.part != "body" else words


def _row(value: float, label: str, look: Look) -> str:
    sign = "+" if round(value, 3) >= 0 else look.minus
    return f"    {sign}{abs(value):6.3f}  {label}"
