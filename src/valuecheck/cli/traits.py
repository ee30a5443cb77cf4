"""`valuecheck traits`: the 15 traits by pole."""

from __future__ import annotations

import click

from valuecheck.cli.options import format_option
from valuecheck.cli.output import look, write
from valuecheck.reports.terminal import wrap
from valuecheck.traits import BROADCAST, TRAITS, VALUE

_POLES = (
    (BROADCAST, "Broadcast: pushed at everyone, on the sender's terms"),
    (VALUE, "Value: attracts the few it is for, on the reader's terms"),
)


@click.command()
@format_option
def traits(format_: str) -> None:
    """List the 15 traits by pole, each with the question it asks of a draft.

    \b
    Examples:
      valuecheck traits
      valuecheck traits --format json
    """
    if format_ == "json":
        from json import dumps

        listed = [
            {
                "trait": one.name,
                "pole": one.pole,
                "question": one.question,
                "grades": one.grades,
                "advice": one.advice,
            }
            for one in TRAITS
        ]
        write(dumps({"traits": listed}, indent=2) + "\n")
        return
    drawn = look("auto")
    for pole, heading in _POLES:
        lines = [drawn.paint(heading, "bold")]
        for one in (trait for trait in TRAITS if trait.pole == pole):
            first, *rest = wrap(one.question, drawn.width - 16)
            lines += [f"  {one.name:13} {first}", *(f"{'':16}{line}" for line in rest)]
        write("\n".join(lines) + "\n\n")
    write("Each is graded 0 absent, 1 a hint, 2 clear, 3 dominant: valuecheck explain TRAIT\n")
