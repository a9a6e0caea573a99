"""The command, run as its users run it."""

from __future__ import annotations

import os
import subprocess
import sys


def escape(*arguments: str, typed: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `escape` with some arguments, something typed, and variables of the environment."""
    return subprocess.run(
        [sys.executable, "-m", "game", *arguments],
        input=typed,
        capture_output=True,
        text=True,
        timeout=300,  # for what hangs: a busy machine takes a minute where others take seconds
        check=False,
        env={**os.environ, **environment},
    )
