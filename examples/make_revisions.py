"""Make the worked examples of revisions again: a plan and a revised draft beside each draft.

    python examples/make_revisions.py

For every draft in `revisions/` this writes NAME.plan, what `valuecheck revise NAME --target 70`
prints, and NAME.after, the draft with all edits of the plan made. Neither ending is one of a draft,
so that `valuecheck check examples` checks the drafts alone. One of the plans goes into the README.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from valuecheck import load_model, revise
from valuecheck.gates.rule import Limits, failure
from valuecheck.reading import SUFFIXES, read_path
from valuecheck.reports.revision_text import plan_report
from valuecheck.reports.text import Look

TARGET = 70.0
FOLDER = Path(__file__).resolve().parent / "revisions"
README = FOLDER.parents[1] / "README.md"
#: The plan that the README shows, and what stands around it there.
SHOWN = "food_bank_appeal.txt"
OPENING = "<!-- plan: written by `python examples/make_revisions.py` -->\n```text\n"
CLOSING = "```\n<!-- end of plan -->\n"


def made() -> Iterator[tuple[Path, str]]:
    """Yield each file that belongs beside a draft, and what it should hold."""
    checker = load_model()
    for draft in sorted(path for path in FOLDER.iterdir() if path.suffix in SUFFIXES):
        text = draft.read_bytes().decode()
        plan = revise(text, name=draft.name, target=TARGET)
        report = checker.check(read_path(draft))
        printed = plan_report(plan, report, Look(), failure(report, Limits()))
        yield draft.with_suffix(".plan"), printed.replace(str(draft), draft.name, 1)
        yield draft.with_suffix(".after"), plan.apply()


def readme(plan: str) -> str:
    """Return the README with a plan in its place."""
    before, _, rest = README.read_text(encoding="utf-8").partition(OPENING)
    command = f"$ valuecheck revise examples/revisions/{SHOWN} --target {TARGET:g}\n"
    path = f"examples/revisions/{SHOWN}"
    return (
        before
        + OPENING
        + command
        + plan.replace(SHOWN, path, 1)
        + CLOSING
        + rest.partition(CLOSING)[2]
    )


if __name__ == "__main__":
    for path, text in made():
        path.write_text(text, encoding="utf-8", newline="")
    shown = (FOLDER / SHOWN).with_suffix(".plan").read_text(encoding="utf-8")
    README.write_text(readme(shown), encoding="utf-8", newline="")
