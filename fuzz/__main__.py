"""Fuzz everything that reads what others wrote: `python -m fuzz [--inputs N] [TARGET …]`.

Hypothesis makes the inputs and shrinks what fails; where atheris is installed, it goes on from the
coverage it sees, each target in a process of its own. Prints how many inputs each target got, and
the smallest input that breaks it; exits 1 if one breaks. A broken promise becomes a test in
tests/fuzz before it is mended.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

from hypothesis import HealthCheck, Phase, given, seed, settings

from fuzz import inputs
from fuzz.targets import TARGETS

STRATEGIES = {
    "text": inputs.texts,
    "bytes": inputs.files,
    "pattern": lambda: inputs.texts(inputs.PATTERN_PIECES),
    "toml": lambda: inputs.texts(inputs.TOML_PIECES),
}


def main() -> int:
    """Run what was asked for; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__.partition("\n")[0])
    parser.add_argument("targets", nargs="*", help=f"of {', '.join(TARGETS)}; else all")
    parser.add_argument("--inputs", type=int, default=4000, help="in all (default 4000)")
    parser.add_argument("--seed", type=int, default=1, help="of the inputs (default 1)")
    parser.add_argument(
        "--atheris", type=int, default=2000, metavar="N", help="inputs a target with atheris"
    )
    parser.add_argument("--one", help=argparse.SUPPRESS)
    given_ = parser.parse_args()
    if given_.one:
        return _atheris(given_.one, given_.atheris, given_.seed)
    unknown = [name for name in given_.targets if name not in TARGETS]
    if unknown:
        parser.error(f"no target {unknown[0]!r}; accepted: {', '.join(TARGETS)}")
    names = given_.targets or list(TARGETS)
    shares = sum(TARGETS[name][2] for name in names)
    total, broken = 0, []
    for name in names:
        wanted = max(1, given_.inputs * TARGETS[name][2] // shares)
        count, failure, seconds = _hypothesis(name, wanted, given_.seed)
        total += count
        print(f"{name:14} {count:>8,} inputs  {seconds:6.0f} s  {'BROKEN' if failure else 'ok'}",
              flush=True)  # fmt: skip
        if failure:
            broken.append(name)
            print(failure, flush=True)
    more, failed = _with_atheris(names, given_.atheris, given_.seed)
    broken += failed
    total += more
    print(f"{total:,} inputs; {'broken: ' + ', '.join(broken) if broken else 'nothing broke'}")
    return 1 if broken else 0


def _hypothesis(name: str, wanted: int, number: int) -> tuple[int, str, float]:
    """Run a target on inputs of Hypothesis; return how many, what broke, and seconds."""
    target, kind, _ = TARGETS[name]
    counted = 0

    def counting(value: object) -> None:
        nonlocal counted
        counted += 1
        target(value)

    run: Callable[[], None] = seed(number)(
        settings(
            max_examples=wanted,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.generate, Phase.shrink),
            print_blob=False,
        )(given(STRATEGIES[kind]())(counting))
    )
    started = time.monotonic()
    try:
        run()
    except Exception as error:
        notes = "\n".join(getattr(error, "__notes__", ()))
        return counted, f"  {type(error).__name__}: {error}\n{notes}", time.monotonic() - started
    return counted, "", time.monotonic() - started


def _with_atheris(names: list[str], runs: int, number: int) -> tuple[int, list[str]]:
    """Run targets under atheris, one process each; return how many inputs, and what broke."""
    if find_spec("atheris") is None or runs < 1:
        print("atheris: skipped, " + ("not asked for" if runs < 1 else "not installed"))
        return 0, []
    broken = []
    for name in names:
        command = [sys.executable, "-m", "fuzz", "--one", name, "--atheris", str(runs)]
        done = subprocess.run(
            [*command, "--seed", str(number)], capture_output=True, text=True, check=False
        )
        print(f"{name:14} {runs:>8,} inputs  atheris  {'BROKEN' if done.returncode else 'ok'}",
              flush=True)  # fmt: skip
        if done.returncode:
            broken.append(f"{name} (atheris)")
            print(done.stdout[-3000:] + done.stderr[-3000:], flush=True)
    return runs * (len(names) - len(broken)), broken


def _atheris(name: str, runs: int, number: int) -> int:
    """Fuzz one target in this process; atheris ends it."""
    import atheris

    # What is loaded already sees no coverage: load it again.
    for loaded in [one for one in sys.modules if one.partition(".")[0] == "valuecheck"]:
        del sys.modules[loaded]
    del sys.modules["fuzz.targets"]
    with atheris.instrument_imports(include=["valuecheck", "fuzz"]):
        again = import_module("fuzz.targets")
        target, kind, _ = again.TARGETS[name]
        # Most modules are loaded where they are first needed.
        target(b"a,b\n1,2\n" if kind == "bytes" else "Act now, click here. " * 4)

    def one(data: bytes) -> None:
        provider = atheris.FuzzedDataProvider(data)
        target(data if kind == "bytes" else provider.ConsumeUnicode(4000))

    options = [f"-runs={runs}", f"-seed={number}", "-max_len=4000", "-verbosity=0", "-timeout=60"]
    atheris.Setup([sys.argv[0], *options], one)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
