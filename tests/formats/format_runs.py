"""Runs made by hand, so that no format's text depends on any model."""

from __future__ import annotations

from valuecheck.findings.rules import Rule
from valuecheck.gates.outcome import Outcome, Suppressed
from valuecheck.records import Finding, ModelInfo, Report, Scores, TraitScore
from valuecheck.reports.run import Edit, Fix, Run
from valuecheck.traits import TRAITS

MODEL = ModelInfo("hand-made", "1.2.3", "0123456789abcdef" * 4)
VERSION = "9.8.7"
RULES = (
    Rule("act-now", "pressure", "error", "Name the real date instead.", "a test"),
    Rule("loud-claim", "hype", "warning", "Say what it does.", "a test"),
    Rule("own-phrase", "self_focus", "info", "We said we would not say this.", "the team"),
    Rule("named-place", "specific", "info", "A place that can be found.", "a test"),
)
_BY_ID = {rule.id: rule for rule in RULES}
#: Every trick that a draft, a name or a message may try on a format, in one line.
HOSTILE = (
    "::error::x ##[error]y \x1b[31mred\x1b[0m \x9b1m ]]> <b>&amp; | `` ` @team #12 "
    "\x00\x08\x0b\ufffe\uffff\u202e \ud800 =1+1 \"q\" 'a' \\| [l](javascript:x) %0A ::set-output"
)


def scores(score: float, verdict: str, **grades: float) -> Scores:
    """Return scores with these grades, all others being 0.1."""
    traits = tuple(
        TraitScore(one.name, one.pole, grades.get(one.name, 0.1), 0, 0.1) for one in TRAITS
    )
    gap = (score - 50) / 10
    return Scores(traits, 5 - gap, 5 + gap, 0.5, score, verdict, 0.8)


def finding(source: str, words: str, rule: str, nth: int = 0, **more: object) -> Finding:
    """Return a finding of the nth place of some words in a source."""
    start = -1
    for _ in range(nth + 1):
        start = source.index(words, start + 1)
    before = source[:start].replace("\r\n", "\n")
    known = _BY_ID.get(rule)
    fields: dict[str, object] = {
        "trait": known.trait if known else "hype",
        "rule": rule,
        "part": "body",
        "start": start,
        "end": start + len(words),
        "line": before.count("\n") + 1,
        "column": len(before) - (before.rfind("\n") + 1) + 1,
        "text": words,
        "message": known.message if known else "These words push.",
        "severity": known.severity if known else "warning",
        "points": -1.0,
        **more,
    }
    return Finding(**fields)  # type: ignore[arg-type]


def report(
    path: str, score: float | None, verdict: str, findings: tuple[Finding, ...] = (), **more: object
) -> Report:
    """Return a report; `more` overrides any of its fields."""
    fields: dict[str, object] = {
        "path": path,
        "channel": "email",
        "channel_given": True,
        "words": 42,
        "verdict": verdict,
        "reason": None,
        "scores": None if score is None else scores(score, verdict),
        "findings": findings,
        **more,
    }
    return Report(**fields)  # type: ignore[arg-type]


SALE = (
    "Sale 🎉 Act now!\r\n"
    "Our café is the best ever. Act now!\r\n"
    "We care deeply.\r\n"
    "Collect it at 12 Mill Lane,\r\nbehind the bridge.\r\n"
)
LETTER = "Act now, it says here.\n"


def sale(path: str = "drafts/spring sale.md") -> Outcome:
    """Return a draft that fails: two of one phrase, praise, an ignore, changed lines."""
    found = (
        finding(SALE, "Act now", "act-now", points=-4.0),
        finding(SALE, "best ever", "loud-claim", points=-2.5),
        finding(SALE, "Our café is the best ever", "words", trait="hype", points=-3.0),
        finding(SALE, "Act now", "act-now", 1, points=-4.0),
        finding(SALE, "12 Mill Lane,\r\nbehind the bridge", "named-place", points=2.0),
    )
    taken = Suppressed(finding(SALE, "We care", "own-phrase"), "our slogan", 2)
    return Outcome(
        report(path, 12.34, "broadcast", found),
        failure="it reads as a broadcast",
        suppressed=(taken,),
        ignored_words=3,
        source=SALE,
        changed=frozenset({2}),
    )


def fixed_sale() -> Fix:
    """Return a fix of two edits for the second finding of the sale."""
    end = SALE.index("best ever") + len("best ever")
    start = SALE.index("the best ever")
    edits = (Edit(start, start + 3, "a"), Edit(end - len("best ever"), end, "café"))
    return Fix(sale().report.findings[1], "Say what it is.", edits)


def letter() -> Outcome:
    """Return a mail that passes: its positions are of decoded text, and its subject is apart."""
    found = (
        finding(LETTER, "Act now", "act-now", severity="warning"),
        finding(
            LETTER, "Act", "loud-claim", part="subject", text="Wow", start=0, end=3, severity="info"
        ),
    )
    return Outcome(report("mail/letter.eml", 71.0, "value", found, text=LETTER), source=LETTER)


def unscored() -> Outcome:
    """Return a draft that cannot be scored and passes."""
    return Outcome(
        report("hello.txt", None, "not scored", reason="too little text: 1 word, needs 8"),
        source="Hello\n",
    )


def plain_run() -> Run:
    """Return a run with one of everything."""
    return Run(
        (sale(), letter(), unscored(), Outcome(report("good.md", 80, "value"), source="Good.\n")),
        (("gone.md", "gone.md: no such file or folder"),),
        MODEL,
        VERSION,
        passed=False,
        rules=RULES,
        fixes={sale().report.path: (fixed_sale(),)},
    )


def baseline_run() -> Run:
    """Return a run in which the sale's last `act now` is new and the others are known."""
    one = sale()
    new = (one.report.findings[3],)
    known = tuple(other for other in one.report.findings if other not in new)
    outcome = Outcome(
        one.report,
        "a new error: act-now",
        new,
        known,
        one.suppressed,
        one.ignored_words,
        one.source,
    )
    return Run((outcome,), (), MODEL, VERSION, passed=False, baseline=True, rules=RULES)


def hostile_run() -> Run:
    """Return a run in which every text that strangers write is hostile."""
    source = f"{HOSTILE}\n{HOSTILE}\n"
    found = finding(source, HOSTILE, "act-now", 1, message=HOSTILE)
    outcome = Outcome(
        report(f"a/{HOSTILE}.md", 3.0, "broadcast", (found,)),
        failure=f"a new error: {HOSTILE}",
        suppressed=(
            Suppressed(finding(source, HOSTILE, "loud-claim", message=HOSTILE), HOSTILE, 1),
        ),
        source=source,
    )
    nothing = Outcome(report("=cmd|' /C calc'!A0", None, "not scored", reason=HOSTILE))
    errors = ((HOSTILE, f"{HOSTILE}: cannot be read\n::error::second line"),)
    return Run((outcome, nothing), errors, MODEL, VERSION, passed=False, rules=RULES)


def empty_run() -> Run:
    """Return a run over nothing."""
    return Run((), (), MODEL, VERSION, passed=True, rules=RULES)


def crowded_run(errors: int, warnings: int, infos: int) -> Run:
    """Return a run over one draft that passes, with so many findings of each severity."""
    lines = [
        f"{severity} {number}"
        for severity, count in (("info", infos), ("warning", warnings), ("error", errors))
        for number in range(count)
    ]
    source = "\n".join([*lines, "end"])
    found = tuple(
        finding(source, f"{line}\n", "act-now", severity=line.split()[0], points=-index)
        for index, line in enumerate(lines)
    )
    outcome = Outcome(report("crowd.md", 60.0, "mixed", found), source=source)
    return Run((outcome,), (), MODEL, VERSION, passed=True)


RUNS = {
    "plain": plain_run,
    "baseline": baseline_run,
    "hostile": hostile_run,
    "empty": empty_run,
}
