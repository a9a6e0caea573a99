"""Where games are kept: named, or where the platform keeps what users make."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

from game import GameError
from game.commands.crash_report import write_down
from game.play.saves.paths import save_folder


def test_a_folder_that_is_named_comes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ESCAPE_SAVE_DIR", "/there")
    assert (save_folder(), save_folder("here")) == (Path("/there"), Path("here"))


def test_a_user_without_a_home_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(*_: object, **__: object) -> Path:
        raise RuntimeError("could not determine the home directory")

    monkeypatch.delenv("ESCAPE_SAVE_DIR", raising=False)
    monkeypatch.setattr(platformdirs, "user_data_path", nobody)
    with pytest.raises(GameError, match="--save-dir"):
        save_folder()
    report = write_down(ValueError("broken"))
    assert "broken" in report.read_text()
    report.unlink()
