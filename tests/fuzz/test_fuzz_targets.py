"""Fuzzing works: its targets hold on ordinary and hostile inputs, and it tells what breaks."""

from __future__ import annotations

import pytest
from fuzz.__main__ import STRATEGIES, _hypothesis, main
from fuzz.inputs import drafts
from fuzz.targets import TARGETS

#: What broke a target, and what was likely to: (target, input).
FOUND: list[tuple[str, str | bytes]] = [
    ("reading", "<!-- valuecheck: ignore hype -->"),
    ("reading", "\ud800 [a](b"),
    ("files", b"\xff\xfea\x00"),
    ("scoring", ""),
    ("findings", "**Act now** &amp; c l i c k \u202ehere, it is FREE!!! \ud800"),
    ("configuration", "extend = ''\n"),
    ("tables", b'"'),
    ("reports", "\ud800]]>\x1b[1m Act now, click here, buy today, only a few left, FREE!!!"),
    ("revision", "Act now, \ud800Thanking you,\nthe whole team of the amazing new mill shop"),
]


@pytest.mark.parametrize(("name", "found"), FOUND)
def test_what_was_found_stays_mended(name: str, found: str | bytes) -> None:
    TARGETS[name][0](found)


@pytest.mark.parametrize("name", [name for name in TARGETS if name != "revision"])
def test_a_target_holds_on_a_few_inputs(name: str) -> None:
    count, failure, _ = _hypothesis(name, 12, 7)
    assert failure == ""
    assert count >= 10


@pytest.mark.parametrize("name", ["reading", "scoring", "findings", "reports"])
def test_a_target_holds_on_drafts(name: str) -> None:
    TARGETS[name][0]("\n\n".join(drafts()[:6]))


def test_a_broken_promise_is_told_with_its_smallest_input(monkeypatch, capsys) -> None:
    def broken(text: str) -> None:
        assert "#" not in text, "a hash"

    monkeypatch.setitem(TARGETS, "reading", (broken, "text", 1))
    monkeypatch.setattr("sys.argv", ["fuzz", "reading", "--inputs", "400", "--atheris", "0"])
    assert main() == 1
    told = capsys.readouterr().out
    assert "BROKEN" in told
    assert "AssertionError: a hash" in told
    assert "'#" in told or '"#' in told
    assert "broken: reading" in told


def test_an_unknown_target_is_named(monkeypatch, capsys) -> None:
    monkeypatch.setattr("sys.argv", ["fuzz", "raeding"])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 2
    assert "no target 'raeding'; accepted: reading" in capsys.readouterr().err


def test_every_target_has_inputs() -> None:
    assert {kind for _, kind, _ in TARGETS.values()} <= {*STRATEGIES}
