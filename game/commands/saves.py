"""The verb `saves`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from game.commands.common import OK, Arguments, Verb, add_save_dir, add_story, load, put, story_folder
from game.play.saves.paths import save_folder
from game.story.diagnostics.phrases import how_many
from game.story.diagnostics.problem import GameError
from game.story.sanitize import visible

if TYPE_CHECKING:  # imported late: a title is on the screen before anything of the story is needed
    from game.play.saves.slots import Slots


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_save_dir(parser, None)
    _add_list_format(parser, "text")
    parser.set_defaults(act=_list_saves, story=None)
    acts = parser.add_subparsers(metavar="ACT", title="what to do; without it, list")
    listing = acts.add_parser("list", help="list runs and saves")
    _add_list_format(listing, argparse.SUPPRESS)
    delete = acts.add_parser("delete", help="delete a run or a save, and its backup")
    export = acts.add_parser("export", help="write a saved game's whole text, or the save itself")
    formats = ("text", "markdown", "save")
    how = "how to write it; `save` is what a published page and `import` load"
    export.add_argument("--format", dest="document", choices=formats, default="text", help=how)
    export.add_argument("-o", "--output", metavar="FILE", help="write into this file")
    import_ = acts.add_parser("import", help="take in a save from a file, as a published page writes it")
    import_.add_argument("file", metavar="FILE", help="the save")
    import_.add_argument("--name", metavar="NAME", help="what to call it; without it, like the file")
    ours = (export, import_)
    for added, act in (
        (listing, _list_saves),
        (delete, _delete_save),
        (export, _export_save),
        (import_, _import_save),
    ):
        if added in (delete, export):
            added.add_argument("slot", metavar="SLOT", help="the name of the save, or `run 3`")
        add_story(added, "the one of this folder, or the game's own" if added in ours else "every story")
        add_save_dir(added, argparse.SUPPRESS)
        added.set_defaults(act=act)


def _add_list_format(parser: argparse.ArgumentParser, default: str) -> None:
    parser.add_argument("--format", choices=("text", "json"), default=default, help="how to list them")


def _run(arguments: Arguments) -> int:
    act: Callable[[Arguments], int] = arguments.act
    return act(arguments)


def _slots(arguments: Arguments) -> list[Slots]:
    """Return the slots of the story that was named, or of every story that has any."""
    from game.play.saves.ownership import key_of
    from game.play.saves.slots import Slots

    folder = save_folder(arguments.save_dir)
    if arguments.story is None:
        return Slots.of_all_stories(folder)
    return [Slots(folder, key_of(folder, load(story_folder(arguments))))]


def _list_saves(arguments: Arguments) -> int:
    found = [(slots.story, info) for slots in _slots(arguments) for info in slots.list()]
    if arguments.format == "json":
        from game.commands.saves_table import as_json

        print(as_json(found))
    else:
        from game.commands.saves_table import as_table

        print("\n".join(as_table(found)))
    return OK


def _delete_save(arguments: Arguments) -> int:
    from game.play.saves.record import SaveError

    name = arguments.slot
    found = [(slots, info) for slots in _slots(arguments) if (info := slots.find(name))]
    if not found:
        raise SaveError(f"there is no save `{name}`")
    if len(found) > 1:
        raise GameError(f"more than one story has a save `{name}`: name the story's folder too")
    slots, info = found[0]
    slots.delete(info.slot)
    print(visible(f"Deleted `{name}`."))
    return OK


def _export_save(arguments: Arguments) -> int:
    from game.play.saves.record import encode
    from game.play.saves.saves import Saves, record_of
    from game.play.transcript import FORMATS

    story = load(story_folder(arguments))
    saves = Saves(save_folder(arguments.save_dir), story)
    info = saves.named(arguments.slot)
    loaded = saves.load(info.slot)
    if loaded.notice:
        print(visible(loaded.notice), file=sys.stderr)
    if arguments.document == "save":
        document = encode(record_of(loaded.play, info.title)).decode("ascii") + "\n"
    else:
        document = FORMATS[arguments.document](loaded.play)
    put(document, arguments.output)
    return OK


def _import_save(arguments: Arguments) -> int:
    from game.play.saves.record import SaveError, decode, label
    from game.play.saves.restore import restore
    from game.play.saves.saves import Saves

    story = load(story_folder(arguments))
    record = decode(_bytes_of(arguments.file))
    if record.story != story.id:
        raise SaveError(f"this is a save of another story, `{record.story}`")
    loaded = restore(story, record)
    saves = Saves(save_folder(arguments.save_dir), story)
    name = label(Path(arguments.file).stem if arguments.name is None else arguments.name)
    if saves.find(name) is not None:
        raise SaveError(f"there is a save `{name}` already: give this one another name with --name")
    saves.save(loaded.play, saves.slot_of(name), name)
    if loaded.notice:
        print(visible(loaded.notice), file=sys.stderr)
    print(visible(f"Took in `{name}`: {how_many(len(loaded.play.log), 'choice')}."))
    return OK


def _bytes_of(file: str) -> bytes:
    """Read a file that may be anything. Raises GameError if it can't be read."""
    from game.play.saves.record import MAX_BYTES
    from game.story.diagnostics.phrases import system_reason

    try:
        if not Path(file).is_file():
            Path(file).stat()
            raise GameError(f"`{file}` is no regular file")
        with Path(file).open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise GameError(f"`{file}` can't be read: {system_reason(error)}") from None


VERB = Verb("list, delete, export or take in runs and saves", _add_arguments, _run)
