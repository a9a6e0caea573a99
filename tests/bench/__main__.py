"""Run the benchmarks: all, or those named (`python -m tests.bench play load`)."""

from __future__ import annotations

import argparse
import importlib
import os
import platform
import sys
import tempfile

from tests.bench.measure import NotRun, Row, Rows

MODULES = (
    "play",
    "load",
    "start",
    "screen",
    "saves",
    "long",
    "growth",
    "lint",
    "author",
    "editor",
    "verify",
    "between",
    "publish",
)


def rows_of(name: str) -> Rows:
    """Run one module's benchmarks."""
    try:
        module = importlib.import_module(f"tests.bench.bench_{name}")
    except ModuleNotFoundError as error:
        return [NotRun(name, f"{error.name} is not installed")]
    found: Rows = module.rows()
    return found


def table(rows: list[Row]) -> list[str]:
    """Write rows as a table for a README."""
    lines = ["| what | ours | against | theirs | ratio | goal |", "|---|---:|---|---:|---:|---|"]
    for row in rows:
        goal = f"{row.goal}{'' if row.goal.reached(row.value) else ', missed'}" if row.goal else ""
        lines.append(
            f"| {row.what} | {row.ours} | {row.against} | {row.theirs} | {row.value:.3g}{row.unit} | {goal} |"
        )
    return lines


def main() -> int:
    """Run, print the table, say what was not run; 1 if a goal was missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of: {', '.join(MODULES)}")
    names = parser.parse_args().names or list(MODULES)
    if unknown := set(names) - set(MODULES):
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}")
    rows: list[Row] = []
    missing: list[NotRun] = []
    with tempfile.TemporaryDirectory() as bytecode:
        # An installed game has its bytecode, so that of the programs that are started here is kept too.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = bytecode
        for name in names:
            print(f"{name} …", file=sys.stderr, flush=True)
            for found in rows_of(name):
                (rows if isinstance(found, Row) else missing).append(found)  # type: ignore[arg-type]
    print(
        f"Python {platform.python_version()}, {platform.machine()}; each figure the median of interleaved runs.\n"
    )
    print("\n".join(table(rows)))
    for lacking in missing:
        print(f"\nNot run: {lacking.what} ({lacking.why}).")
    return int(any(row.goal is not None and not row.goal.reached(row.value) for row in rows))


if __name__ == "__main__":
    sys.exit(main())
