"""The arrows of the house: rooms import only those below them, and third parties only at home."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import valuecheck

SRC = Path(valuecheck.__file__).parent

#: From the ground up. A room may import those before it, and itself.
ROOMS = (
    "frozen",
    "errors",
    "traits",
    "offsets",
    "records",
    "reading",
    "scoring",
    "findings",
    "checking",
    "revision",
    "gates",
    "auditing",
    "reports",
    "evaluating",
    "training",
    "cli",
)
#: What a room may import beside the standard library; `later`: inside functions only.
THIRD_PARTY = {
    "revision": {"later": {"spacy"}},
    "auditing": {"later": {"numpy", "openpyxl", "pandas", "pyarrow"}},
    "training": {"at once": {"click", "joblib", "numpy", "pandas", "scipy", "sklearn", "spacy"}},
    "cli": {"at once": {"click"}},
}
STANDARD = {"__future__", *__import__("sys").stdlib_module_names}


def modules() -> list[Path]:
    return sorted(SRC.rglob("*.py"))


def room_of(path: Path) -> str:
    """Return the room of a module; the package's own front door is above all of them."""
    parts = path.relative_to(SRC).with_suffix("").parts
    return "door" if parts in (("__init__",), ("__main__",)) else parts[0]


def imports(
    tree: ast.AST, *, later: bool = False, types: bool = False
) -> Iterator[tuple[str, bool, bool]]:
    """Yield dotted name, whether it is inside a function, and whether only types need it."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, later, types) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written in full"
            assert node.module is not None
            if node.module == "valuecheck":
                yield from ((f"valuecheck.{alias.name}", later, types) for alias in node.names)
            else:
                yield node.module, later, types
        else:
            inside = later or isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
            typing = types or (
                isinstance(node, ast.If)
                and isinstance(node.test, ast.Name)
                and node.test.id == "TYPE_CHECKING"
            )
            yield from imports(node, later=inside, types=typing)


def faults(path: Path, source: str) -> list[str]:
    """Return what a module imports against the rules."""
    room = room_of(path)
    found = []
    for name, later, types in imports(ast.parse(source)):
        package, _, rest = name.partition(".")
        target = rest.partition(".")[0]
        if package == "valuecheck":
            if target == "__version__" or room == "door":
                continue
            if target not in ROOMS:
                found.append(f"{name}: no such room")
            elif ROOMS.index(target) > ROOMS.index(room):
                found.append(f"{name}: {room} is below {target}")
        elif package not in STANDARD and not types:
            allowed = THIRD_PARTY.get(room, {})
            if package not in allowed.get("at once", set()) | (
                allowed.get("later", set()) if later else set()
            ):
                found.append(f"{name}: {room} may not import it{'' if later else ' at once'}")
    return found


def test_every_module_is_in_a_known_room() -> None:
    assert {room_of(path) for path in modules()} <= {"door", *ROOMS}


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SRC)))
def test_imports_go_downwards_and_third_parties_stay_at_home(path: Path) -> None:
    assert faults(path, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("scoring/model.py", "import numpy"),
        ("scoring/model.py", "def f():\n    import numpy"),
        ("scoring/model.py", "from valuecheck.findings import matcher"),
        ("reading/plain.py", "from valuecheck import scoring"),
        ("revision/plan.py", "import spacy"),
        ("reports/text.py", "import click"),
        ("traits.py", "if TYPE_CHECKING:\n    from valuecheck.records import Draft"),
        ("cli/check.py", "import valuecheck.rooms"),
    ],
)
def test_the_check_sees_an_arrow_that_goes_up(module: str, source: str) -> None:
    assert len(faults(SRC / module, source)) == 1


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SRC)))
def test_modules_stay_small_and_say_what_they_do(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert source.count("\n") < 400
    assert ast.get_docstring(ast.parse(source))
