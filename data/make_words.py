"""Write src/valuecheck/revision/words.txt: common words, told by how the project's own texts write.

Run it from anywhere: `python data/make_words.py`. A word is common if it stands in small letters
nearly always: what a capital within a sentence marks elsewhere is a name. Texts that hardly use
capitals say nothing of names and are passed over; so are links, addresses, tags and merge fields.
"""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import click

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "src/valuecheck/revision/words.txt"
#: Share of a word's places that must be in small letters, and how many a word needs that also
#: starts sentences only.
NEARLY_ALWAYS, FEWEST = 0.8, 2
#: A text with a smaller share of sentences that start with a capital is written without them.
LEAST_CAPITALS = 0.6

#: Words that are people's or firms' names more often than not where they have a capital.
ALSO_NAMES = frozenset("amazon angel apple bob chase dean grace jack mercury oracle rose".split())

#: Common words that posts and mail like to write with a capital, whatever our own texts do.
OFTEN_CAPITAL = (
    "accept access account achieve acquire adopt advance advantage advocate amaze announce "
    "apparent approach architect artist aspect assist assume attach attend audience award aware "
    "balance bargain barrier basic beauty belief benefit blast bold bonus boost brief brilliant "
    "bullet bundle capable career careful celebrate champion chance channel charm choice "
    "citizen classic collect combine comfort commit communicate compete complete concept "
    "concern confident confuse connect consider consult contribute convenient cooperate "
    "coordinate create creative credible crucial culture curious customise daily dataset "
    "dedicate deliver demand democratic deploy deserve desire destination develop dialogue "
    "digital direct discover discuss diverse donor double dramatic dream drive dynamic eager "
    "economic educate effective efficient effort elect element elevate eliminate embrace emerge "
    "empower enable encourage energise enforce engage enhance enjoy enrich enrol ensure "
    "enterprise entire equip essential establish evolve exceed excel excite exclusive execute "
    "expand expect expert explore expose extend extra extraordinary extreme fabulous fantastic "
    "fascinate fashion flexible flip fortune forum foundation framework friction fulfil "
    "fundamental gather generate generous genuine giant gift global gorgeous grand gratitude "
    "groundbreaking guarantee guide guilty harness highlight hurry icon ideal identify "
    "illustrate imagine immediate impact implement impress improve incentive inclusive increase "
    "incredible independent influence inform innovate insight inspire instruct integrate intend "
    "interact introduce invest invite journey junk keen launch leader legacy legislate leverage "
    "limit locate loyal luxury madam magnificent maintain massive mature maximise measure mega "
    "mental metric mini miracle mission modern momentum motivate movie multiply mystery narrow "
    "nightmare notify obstacle offer official operate opportunity optimise organise outline "
    "outstanding overhaul overwhelm pain participate partner passion patron pause perceive "
    "perfect perform permission perspective phenomenal pioneer please pleasure politician "
    "popular power practical precious predict premium prepare prevent pride privilege problem "
    "professional profit progress promote propel prospect protect proud provide purchase pursue "
    "quality rapid recommend recover redeem refine reform refugee regard register reinvent "
    "reject reliable remarkable remind renew repost request require resist resource responsible "
    "restore retire reveal revenue revolution reward rigid route scenario season secret secure "
    "seize senior severe share signup simple sir smart smile social soldier solution solve "
    "sophisticated spark special specify spectacular speed sponsor stellar strange strategy "
    "strength strive strong struggle stun subscribe succeed success suite super superb superior "
    "support supreme surf surge surprise survey sustain switch synergy tackle talent target "
    "teammate technology terrific theft therapy thorough thrill tight top tragedy transform "
    "transparent trend tricky triumph trust truth tweet ultimate unavailable unbeatable unique "
    "unleash unlock unmatched unprecedented unsubscribe upgrade urgent utilise vague valuable "
    "value vast venue versatile vibrant victory violent visible vision visual vital vote warn "
    "weakness welcome wellness wholesale widespread wish wonderful worldwide worth yes"
).split()

_NO_WORDS = re.compile(
    r"https?://\S+|www\.\S+|\S*@\S+|\b\S+\.(?:com|org|net|io|example|uk|de)\b\S*|[#{<\[][^\s}>\]]*"
    r"[^}>\]\n]{0,40}[}>\]]?|`[^`\n]*`|\S*\d\S*|\S*[_/\\=]\S*"
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_STARTS = re.compile(r"(?:[.!?:…]|^)[\s\"“”‘'(\[*_>•-]*$")


def texts() -> Iterator[str]:
    """Yield the project's own texts: drafts, examples, documents, what the source says."""
    for path in sorted([*ROOT.glob("data/drafts/*.jsonl"), *ROOT.glob("data/gate/*.jsonl")]):
        for row in _rows(path):
            yield f"{row['subject'] or ''}\n{row['text']}"
    for path in sorted(ROOT.glob("data/rules/*.toml")):
        for rule in tomllib.loads(path.read_text(encoding="utf-8"))["rule"]:
            yield "\n".join((rule["message"], *rule["fires"], *rule["quiet"]))
    for path in sorted(ROOT.glob("src/valuecheck/revision/patterns/*.jsonl")):
        for row in _rows(path):
            yield "\n".join((row["message"], *chain(*row["examples"]), *row["leave"]))
            yield " ".join(_accepted(row["pattern"]))
    for path in sorted([*ROOT.glob("docs/*.md"), *ROOT.glob("*.md"), *ROOT.glob("data/*.md")]):
        yield re.sub(r"(?ms)^```.*?^```", "", path.read_text(encoding="utf-8"))
    for path in sorted(ROOT.glob("src/valuecheck/**/*.py")):
        yield "\n".join(_sentences(path))


def _sentences(path: Path) -> Iterator[str]:
    """Yield the strings of a module that are words and nothing else."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            for line in node.value.splitlines():
                if re.fullmatch(r"\s*[\w'’-]+(?:[,.:;]?\s[\w'’-]+){3,}[,.:;]?\s*", line):
                    yield line


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def _accepted(tokens: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the words that a token pattern accepts, in the small letters it asks for."""
    for token in tokens:
        lower = token.get("LOWER", ())
        words = [lower] if isinstance(lower, str) else lower.get("IN", ()) if lower else ()
        yield from (word for word in words if len(word) > 2)


def common_words() -> list[str]:
    """Return the common words in order."""
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for text in texts():
        text = _NO_WORDS.sub(" ", text)
        if not _uses_capitals(text):
            continue
        for line in text.splitlines():
            _count(line, small, capital)
    found = {
        word
        for word, n in small.items()
        if word not in ALSO_NAMES
        and n >= FEWEST - (capital[word] == 0)
        and n >= NEARLY_ALWAYS * (n + capital[word])
    }
    return sorted(found.union(OFTEN_CAPITAL))


def _uses_capitals(text: str) -> bool:
    starts = re.findall(r"(?:^|[.!?]\s+)([^\W\d_])", text)
    return sum(letter.isupper() for letter in starts) >= LEAST_CAPITALS * len(starts)


def _count(line: str, small: Counter[str], capital: Counter[str]) -> None:
    """Count a line's words; a capital tells nothing where a sentence starts or all have one."""
    words = list(_WORD.finditer(line))
    if sum(word.group()[0].isupper() for word in words) > len(words) / 2:
        return
    for match in words:
        word = match.group().replace("’", "'")
        word = re.sub(r"'s?$", "", word)
        if word.islower():
            small[word] += 1
        elif not word.isupper() and not _STARTS.search(line[: match.start()]):
            capital[word.lower()] += 1


def main() -> None:
    """Write the list, one word a line."""
    words = [word for word in common_words() if len(word) > 1 or word == "a"]
    OUT.write_text("\n".join(words) + "\n", encoding="utf-8")
    click.echo(f"{OUT.relative_to(ROOT)}: {len(words)} words")


if __name__ == "__main__":
    main()
