"""The command `escape`: its verbs, and what becomes of whatever goes wrong in one.

The only place that catches GameError and chooses the exit code for it.
"""

from __future__ import annotations

import argparse
import errno
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import NoReturn

from game import __version__
from game.commands import (
    graph,
    lint,
    lsp,
    new,
    play,
    publish,
    refs,
    rename,
    saves,
    schema,
    script,
    stats,
    test,
    translate,
    verify,
)
from game.commands.common import (
    BROKEN_OUTPUT,
    FINDINGS,
    HUNG_UP,
    OK,
    OUR_BUG,
    UNUSABLE_SAVE,
    USAGE,
    Arguments,
    Verb,
)
from game.story.diagnostics.phrases import system_reason
from game.story.diagnostics.problem import GameError, StoryError
from game.story.sanitize import visible

VERBS: dict[str, Verb] = {
    "play": play.VERB,
    "new": new.VERB,
    "lint": lint.VERB,
    "schema": schema.VERB,
    "verify": verify.VERB,
    "test": test.VERB,
    "graph": graph.VERB,
    "stats": stats.VERB,
    "saves": saves.VERB,
    "publish": publish.VERB,
    "refs": refs.VERB,
    "rename": rename.VERB,
    "script": script.VERB,
    "translate": translate.VERB,
    "lsp": lsp.VERB,
}


def main(argv: Sequence[str] | None = None) -> NoReturn:
    """Run the command and exit."""
    if sys.stdout is None or sys.stderr is None:  # closed by whoever started the game
        nowhere = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - open as long as we run
        sys.stdout, sys.stderr = sys.stdout or nowhere, sys.stderr or nowhere
    for stream in (sys.stdout, sys.stderr, sys.stdin):
        with suppress(AttributeError, ValueError):  # not a stream of a console, or none at all
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        code = _guarded(list(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()
    except OSError as error:
        code = _broken_off(error)
    sys.exit(code)


def _guarded(argv: list[str]) -> int:
    """Run a verb; whatever goes wrong becomes a line and an exit code."""
    arguments = None
    try:
        _complete()
        argv = _with_verb(argv)
        arguments = _parser(argv[0]).parse_args(argv)
        run: Callable[[Arguments], int] = arguments.run
        return run(arguments)
    except StoryError as error:
        from game.story.diagnostics.render import as_text

        for report in as_text(error.problems):
            print(report, file=sys.stderr)
        return FINDINGS
    except GameError as error:
        print(visible(str(error)), file=sys.stderr)
        return _code(error)
    except SystemExit as end:  # help and faults of usage, and a game that was left because of a signal
        return end.code if isinstance(end.code, int) else OK
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except OSError as error:
        return _broken_off(error)
    except MemoryError:
        return _no_memory()
    except Exception as error:  # a fault of the game itself: whoever plays is to see a line, not a trace
        return _broke(error, getattr(arguments, "save_dir", None))


def _code(error: GameError) -> int:
    from game.play.saves.record import SaveError

    return UNUSABLE_SAVE if isinstance(error, SaveError) else USAGE


def _broke(error: Exception, save_dir: str | None) -> int:
    """Write down what broke in the game itself, and say where."""
    from game.commands.crash_report import write_down

    where = visible(str(write_down(error, save_dir)))
    with suppress(OSError):
        print(
            f"Something broke in the game; what could be saved is saved. What happened: {where}",
            file=sys.stderr,
        )
    return OUR_BUG


def _broken_off(error: OSError) -> int:
    """End quietly when nobody reads any more, and with a line when a file or the output is at fault."""
    if error.filename is None:
        null = os.open(os.devnull, os.O_WRONLY)
        with suppress(OSError, ValueError):
            os.dup2(null, sys.stdout.fileno())  # or the interpreter's own last flush fails again
    if isinstance(error, BrokenPipeError):
        return OK
    if error.errno == errno.EIO:  # the terminal is gone
        return HUNG_UP
    what = "can't write" if error.filename is None else f"`{visible(os.fsdecode(error.filename))}`"
    with suppress(OSError):
        print(f"{what}: {system_reason(error)}", file=sys.stderr)
    return BROKEN_OUTPUT


def _no_memory() -> int:
    """Say so with what little there is: even a report needs memory."""
    with suppress(OSError):
        os.write(2, b"There is no memory left to go on; what could be saved is saved.\n")
    return OUR_BUG


def _complete() -> None:
    """Answer a shell that asks how a command may go on, where argcomplete is installed; then end."""
    if "_ARGCOMPLETE" in os.environ:
        with suppress(ImportError):
            from argcomplete import autocomplete

            autocomplete(_parser())


def _with_verb(argv: list[str]) -> list[str]:
    """Put `play` in front where no verb is given. Raises GameError for what is neither a verb nor a file."""
    if argv and (argv[0] in VERBS or argv[0] in ("-h", "--help", "--version")):
        return argv
    if argv and not argv[0].startswith("-") and not os.path.lexists(argv[0]):
        from game.story.diagnostics.suggest import did_you_mean

        help = did_you_mean(argv[0], VERBS)
        raise GameError(f"there is no verb and no story folder `{argv[0]}`{f'; {help}' if help else ''}")
    return ["play", *argv]


class _VerbParser(argparse.ArgumentParser):
    """Reads the arguments of a verb, in which options may stand between the others."""

    _is_inside = False

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: Arguments | None = None
    ) -> tuple[Arguments, list[str]]:
        """Read them twice, first the options; the parser's own way of doing so calls this again."""
        if self._is_inside or self._subparsers is not None:
            return super().parse_known_args(args, namespace)
        self._is_inside = True
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self._is_inside = False


def _parser(verb: str | None = None) -> argparse.ArgumentParser:
    """Build the parser of one verb's arguments; of all verbs where it is none of them."""
    parser = argparse.ArgumentParser(
        prog="escape", description="Play A Full Account in the terminal, or write stories of your own."
    )
    parser.add_argument("--version", action="version", version=f"escape {__version__}")
    verbs = parser.add_subparsers(metavar="VERB", title="verbs", required=True, parser_class=_VerbParser)
    for name in (verb,) if verb in VERBS else VERBS:
        about, arguments, run = VERBS[name]
        added = verbs.add_parser(name, help=about, description=about)
        arguments(added)
        added.set_defaults(run=run)
    return parser
