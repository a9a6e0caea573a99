"""The import contracts hold what their names say: each breaks when what it forbids is imported."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.places import ROOT

pytestmark = pytest.mark.slow
pytest.importorskip("importlinter", reason="import-linter comes with the extra [dev]")

# Where something is imported that may not be, and the contract that has to say so.
FORBIDDEN = {
    "yaml": ("story/reader/load.py", "import yaml", "Only the parser knows PyYAML"),
    "transitions": ("play/engine/rules.py", "import transitions", "Only the machine knows transitions"),
    "prompt_toolkit": (
        "commands/lint.py",
        "import prompt_toolkit",
        "Only the full screen knows prompt_toolkit",
    ),
    "plain mode": (
        "terminal/plain/game.py",
        "import prompt_toolkit",
        "Only the full screen knows prompt_toolkit",
    ),
    "platformdirs": ("play/settings.py", "import platformdirs", "Only the paths of saves know platformdirs"),
    "pygls": ("commands/lsp.py", "import pygls", "Only the editor's room knows pygls"),
    "lsprotocol": ("lint/check_story.py", "import lsprotocol", "Only the editor's room knows pygls"),
    "editor": ("editor/view.py", "import game.editor.server", "Inside the editor's room"),
    "rooms": ("story/model.py", "import game.play.playthrough", "Imports go down only"),
    "keys": ("key_table.py", "import game.story.model", "Imports go down only"),
    "story": ("story/language/symbols.py", "import game.story.reader.load", "Inside the story's room"),
    "play": ("play/engine/rules.py", "import game.play.saves.saves", "Inside the room of play"),
    "proof": ("proof/answers.py", "import game.proof.verify", "Inside the room of proof"),
    "terminal": ("terminal/wrap.py", "import game.terminal.app", "Inside the terminal's room"),
    "a new room": ("attic/__init__.py", "", "Imports go down only"),
    "a new folder of the story": ("story/attic/__init__.py", "", "Inside the story's room"),
    "a new folder of play": ("play/attic/__init__.py", "", "Inside the room of play"),
    "a new folder of proof": ("proof/attic/__init__.py", "", "Inside the room of proof"),
    "a new folder of the terminal": ("terminal/attic/__init__.py", "", "Inside the terminal's room"),
}


def checked(folder: Path) -> subprocess.CompletedProcess[str]:
    """Check the contracts in a copy of the project."""
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command as c; c()",
        "--no-cache",
    ]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=120, check=False, env={"PYTHONPATH": "."}
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "game", tmp_path / "game", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def test_the_contracts_hold(copy: Path) -> None:
    done = checked(copy)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "BROKEN" not in done.stdout


@pytest.mark.parametrize("what", FORBIDDEN)
def test_what_a_contract_forbids_breaks_it(copy: Path, what: str) -> None:
    file, line, contract = FORBIDDEN[what]
    path = copy / "game" / file
    if path.exists():
        path.write_text(path.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    else:
        path.parent.mkdir(parents=True)
        path.write_text(line, encoding="utf-8")
    done = checked(copy)
    assert done.returncode != 0
    assert contract in done.stdout + done.stderr
    assert f"{contract} KEPT" not in done.stdout


def test_the_top_level_is_settled() -> None:
    """Nothing stands there but what belongs there; what tests and tools leave behind is not committed."""
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip("this is no checkout of git")
    top = {name.partition("/")[0] for name in done.stdout.splitlines()}
    assert {name for name in top if not name.startswith(".")} == {
        *("README.md", "game", "pyproject.toml", "scenes", "tests")
    }
