"""What a team has configured, and what of it applies to one draft.

In: the layers of one or more files, outermost first. Out: `Settings` for a path, each value with
the place it comes from. Later layers win: what comes with the channel, then for each file its own
keys, then its `[channels.NAME]`, then its `[[overrides]]` in order; an extended file comes before
the one that extends it. What the command line says wins over all of them.
"""

from __future__ import annotations

import os.path
from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from valuecheck.errors import UsageError
from valuecheck.frozen import record
from valuecheck.gates.rule import Limits

if TYPE_CHECKING:
    from valuecheck.findings.rules import RuleBook, RuleSource

#: Grades and scores of these channels, when they are *given*: the verdict `broadcast` fails only
#: below this score. Of the graded texts, more than three quarters of both kinds read as broadcasts,
#: which is what they are for; this is what the lowest quarter of each scores.
CHANNEL_BOUNDS: Mapping[str, float] = {"ad": 20.0, "fundraising": 17.0}


class Value(NamedTuple):
    """A configured value and where it stands, as `file:line`."""

    value: Any
    origin: str


@record
class Layer:
    """Values that apply together, by dotted key (`max.pressure`).

    Attributes
    ----------
    values : mapping of str to Value
        Checked.
    root : str
        Folder that `paths` are relative to.
    paths : tuple of str
        Globs of the drafts it is for; empty: all.
    channel : str or None
        The channel it is for; None: any.
    """

    values: Mapping[str, Value]
    root: str
    paths: tuple[str, ...] = ()
    channel: str | None = None


@record
class Settings:
    """What applies to one draft.

    Attributes
    ----------
    channel : str or None
        What the draft is; None: to be guessed.
    limits : Limits
        What it must meet.
    severities : mapping of str to str
        By rule id: `off`, `info`, `warning` or `error`.
    require_ignore_reason : bool
        Whether an ignore comment without a reason is none.
    baseline : str or None
        Path of the baseline.
    values : mapping of str to Value
        All of it, by dotted key, each with its origin.
    """

    channel: str | None = None
    limits: Limits = field(default_factory=Limits)
    severities: Mapping[str, str] = field(default_factory=dict)
    require_ignore_reason: bool = False
    baseline: str | None = None
    values: Mapping[str, Value] = field(default_factory=dict)


@record
class Configuration:
    """The layers that a draft's folder is under.

    Attributes
    ----------
    files : tuple of str
        Where they come from, nearest first; empty where nothing is configured.
    layers : tuple of Layer
        In the order in which they apply.
    rules : tuple of RuleSource
        The team's own phrase rules.
    revision_patterns : tuple of Value
        Paths of the team's own pattern files for `revise`, an extended file's first.
    """

    files: tuple[str, ...] = ()
    layers: tuple[Layer, ...] = ()
    rules: tuple[RuleSource, ...] = ()
    revision_patterns: tuple[Value, ...] = ()

    def settings(self, path: str, channel: str | None = None) -> Settings:
        """Return what applies to the draft at `path`.

        Parameters
        ----------
        path : str
            The draft's path; relative ones are relative to the current folder.
        channel : str, optional
            What the draft is, where the command line says so.

        Raises
        ------
        UsageError
            If a minimum and a maximum contradict each other.
        """
        for_path = [one for one in self.layers if _is_for(one, path)]
        given = channel
        if given is None:
            for layer in for_path:
                if "channel" in layer.values:
                    given = layer.values["channel"].value
        values = dict(_from_channel(given))
        for layer in for_path:
            if layer.channel is None or layer.channel == given:
                values.update(layer.values)
        if channel is not None:
            values["channel"] = Value(channel, "--channel")
        return _settings(values)

    def pattern_files(self) -> tuple[str, ...]:
        """Return the team's own pattern files.

        Raises
        ------
        UsageError
            If there is no such file; names the file and line that name it.
        """
        for one in self.revision_patterns:
            if not os.path.isfile(one.value):
                raise UsageError(f"{one.origin}: revision_patterns: '{one.value}': no such file")
        return tuple(one.value for one in self.revision_patterns)

    def book(self) -> RuleBook | None:
        """Return the team's own rules, compiled; None where there are none."""
        if not self.rules:
            return None
        from valuecheck.findings.rules import compile_rules, load_rules

        return load_rules(compile_rules(self.rules))


def with_options(
    settings: Settings, *, min_score: float | None, strict: bool, baseline: str | None
) -> Settings:
    """Return the settings with what the command line says instead."""
    if min_score is None and not strict and baseline is None:
        return settings
    values = dict(settings.values)
    limits = settings.limits
    if min_score is not None:
        values["min_score"] = Value(min_score, "--min-score")
        limits = replace(limits, min_score=min_score)
    if strict:
        values["strict"] = Value(True, "--strict")
        limits = replace(limits, strict=True)
    if baseline is not None:
        values["baseline"] = Value(baseline, "--baseline")
    return replace(settings, limits=limits, baseline=baseline or settings.baseline, values=values)


def _is_for(layer: Layer, path: str) -> bool:
    if not layer.paths:
        return True
    from valuecheck.gates.globs import matches

    relative = os.path.relpath(os.path.abspath(path), layer.root).replace(os.sep, "/")
    return any(matches(relative, pattern) for pattern in layer.paths)


def _from_channel(channel: str | None) -> Iterator[tuple[str, Value]]:
    if channel is not None and channel in CHANNEL_BOUNDS:
        yield "broadcast_below", Value(CHANNEL_BOUNDS[channel], f"default for channel {channel}")


def _settings(values: Mapping[str, Value]) -> Settings:
    plain = {key: one.value for key, one in values.items()}
    most = _table(plain, "max.")
    least = _table(plain, "min.")
    for trait in most.keys() & least.keys():
        if most[trait] < least[trait]:
            low, high = values[f"min.{trait}"], values[f"max.{trait}"]
            raise UsageError(
                f"{high.origin}: max.{trait} = {high.value:g} is below min.{trait} = "
                f"{low.value:g} of {low.origin}; no draft could pass"
            )
    return Settings(
        channel=plain.get("channel"),
        limits=Limits(
            plain.get("min_score"),
            plain.get("strict", False),
            plain.get("broadcast_below"),
            most,
            least,
            plain.get("fail_on", "warning"),
        ),
        severities=_table(plain, "severity."),
        require_ignore_reason=plain.get("require_ignore_reason", False),
        baseline=plain.get("baseline"),
        values=values,
    )


def _table(plain: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    return {
        key.removeprefix(prefix): value for key, value in plain.items() if key.startswith(prefix)
    }
