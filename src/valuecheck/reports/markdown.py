"""A Markdown summary for a comment on a pull request: what fails, why, and which words.

Everything that a stranger wrote stands in `<code>` with its punctuation as character references:
there it cannot be markup, a link, a mention or the end of a table's cell.
"""

from __future__ import annotations

from collections.abc import Iterator

from valuecheck.gates.outcome import Outcome
from valuecheck.reports.problems import GATE, Problem, of_draft, posix, rank
from valuecheck.reports.run import Run
from valuecheck.reports.terminal import clip, one_line

#: The first line, by which a robot finds the comment that it wrote before.
MARK = "<!-- valuecheck -->"
#: GitHub refuses a comment of more than 65,536 characters.
MOST_CHARACTERS = 60_000
MOST_ROWS, MOST_FINDINGS = 50, 5
_QUOTED, _NAMED = 120, 160
#: Punctuation that means nothing inside `<code>`, and in running text.
_IN_CODE, _IN_TEXT = frozenset(" .,/-()?;'"), frozenset(" .,-;'()?")


def markdown(run: Run) -> str:
    """Return the summary, at most `MOST_CHARACTERS` long; what is left out is counted."""
    outcomes = sorted(run.outcomes, key=_worst_first)
    parts = [f"{MARK}\n### valuecheck: {_headline(run)}\n"]
    left = MOST_CHARACTERS - len(parts[0]) - 200
    for block in _blocks(run, outcomes):
        if left < len(block):
            parts.append("\nThere is more than fits here: see the whole report.\n")
            break
        left -= len(block)
        parts.append(block)
    return "".join(parts)


def _worst_first(outcome: Outcome) -> tuple[bool, float, str]:
    score = outcome.report.score
    return outcome.failure is None, 101.0 if score is None else score, outcome.report.path


def _headline(run: Run) -> str:
    failed = sum(one.failure is not None for one in run.outcomes)
    drafts = _count(len(run.outcomes), "draft")
    if failed:
        text = f"{failed} of {drafts} {'does' if failed == 1 else 'do'} not pass"
    else:
        text = f"{drafts} checked, all pass" if run.outcomes else "no draft checked"
    return f"{text}; {_count(len(run.errors), 'error')}" if run.errors else text


def _blocks(run: Run, outcomes: list[Outcome]) -> Iterator[str]:
    if run.errors:
        yield "\n**Not checked**\n\n"
        for _, message in run.errors[:MOST_ROWS]:
            yield f"- {code(clip(one_line(message), 2 * _NAMED))}\n"
        yield _more(len(run.errors) - MOST_ROWS, "error")
    if outcomes:
        yield "\n| draft | score | verdict | gate |\n|---|---:|---|---|\n"
        yield from map(_row, outcomes[:MOST_ROWS])
        yield _more(len(outcomes) - MOST_ROWS, "draft")
    failing = [one for one in outcomes if one.failure is not None]
    for outcome in failing[:MOST_ROWS]:
        yield _details(outcome, baseline=run.baseline)
    yield f"\n<sub>valuecheck {code(run.version)}, model {code(run.model.name)} "
    yield f"{code(run.model.version)}</sub>\n"


def _row(outcome: Outcome) -> str:
    report = outcome.report
    score = "–" if report.score is None else f"{report.score:.0f}"
    gate = "pass" if outcome.failure is None else f"**fails**: {plain(outcome.failure)}"
    return f"| {_name(report.path)} | {score} | {report.verdict} | {gate} |\n"


def _details(outcome: Outcome, *, baseline: bool) -> str:
    found = sorted(of_draft(outcome, baseline=baseline), key=rank)
    found = [one for one in found if one.rule != GATE]
    if not found:
        return ""
    lines = [f"\n<details><summary>{_name(outcome.report.path)}: ", _count(len(found), "finding")]
    lines.append("</summary>\n\n")
    lines += [_item(one) for one in found[:MOST_FINDINGS]]
    lines += [_more(len(found) - MOST_FINDINGS, "finding"), "\n</details>\n"]
    return "".join(lines)


def _item(problem: Problem) -> str:
    finding = problem.finding
    assert finding is not None
    place = f"line {problem.place.line}" if problem.place else finding.part
    words = code(clip(one_line(finding.text), _QUOTED))
    return f"- {place}: {words} ({finding.trait}): {plain(finding.message)}\n"


def _name(path: str) -> str:
    return code(clip(one_line(posix(path)), _NAMED))


def _more(number: int, noun: str) -> str:
    return f"\nand {_count(number, f'more {noun}')}\n" if number > 0 else ""


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def code(text: str) -> str:
    """Return a stranger's words as code, in which nothing is Markdown or HTML."""
    return f"<code>{_without_markup(text, _IN_CODE)}</code>"


def plain(text: str) -> str:
    """Return a rule's message as running text, in which nothing is Markdown or HTML."""
    # A reference is read before names are looked for; an empty comment parts them.
    return _without_markup(text, _IN_TEXT).replace("&#64;", "&#64;<!-- -->")


def _without_markup(text: str, kept: frozenset[str]) -> str:
    # A name that begins with www. would become a link by its dots alone.
    kept = kept - {"."} if "www" in text.lower() else kept
    return "".join(
        one if one in kept or not one.isascii() or one.isalnum() else f"&#{ord(one)};"
        for one in one_line(text)
    )
