"""A command whose options take a value only after "=": what follows a bare one is a path."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import click


class BareValues(click.Command):
    """Gives options that stand without "=" the value that they then mean."""

    bare: ClassVar[Mapping[str, str]] = {}

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Give each bare option its value."""
        end = args.index("--") if "--" in args else len(args)
        given = [f"{one}={self.bare[one]}" if one in self.bare else one for one in args[:end]]
        return super().parse_args(ctx, given + args[end:])
