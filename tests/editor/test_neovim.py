"""Neovim's own client, without a screen: opens a scene of the shipped story, and is helped with it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.places import SHIPPED

pytestmark = pytest.mark.slow
OLDEST = (0, 7)
SCRIPT = Path(__file__).with_name("neovim.lua")


def version() -> tuple[int, ...]:
    if shutil.which("nvim") is None:
        return ()
    told = subprocess.run(["nvim", "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"NVIM v(\d+)\.(\d+)", told)
    return (int(found[1]), int(found[2])) if found else ()


@pytest.mark.skipif(version() < OLDEST, reason="needs Neovim 0.7 or newer")
def test_neovim_is_helped_with_the_shipped_story(tmp_path: Path) -> None:
    folder = tmp_path / "scenes"
    shutil.copytree(SHIPPED, folder)
    before = (folder / "3-the-boy" / "alarm.yaml").read_text(encoding="utf-8")
    test = {
        "command": [sys.executable, "-m", "game", "lsp"],
        "folder": str(folder),
        "result": str(tmp_path / "result.json"),
    }
    homes = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"), str(tmp_path))
    done = subprocess.run(
        ["nvim", "--headless", "-u", "NONE", "-n", "-c", f"luafile {SCRIPT}"],
        env={**os.environ, **homes, "ESCAPE_TEST": json.dumps(test)},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    result = tmp_path / "result.json"
    assert result.exists(), done.stderr
    found = json.loads(result.read_text(encoding="utf-8"))
    assert "error" not in found, found["error"]
    assert found["problems"] == ["R201"]
    assert "c3_a_rack" in found["completion"]
    assert (found["action"], found["mended"]) == ("Write `c3_a_rack`", [])
    lines = before.split("\n")
    assert lines[found["definition"] - 1] == "c3_a_rack:"
    assert found["references"] == before.count("c3_a_rack")
    assert "**c3_a_rack**" in found["hover"]
    assert "\n".join(found["text"]) == before.replace("c3_a_rack", "c3_a_bunks").rstrip("\n")
