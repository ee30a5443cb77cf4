"""The group and the commands that describe: help, traits, explain."""

from __future__ import annotations

import json
import sys
from types import ModuleType

import click
import pytest

import valuecheck
from command_line import Run
from valuecheck.cli import COMMANDS, LazyCommand
from valuecheck.traits import TRAIT_NAMES, TRAITS


def test_version(run: Run) -> None:
    assert run("--version").stdout == f"valuecheck {valuecheck.__version__}\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_examples(run: Run, name: str) -> None:
    result = run(name, "--help")
    assert result.exit_code == 0
    assert f"valuecheck {name}" in result.stdout.split("Examples:")[1]
    assert COMMANDS[name].summary in run("--help").stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_explained(name: str, run: Run) -> None:
    context = click.Context(click.Group())
    command = valuecheck.cli.cli.get_command(context, name)  # type: ignore[attr-defined]
    assert command is not None
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, option.name


@pytest.mark.parametrize(
    ("name", "hint"), [("chek", "did you mean check?"), ("zzz", "accepted: check, revise")]
)
def test_an_unknown_command_names_the_nearest(run: Run, name: str, hint: str) -> None:
    result = run(name)
    assert result.exit_code == 2
    assert hint in result.stderr


def test_a_command_without_its_packages_says_what_to_install(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(COMMANDS, "train", LazyCommand("not_installed_here:run", "Train.", "train"))
    result = run("train")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr == (
        "valuecheck: 'valuecheck train' needs more packages: pip install 'valuecheck[train]'\n"
    )


def test_a_new_command_is_one_row(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("later")
    module.greet = click.Command("greet", callback=lambda: click.echo("hello"))  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "later", module)
    monkeypatch.setitem(COMMANDS, "greet", LazyCommand("later:greet", "Say hello."))
    assert run("greet").stdout == "hello\n"
    assert "Say hello." in run("--help").stdout


def test_traits_lists_all_fifteen_within_80_columns(run: Run) -> None:
    lines = run("traits").stdout.splitlines()
    assert [line.split()[0] for line in lines if line[:3].strip() and line[:2] == "  "] == list(
        TRAIT_NAMES
    )
    assert max(map(len, lines)) <= 80


def test_traits_as_json(run: Run) -> None:
    listed = json.loads(run("traits", "--format", "json").stdout)["traits"]
    assert [(one["trait"], one["pole"], one["question"]) for one in listed] == [
        (trait.name, trait.pole, trait.question) for trait in TRAITS
    ]


@pytest.mark.parametrize("trait", TRAITS, ids=TRAIT_NAMES)
def test_explain_a_trait(run: Run, trait: valuecheck.Trait) -> None:
    text = " ".join(run("explain", trait.name).stdout.split())
    for part in (trait.question, *trait.grades, trait.advice, trait.pole):
        assert part in text


@pytest.mark.usefixtures("checker")
def test_explain_a_rule(run: Run) -> None:
    text = run("explain", "act-now").stdout
    for part in ("act-now", "It pushes.", "pressure", "warning", "subject", "Our own grades."):
        assert part in text


def test_explain_the_rule_of_the_weights(run: Run) -> None:
    assert "model's weights" in run("explain", "words").stdout


@pytest.mark.usefixtures("checker")
@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("hpye", "did you mean hype?"),
        ("act-nwo", "did you mean act-now?"),
        ("Hard Sell", "did you mean hard_sell?"),
        ("qqqqqq", "see valuecheck traits"),
        ("\x1b[2J", "\\x1b[2J"),
    ],
)
def test_explain_an_unknown_name_names_the_nearest(run: Run, name: str, hint: str) -> None:
    result = run("explain", name)
    assert result.exit_code == 2
    assert hint in result.stderr
    assert "\x1b" not in result.stderr
