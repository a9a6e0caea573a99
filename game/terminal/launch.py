"""Which of the two front ends is used, and with what it begins."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TextIO

from game.locale.messages import LANGUAGES, use, wanted_language
from game.play.saves.ownership import key_before_reading
from game.play.settings import Settings, read_settings, write_settings
from game.story.diagnostics.problem import GameError
from game.terminal.process import way_out
from game.terminal.ui.glyphs import ASCII, CONSOLE, LEAST_HEIGHT, LEAST_WIDTH, LINES, Glyphs

if TYPE_CHECKING:
    from game.play.saves.saves import Loaded
    from game.play.session import Session
    from game.story.front_matter import Title
    from game.story.model import Story
    from game.terminal.plain.game import Plain


class LaunchOptions(NamedTuple):
    """What the command line asks for: `go_on` with the newest autosave, `slot` to load, neither to begin.

    `to_go_on` is the command line that goes on later where this one leaves off.
    `begin` begins elsewhere than at the beginning; `watch` follows the story's files while it is played;
    `seed` is that of new games, `language` the one asked for.
    """

    story: Path
    saves: Path
    to_go_on: str
    width: int | None
    plain: bool
    ascii: bool
    go_on: bool
    slot: str | None
    begin: Callable[[Story], Loaded] | None = None
    watch: bool = False
    seed: int | None = None
    language: str | None = None

    @property
    def begins_elsewhere(self) -> bool:
        """Whether the game is one that was loaded, or begins in a scene that was named."""
        return self.go_on or self.slot is not None or self.begin is not None


def start(options: LaunchOptions, typed: TextIO | None, out: TextIO) -> int:
    """Play, and give the exit code. Raises GameError where there is nothing to play or to go on with."""
    with way_out.taking_signals():
        return _start(options, typed, out)


def _start(options: LaunchOptions, typed: TextIO | None, out: TextIO) -> int:
    settings = read_settings(options.saves)
    options = options._replace(language=_language(options, settings))
    glyphs = _glyphs(options, out)
    if options.plain or os.environ.get("ESCAPE_PLAIN") == "1" or not _can_draw(typed, out):
        return _play_plain(options, typed, out, glyphs, None)
    if settings.plain:
        return _play_plain(options, typed, out, ASCII if settings.ascii else glyphs, settings)
    return _play_on_screen(options, settings, glyphs, out)


def _language(options: LaunchOptions, settings: Settings) -> str:
    """Choose the language to play in, and speak it. Raises GameError if it was asked for and is not there."""
    language = wanted_language(options.language, settings.language, os.environ)
    if options.language:
        _check_language(options.story, language)
    use(language)
    return language


def _check_language(story: Path, language: str) -> None:
    from game.story.diagnostics.suggest import did_you_mean
    from game.story.translation.catalogue import best_of, languages

    known = {**languages(story), **dict.fromkeys(LANGUAGES, story)}
    if not best_of(known, language):
        help = did_you_mean(language, known) or f"there are {', '.join(sorted(known))}"
        raise GameError(f"there is no language `{language}` here: {help}")


def _title(options: LaunchOptions) -> Title | None:
    """Return the title of the story, before the rest of it is read; None if it can't be given so."""
    from game.story.front_matter import read_title

    title = read_title(options.story)
    if title is None or not options.language or not (options.story / "translations").is_dir():
        return title
    from game.story.translation.load import title_in_language  # late: most stories have none

    return title_in_language(title, options.story, options.language)


def _glyphs(options: LaunchOptions, out: TextIO) -> Glyphs:
    """Return the signs that a terminal has, as far as that can be known."""
    utf = (out.encoding or "").lower().startswith("utf")
    if options.ascii or os.environ.get("ESCAPE_ASCII") == "1" or not utf:
        return ASCII
    return CONSOLE if os.environ.get("TERM") == "linux" else LINES


def _can_draw(typed: TextIO | None, out: TextIO) -> bool:
    """Whether both streams are one terminal that can move its cursor and is not too small."""
    if os.name == "nt" or typed is None or os.environ.get("TERM", "") in ("", "dumb"):
        return False
    try:
        if not (typed.isatty() and out.isatty()):
            return False
        width, height = os.get_terminal_size(out.fileno())
    except (OSError, ValueError):
        return False
    return (width == 0 or width >= LEAST_WIDTH) and (height == 0 or height >= LEAST_HEIGHT)


def _begin(options: LaunchOptions) -> Session:
    """Begin a sitting where the command line asks for it."""
    session = _open(options)
    if options.go_on:
        session.continue_run()
    elif options.slot is not None:
        session.load(options.slot)
    elif options.begin is not None:
        session.begin(options.begin(session.story))
    return session


# --- plain --------------------------------------------------------------------


def _play_plain(
    options: LaunchOptions, typed: TextIO | None, out: TextIO, glyphs: Glyphs, settings: Settings | None
) -> int:
    """Play in lines. `settings` are given where they chose it, so that they can be changed back."""
    from game.terminal.plain.game import Plain
    from game.terminal.plain.poll import lines_of

    if options.seed is None and (typed is None or not typed.isatty()):
        options = options._replace(seed=0)  # a script: the same lines get the same words
    session = _begin(options)
    back = None if settings is None else lambda: _unset_plain(options, settings)
    lines = lines_of(typed)
    if options.watch and typed is not None and os.name != "nt":  # there, nothing but a socket is waited for
        lines = _lines_while_watching(options, typed, lambda: plain)
    plain = Plain(session, lines, out, _columns(options, out), glyphs, back)
    with way_out.careful():
        plain.run()
    return 0


def _unset_plain(options: LaunchOptions, settings: Settings) -> None:
    with suppress(OSError):
        write_settings(options.saves, settings._replace(plain=False))


def _columns(options: LaunchOptions, out: TextIO) -> int | None:
    """Return the width to wrap at: as told, the terminal's, and none into a pipe."""
    if options.width is not None:
        return options.width
    with suppress(OSError, ValueError):
        return os.get_terminal_size(out.fileno()).columns or None
    return None


def _lines_while_watching(options: LaunchOptions, typed: TextIO, plain: Callable[[], Plain]) -> Iterator[str]:
    """Return the lines of the input, and between them what becomes of the story."""
    from game.play.hot_reload.watch_files import INTERVAL, Follower
    from game.terminal.plain.poll import lines_while

    follower = Follower(options.story, options.language or "")

    def look() -> None:
        if follower.changed():
            plain().follow(follower.follow(plain().play))
        elif broken := follower.broken(plain().play):
            plain().warn(broken)

    return lines_while(look, typed, INTERVAL)


# --- the screen ---------------------------------------------------------------


def _play_on_screen(options: LaunchOptions, settings: Settings, glyphs: Glyphs, out: TextIO) -> int:
    from game.terminal.app import Terminal

    def keep(changed: Settings) -> None:
        with suppress(OSError):
            write_settings(options.saves, changed)

    at_once = options.begins_elsewhere or options.watch
    title = None if at_once else _title(options)
    session = _begin(options) if title is None else None
    terminal = Terminal(glyphs, settings, keep, width=options.width)
    if title is not None:
        terminal.game.open_title(title, _has_autosave(options, title.id), lambda: _open(options))
    elif session is not None:
        terminal.game.open_game(session)
    if options.watch:
        from game.play.hot_reload.watch_files import Follower

        terminal.game.watched = Follower(options.story, options.language or "")
    code = terminal.run()
    if code == 0 and (said := terminal.game.farewell(options.to_go_on)):
        out.write(f"{glyphs.spell(said)}\n")
    return code


def _has_autosave(options: LaunchOptions, story: str) -> bool:
    folder = options.saves / key_before_reading(options.saves, story, options.story)
    return any(any(folder.glob(f"{kind}-*.json*")) for kind in ("run", "auto"))


def _open(options: LaunchOptions) -> Session:
    from game.play.open_session import open_session

    return open_session(options.story, options.saves, options.seed, options.language or "")
