"""The command `escape`: one function a verb.

The only place that catches GameError, prints, and chooses exit codes.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from game import __version__
from game.play.folder import save_folder
from game.story.problems import GameError, StoryError, visible

if TYPE_CHECKING:  # imported late: a title is on the screen before anything of the story is needed
    from game.play.resume import Loaded
    from game.play.slots import Slots
    from game.story.model import Story

OK, FINDINGS, USAGE, UNUSABLE_SAVE, BROKEN_OUTPUT, OUR_BUG = 0, 1, 2, 3, 74, 70
Arguments = argparse.Namespace


def shipped_story() -> Path:
    """Give the folder of the story that comes with the game: in the wheel, or beside the source."""
    inside = Path(__file__).parent / "scenes"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "scenes"


def main(argv: Sequence[str] | None = None) -> NoReturn:
    """Run the command and exit."""
    if sys.stdout is None or sys.stderr is None:  # closed by whoever started the game
        sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")
        sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")
    for stream in (sys.stdout, sys.stderr, sys.stdin):
        with suppress(AttributeError, ValueError):  # not a stream of a console, or none at all
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    code = _guarded(list(sys.argv[1:] if argv is None else argv))
    try:
        sys.stdout.flush()
    except OSError as error:
        code = _output_broke(error)
    sys.exit(code)


def _guarded(argv: list[str]) -> int:
    """Run a verb; whatever goes wrong becomes a line and an exit code."""
    arguments = None
    try:
        parser = _parser()
        _complete(parser)
        arguments = parser.parse_args(_with_verb(argv))
        run: Callable[[Arguments], int] = arguments.run
        return run(arguments)
    except StoryError as error:
        from game.story.showing import as_text

        for report in as_text(error.problems):
            print(report, file=sys.stderr)
        return FINDINGS
    except GameError as error:
        print(visible(str(error)), file=sys.stderr)
        return _code(error)
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except OSError as error:
        return _output_broke(error)
    except Exception as error:  # a fault of the game itself: whoever plays is to see a line, not a trace
        return _broke(error, getattr(arguments, "save_dir", None))


def _code(error: GameError) -> int:
    from game.play.record import SaveError

    return UNUSABLE_SAVE if isinstance(error, SaveError) else USAGE


def _broke(error: Exception, save_dir: str | None) -> int:
    """Write down what broke in the game itself, and say where."""
    from game.terminal.crash import write_down

    where = visible(str(write_down(error, save_dir)))
    with suppress(OSError):
        print(f"Something broke in the game; your choices are saved. What happened: {where}", file=sys.stderr)
    return OUR_BUG


def _output_broke(error: OSError) -> int:
    """End quietly when nobody reads any more, and with a line when there is no room to write."""
    null = os.open(os.devnull, os.O_WRONLY)
    with suppress(OSError, ValueError):
        os.dup2(null, sys.stdout.fileno())  # or the interpreter's own last flush fails again
    if isinstance(error, BrokenPipeError):
        return OK
    with suppress(OSError):
        print(f"can't write: {(error.strerror or str(error)).lower()}", file=sys.stderr)
    return BROKEN_OUTPUT


def _complete(parser: argparse.ArgumentParser) -> None:
    """Answer a shell that asks how a command may go on, where argcomplete is installed; then end."""
    if "_ARGCOMPLETE" in os.environ:
        with suppress(ImportError):
            from argcomplete import autocomplete

            autocomplete(parser)


def _with_verb(argv: list[str]) -> list[str]:
    """Put `play` in front where no verb is given."""
    if argv and (argv[0] in VERBS or argv[0] in ("-h", "--help", "--version")):
        return argv
    return ["play", *argv]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="escape", description="Play A Full Account in the terminal, or write stories of your own."
    )
    parser.add_argument("--version", action="version", version=f"escape {__version__}")
    verbs = parser.add_subparsers(metavar="VERB", title="verbs", required=True)
    for name, verb in VERBS.items():
        added = verbs.add_parser(name, help=verb.about, description=verb.about)
        verb.arguments(added)
        added.set_defaults(run=verb.run)
    return parser


def _story_folder(arguments: Arguments) -> Path:
    """Give the story to work on. Raises GameError if there is no such folder."""
    if arguments.story is None:
        return shipped_story()
    folder = Path(arguments.story)
    if not folder.is_dir():
        raise GameError(f"there is no story folder `{arguments.story}`")
    return folder


def _load(folder: Path) -> Story:
    """Load a story. Raises StoryError."""
    from game.story.loader import load_story

    return load_story(folder)


def _add_story(parser: argparse.ArgumentParser, otherwise: str = "the game's own") -> None:
    parser.add_argument(
        "story", nargs="?", metavar="STORY", help=f"a story's folder; without it, {otherwise}"
    )


# --- play ---------------------------------------------------------------------


def _play_arguments(parser: argparse.ArgumentParser) -> None:
    _add_story(parser)
    parser.add_argument(
        "--plain", action="store_true", help="lines of text only, for screen readers and scripts"
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--continue", dest="go_on", action="store_true", help="go on where you left off")
    which.add_argument("--load", metavar="SLOT", help="go on from a saved game")
    which.add_argument("--at", metavar="SCENE", help="begin in this scene, as it can be come to")
    setting = "begin there with this variable or item so; may be given more than once"
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help=setting)
    parser.add_argument("--watch", action="store_true", help="read the story again when a file of it changes")
    parser.add_argument("--save-dir", metavar="DIR", help="the folder for saved games")
    parser.add_argument("--width", type=_width, metavar="N", help="wrap the text at N columns")
    parser.add_argument("--ascii", action="store_true", help="draw with letters and signs of ASCII only")


def _width(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1000:
        raise argparse.ArgumentTypeError("a width is a number of columns, 1 to 1000")
    return int(text)


def play(arguments: Arguments) -> int:
    """Play a story."""
    from game.terminal.starting import Wish, start

    _leave_on_signals()
    folder = _near(_story_folder(arguments))
    given = arguments.width, arguments.plain, arguments.ascii, arguments.go_on, arguments.load
    begin = _beginning(arguments.at, arguments.set)
    wish = Wish(folder, save_folder(arguments.save_dir), *given, begin, arguments.watch)
    return start(wish, sys.stdin, sys.stdout)


def _beginning(scene: str | None, settings: Sequence[str]) -> Callable[[Story], Loaded] | None:
    """Give what begins in a scene, if one is asked for."""
    if scene is None:
        if settings:
            raise GameError("`--set` says how it is in a scene: name that with `--at SCENE`")
        return None

    def begin(story: Story) -> Loaded:
        from game.proof.arriving import begin_at

        with _progress() as tell:
            tell(f"looking for the shortest way to {scene}")
            return begin_at(story, scene, settings)

    return begin


class _Left(SystemExit):
    """The game is left because of a signal; every choice is on disk already."""


def _leave_on_signals() -> None:
    numbers = [
        getattr(signal, name) for name in ("SIGHUP", "SIGTERM", "SIGQUIT", "SIGINT") if hasattr(signal, name)
    ]

    def leave(number: int, _: FrameType | None) -> None:
        for one in numbers:
            signal.signal(one, signal.SIG_IGN)  # a second one may not break off what is saved at the end
        raise _Left(128 + number)

    for one in numbers:
        signal.signal(one, leave)


# --- lint ---------------------------------------------------------------------


def _lint_arguments(parser: argparse.ArgumentParser) -> None:
    _add_story(parser)
    parser.add_argument("--format", choices=("text", "json", "github"), default="text", help="how to tell it")
    parser.add_argument("--strict", action="store_true", help="count warnings as errors")
    parser.add_argument("--explain", metavar="CODE", help="tell what a code means, with an example")


def lint(arguments: Arguments) -> int:
    """Tell what is wrong with a story."""
    if arguments.explain is not None:
        return _explain(arguments.explain)
    from game.proof.lint import lint as find_problems
    from game.story.showing import FORMATS

    problems = find_problems(_near(_story_folder(arguments)))
    for line in FORMATS[arguments.format](problems, arguments.strict):
        print(line)
    bad = any(problem.severity_if(arguments.strict) == "error" for problem in problems)
    return FINDINGS if bad else OK


def _explain(code: str) -> int:
    from game.story.explaining import explain

    print(explain(code))
    return OK


# --- schema, new --------------------------------------------------------------


def _no_arguments(parser: argparse.ArgumentParser) -> None:
    """Take none."""


def schema(_: Arguments) -> int:
    """Print the JSON Schema of a story's files."""
    from game.story.schema import as_json

    print(as_json(), end="")
    return OK


def _new_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR", help="an empty folder, or one to be made")


def new(arguments: Arguments) -> int:
    """Write a small story to begin with."""
    from game.story.beginning import begin

    begin(Path(arguments.folder))
    print(f"a story stands in {visible(arguments.folder)}: play it, lint it, change it")
    return OK


def _near(folder: Path) -> Path:
    """Give a folder as seen from here, if it is below here."""
    with suppress(ValueError):
        return folder.relative_to(Path.cwd())
    return folder


# --- saves --------------------------------------------------------------------


def _saves_arguments(parser: argparse.ArgumentParser) -> None:
    _add_save_dir(parser, None)
    _add_list_format(parser, "text")
    parser.set_defaults(act=_list_saves, story=None)
    acts = parser.add_subparsers(metavar="ACT", title="what to do; without it, list")
    listing = acts.add_parser("list", help="list the saved games")
    _add_list_format(listing, argparse.SUPPRESS)
    delete = acts.add_parser("delete", help="delete a saved game and its backup")
    export = acts.add_parser("export", help="write a saved game's whole text")
    export.add_argument(
        "--format", dest="document", choices=("text", "markdown"), default="text", help="how to write it"
    )
    export.add_argument("-o", "--output", metavar="FILE", help="write into this file")
    for added, act in ((listing, _list_saves), (delete, _delete_save), (export, _export_save)):
        if added is not listing:
            added.add_argument("slot", metavar="SLOT", help="the name of the save")
        _add_story(added, "the game's own" if added is export else "every story")
        _add_save_dir(added, argparse.SUPPRESS)
        added.set_defaults(act=act)


def _add_save_dir(parser: argparse.ArgumentParser, default: str | None) -> None:
    parser.add_argument("--save-dir", metavar="DIR", default=default, help="the folder for saved games")


def _add_list_format(parser: argparse.ArgumentParser, default: str) -> None:
    parser.add_argument("--format", choices=("text", "json"), default=default, help="how to list them")


def saves(arguments: Arguments) -> int:
    """List, delete or export saved games."""
    act: Callable[[Arguments], int] = arguments.act
    return act(arguments)


def _slots(arguments: Arguments) -> list[Slots]:
    """Give the slots of the story that was named, or of every story that has any."""
    from game.play.slots import Slots

    folder = save_folder(arguments.save_dir)
    if arguments.story is None:
        return Slots.of_all_stories(folder)
    return [Slots(folder, _load(_story_folder(arguments)).id)]


def _list_saves(arguments: Arguments) -> int:
    found = [(slots.story, info) for slots in _slots(arguments) for info in slots.list()]
    if arguments.format == "json":
        from game.terminal.listing import as_json

        print(as_json(found))
    else:
        from game.terminal.listing import as_table

        print("\n".join(as_table(found)))
    return OK


def _delete_save(arguments: Arguments) -> int:
    from game.play.record import SaveError

    found = [slots for slots in _slots(arguments) if slots.exists(arguments.slot)]
    if not found:
        raise SaveError(f"there is no save `{arguments.slot}`")
    if len(found) > 1:
        raise GameError(f"more than one story has a save `{arguments.slot}`: name the story's folder too")
    found[0].delete(arguments.slot)
    print(f"Deleted `{arguments.slot}`.")
    return OK


def _export_save(arguments: Arguments) -> int:
    from game.play.export import FORMATS
    from game.play.saves import Saves

    story = _load(_story_folder(arguments))
    loaded = Saves(save_folder(arguments.save_dir), story).load(arguments.slot)
    if loaded.notice:
        print(visible(loaded.notice), file=sys.stderr)
    document = FORMATS[arguments.document](loaded.play)
    _put(document, arguments.output)
    return OK


# --- verify -------------------------------------------------------------------


def _verify_arguments(parser: argparse.ArgumentParser) -> None:
    _add_story(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to tell it")
    states = "how many states to list one by one, before reckoning with sets of them"
    parser.add_argument("--max-states", type=_count, metavar="N", help=states)
    parser.add_argument("--max-seconds", type=_count, metavar="N", help="how long to go on")
    walkthroughs = "write a small set of walkthroughs into DIR that together take every choice"
    parser.add_argument("--walkthroughs", metavar="DIR", help=walkthroughs)


def _count(text: str) -> int:
    if not text.isdecimal() or len(text) > 9:
        raise argparse.ArgumentTypeError("a limit is a whole number of at most nine digits")
    return int(text)


def verify(arguments: Arguments) -> int:
    """Prove a story: every playthrough there can be."""
    from game.proof.cover import cover, free_folder, write_walkthroughs
    from game.proof.replay import Disagreement
    from game.proof.telling import as_json, as_lines
    from game.proof.verify import Limits
    from game.proof.verify import verify as prove

    story = _load(_near(_story_folder(arguments)))
    limits = Limits()
    if arguments.max_states is not None:
        limits = limits._replace(states=arguments.max_states)
    if arguments.max_seconds is not None:
        limits = limits._replace(seconds=arguments.max_seconds)
    folder = free_folder(Path(arguments.walkthroughs)) if arguments.walkthroughs is not None else None
    try:
        with _progress() as tell:
            verdict = prove(story, limits, tell)
            if folder is not None:
                tell("walkthroughs for every choice")
                covering = cover(story, verdict.taken)
                write_walkthroughs(story, folder, covering.walkthroughs)
    except Disagreement as error:
        print(visible(str(error)), file=sys.stderr)
        return OUR_BUG
    print(as_json(verdict) if arguments.format == "json" else "\n".join(as_lines(verdict)))
    if folder is not None:
        count, least = len(covering.walkthroughs), covering.least
        print(f"{count} walkthroughs take every choice (no set of fewer than {least} can)", file=sys.stderr)
    return OK if verdict.proved and not verdict.findings else FINDINGS


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """Give a way to tell how long work goes on: one line of a terminal, nothing anywhere else."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda _: None
        return
    try:
        yield lambda line: print(f"\r\x1b[K{visible(line)[:70]}", end="", file=sys.stderr, flush=True)
    finally:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


# --- test ---------------------------------------------------------------------


def _test_arguments(parser: argparse.ArgumentParser) -> None:
    _add_story(parser)
    parser.add_argument("--random", type=_count, metavar="N", help="take N random playthroughs too")
    parser.add_argument("--seed", type=_count, metavar="S", help="the same seed takes the same playthroughs")
    parser.add_argument("--record", metavar="FILE", help="write a saved game into FILE as a walkthrough")
    parser.add_argument("--load", metavar="SLOT", help="the saved game to record; without it, the newest")
    _add_save_dir(parser, None)


def test(arguments: Arguments) -> int:
    """Play the walkthroughs of a story again, and random ones."""
    from game.proof.rehearse import as_lines, rehearse

    story = _load(_near(_story_folder(arguments)))
    if arguments.record is not None:
        return _record(arguments, story)
    found = list(rehearse(story))
    print("\n".join(as_lines(found)))
    good = not any(failure for _, failure in found)
    if arguments.random is not None:
        good = _cover(story, arguments.random, arguments.seed) and good
    return OK if good else FINDINGS


def _cover(story: Story, number: int, seed: int | None) -> bool:
    """Take random playthroughs, and say whether all of them ended."""
    from secrets import randbelow

    from game.proof.coverage import as_lines, cover

    covered = cover(story, number, randbelow(1_000_000) if seed is None else seed)
    print("\n" + "\n".join(as_lines(covered)))
    return not covered.wrong


def _record(arguments: Arguments, story: Story) -> int:
    from game.play.saves import Saves
    from game.proof.recording import as_walkthrough

    saves = Saves(save_folder(arguments.save_dir), story)
    loaded = saves.load_newest() if arguments.load is None else saves.load(arguments.load)
    if loaded.notice:
        print(visible(loaded.notice), file=sys.stderr)
    file = Path(arguments.record)
    if file.exists():
        raise GameError(f"there is a file `{arguments.record}` already")
    file.write_text(as_walkthrough(loaded.play, file.stem.replace("_", " ")), encoding="utf-8")
    print(f"Wrote {len(loaded.play.log)} choices into `{arguments.record}`.")
    return OK


# --- graph --------------------------------------------------------------------


def _graph_arguments(parser: argparse.ArgumentParser) -> None:
    _add_story(parser)
    formats = ("mermaid", "dot", "svg")
    parser.add_argument("--format", choices=formats, default="mermaid", help="how to draw it")
    parser.add_argument("--chapter", metavar="C", help="one chapter only: its folder, number or title")
    parser.add_argument("--heat", action="store_true", help="colour scenes by how likely they are to be seen")
    parser.add_argument("-o", "--output", metavar="FILE", help="write into this file")


def graph(arguments: Arguments) -> int:
    """Draw the scenes of a story and the ways between them."""
    from game.proof.drawing import FORMATS
    from game.proof.graph import story_map

    drawn = story_map(_load(_story_folder(arguments)), arguments.chapter, arguments.heat)
    _put(FORMATS[arguments.format](drawn), arguments.output)
    return OK


def _put(document: str, file: str | None) -> None:
    """Print a document, or write it into a file."""
    if file is None:
        sys.stdout.write(document)
    else:
        Path(file).write_text(document, encoding="utf-8")


# --- stats --------------------------------------------------------------------


def _stats_arguments(parser: argparse.ArgumentParser) -> None:
    _add_story(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to tell it")


def stats(arguments: Arguments) -> int:
    """Count a story: words, choices, and how long it takes to read."""
    from game.proof.stats import as_json, as_lines
    from game.proof.stats import stats as count

    counted = count(_load(_story_folder(arguments)))
    print(as_json(counted) if arguments.format == "json" else "\n".join(as_lines(counted)))
    return OK


# --- verbs --------------------------------------------------------------------


class Verb(NamedTuple):
    """A verb of the command: what it is for, its arguments, and what it does."""

    about: str
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[Arguments], int]


VERBS: dict[str, Verb] = {
    "play": Verb("play a story; what `escape` alone does", _play_arguments, play),
    "new": Verb("write a small story to begin with", _new_arguments, new),
    "lint": Verb("tell what is wrong with a story", _lint_arguments, lint),
    "schema": Verb("print the JSON Schema of a story's files, for editors", _no_arguments, schema),
    "verify": Verb("prove a story: every playthrough there can be", _verify_arguments, verify),
    "test": Verb("play the walkthroughs of a story again, and random ones", _test_arguments, test),
    "graph": Verb("draw the scenes of a story and the ways between them", _graph_arguments, graph),
    "stats": Verb("count a story: words, choices, and how long it takes to read", _stats_arguments, stats),
    "saves": Verb("list, delete or export saved games", _saves_arguments, saves),
}
