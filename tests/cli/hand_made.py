"""Reports made by hand, so that what is printed of them does not depend on any model."""

from __future__ import annotations

from valuecheck.records import (
    Finding,
    ModelInfo,
    OutputExplanation,
    Report,
    Scores,
    Term,
    TraitScore,
)
from valuecheck.traits import TRAITS

MODEL = ModelInfo("hand-made", "1.2.3", "0123456789abcdef" * 4)


def scores(score: float, verdict: str, grades: dict[str, float], confidence: float = 0.8) -> Scores:
    """Return scores with these grades, all others being 0.1."""
    traits = tuple(
        TraitScore(
            trait.name,
            trait.pole,
            grades.get(trait.name, 0.1),
            round(grades.get(trait.name, 0.1)),
            min(1.0, grades.get(trait.name, 0.1) / 3),
        )
        for trait in TRAITS
    )
    gap = (score - 50) / 10
    return Scores(traits, 5 - gap, 5 + gap, (100 - score) / 100, score, verdict, confidence)


def finding(
    trait: str, text: str, points: float, line: int = 1, message: str = "", **more: object
) -> Finding:
    """Return a finding; `more` overrides any of its fields."""
    fields: dict[str, object] = {
        "trait": trait,
        "rule": f"{trait}-rule".replace("_", "-"),
        "part": "body",
        "start": 100 * line,
        "end": 100 * line + len(text),
        "line": line,
        "column": 1,
        "text": text,
        "message": message or f"What {trait} does, and what to do about it.",
        "severity": "warning",
        "points": points,
        **more,
    }
    return Finding(**fields)  # type: ignore[arg-type]


def broadcast_report() -> Report:
    """Return the report of a draft with much to change."""
    grades = {"hype": 2.6, "pressure": 2.1, "hard_sell": 3.0, "specific": 1.3}
    return Report(
        "drafts/sale.txt",
        "email",
        False,
        1143,
        "broadcast",
        None,
        scores(8.2, "broadcast", grades),
        (
            finding("pressure", "LAST CHANCE", -4.21, part="subject", start=0),
            finding(
                "hype",
                "the most amazing prices\nyou will ever see, guaranteed, for "
                "everyone and everything in this shop",
                -3.0,
                line=3,
            ),
            finding("hype", "revolutionary", -2.96, line=7),
            finding(
                "deceit",
                "{first_name}",
                0.0,
                line=8,
                severity="error",
                message="A merge field is not filled in: the reader will see it.",
            ),
            finding(
                "pressure",
                "Hurry",
                -1.5,
                line=9,
                message="A second message about pressure, "
                "long enough that it has to be wrapped on to a second line of the report.",
            ),
            finding("specific", "ships from Leeds on 3 May", 1.84, line=10, severity="info"),
            finding("hard_sell", "SHOP NOW", -1.2, line=11),
            finding("hard_sell", "Click here", -1.1, line=12),
            finding("untargeted", "valued customer", -0.04, line=13),
        ),
        explanations=(
            OutputExplanation(
                "broadcast",
                2.5,
                9.18,
                0.5,
                (
                    Term("body", 110, 118, "shop now", 4.0),
                    Term("subject", 0, 11, "LAST CHANCE", 6.0),
                    Term("measure", 0, 0, "exclamation_marks", 2.0),
                    Term("body", 70, 75, "Leeds", -0.5),
                    *(Term("body", n, n + 1, f"w{n}", 0.1 + n / 1000) for n in range(20)),
                ),
            ),
            OutputExplanation("hype", 0.5, 0.0, 0.5, (Term("body", 1, 2, "a", -1.0),)),
        ),
    )


def value_report() -> Report:
    """Return the report of a draft with nothing to change."""
    grades = {"audience": 2.4, "useful": 2.9, "evidence": 1.25}
    return Report(
        "drafts/letter.eml",
        "newsletter",
        True,
        1,
        "value",
        None,
        scores(91.04, "value", grades, confidence=0.3),
        (
            finding("useful", "bake until it reads 97 °C", 3.2, line=4, severity="info"),
            finding("audience", "if you bake with rye", 2.2, line=5, severity="info"),
            finding("useful", "fourteen hours", 1.2, line=6, severity="info"),
            finding("useful", "then wait", 0.2, line=7, severity="info"),
        ),
        text="The decoded text of the mail.\n",
    )


def mixed_report() -> Report:
    """Return the report of a draft in between."""
    return Report("a.md", "blog", False, 90, "mixed", None, scores(50, "mixed", {"hype": 1.4}))


def unscored_report() -> Report:
    """Return the report of a draft that cannot be scored."""
    return Report(
        "hello.txt", "social", False, 1, "not scored", "too little text: 1 word, needs 8", None
    )


ALL = (broadcast_report, value_report, mixed_report, unscored_report)
