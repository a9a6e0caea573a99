"""The verb `lsp` where it can't serve: each time one line that says what to do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.places import ROOT

WITHOUT = "import sys; sys.modules['pygls'] = None; from game.cli import main; main(['lsp'])"


def test_without_its_extra_it_says_how_to_get_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "`escape lsp` needs the extra `editor`: pip install 'escape-account[editor]'\n"


def test_it_ends_when_its_editor_is_gone() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "game", "lsp"],
        input=b"",
        capture_output=True,
        check=False,
        timeout=60,
        cwd=ROOT,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


@pytest.mark.parametrize("sent", [b"Content-Length: 3\r\n\r\n{{{", b"hello\r\n\r\n", b"\xff\x00\r\n\r\n"])
def test_what_is_no_message_breaks_nothing(sent: bytes, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "game", "lsp"],
        input=sent,
        capture_output=True,
        check=False,
        timeout=60,
        cwd=ROOT,
    )
    assert b"Traceback" not in done.stderr
    assert done.returncode == 0
