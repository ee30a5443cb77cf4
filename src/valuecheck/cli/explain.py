"""`valuecheck explain`: what a trait or a phrase rule means, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from valuecheck.cli.output import look, write
from valuecheck.reports.terminal import wrap
from valuecheck.traits import BY_NAME, Trait

if TYPE_CHECKING:
    from valuecheck.findings.rules import Rule

#: The rule of findings that come from the model's weights.
WORDS = "words"


@click.command()
@click.argument("name", metavar="TRAIT|RULE")
@click.option("--model", metavar="DIR", help="Folder of another model, for its rules.")
def explain(name: str, model: str | None) -> None:
    """Explain a trait or a phrase rule by its name.

    \b
    Examples:
      valuecheck explain hype
      valuecheck explain words
    """
    trait = BY_NAME.get(name)
    if trait is not None:
        write(_trait_text(trait))
    elif name == WORDS:
        write(_words_text())
    else:
        write(_rule_text(_rule(name, model)))


def _rule(name: str, model: str | None) -> Rule:
    from valuecheck.checking import load_checker

    rules = {rule.id: rule for rule in load_checker(model).rules.rules}
    if name not in rules:
        from valuecheck.cli.names import unknown

        message = unknown("trait or rule", name, [*BY_NAME, *rules], all_names=False)
        raise click.UsageError(message if "?" in message else f"{message}: see valuecheck traits")
    return rules[name]


def _trait_text(trait: Trait) -> str:
    drawn = look("auto")
    lines = [f"{drawn.paint(trait.name, 'bold')} ({trait.pole} trait)", trait.question, ""]
    lines += [f"  {grade}  {meaning}" for grade, meaning in enumerate(trait.grades)]
    return "\n".join([*lines, "", *wrap(trait.advice, drawn.width)]) + "\n"


def _rule_text(rule: Rule) -> str:
    drawn = look("auto")
    rows = (
        ("trait", rule.trait),
        ("severity", rule.severity),
        ("looks at", "subject and body" if rule.part == "any" else rule.part),
        ("source", rule.source),
    )
    lines = [f"{drawn.paint(rule.id, 'bold')} (phrase rule)", *wrap(rule.message, drawn.width), ""]
    for label, text in rows:
        for number, line in enumerate(wrap(text, drawn.width - 12)):
            lines.append(f"  {label if number == 0 else '':10}{line}")
    return "\n".join(lines) + "\n"


def _words_text() -> str:
    drawn = look("auto")
    text = (
        "Evidence found by the model's weights rather than by a phrase rule: the words of a "
        "passage that add most to the trait. 'valuecheck check --explain --trait NAME' shows "
        "each word's contribution."
    )
    return "\n".join([drawn.paint(WORDS, "bold"), *wrap(text, drawn.width)]) + "\n"
