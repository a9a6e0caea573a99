"""A name changed wherever it stands, and nothing else: prose that holds the word stays, comments stay.

What is changed are places of the index, checked letter by letter before anything is made of them. A scene
written inside another is named after where it stands, so that its name changes with the one before its
dot: with `count` renamed to `tally`, `visited(count.ask_him)` becomes `visited(tally.ask_him)`.

A chapter is called what its folder is called, so that its folder moves with its line in story.yaml.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from game.story.diagnostics.problem import GameError
from game.story.index.file_changes import TextEdit
from game.story.index.former_name import keep_former_name
from game.story.index.index import Index
from game.story.language.parser import leaves
from game.story.model import Choice, Scene
from game.story.reader.discover import WALKTHROUGHS
from game.story.reader.fields import MAX_ID
from game.story.reader.scenes import slug
from game.story.reader.uses import Kind, Use
from game.story.text.alternatives import RESERVED
from game.story.text.template import Conditional, PrintedValue, Select, Text, walk

_ID = re.compile(r"[a-z][a-z0-9_]*\Z")
_FOLDER = re.compile(r"[^\W_][\w-]*\Z")
_PLACES: tuple[Kind, ...] = ("scene", "choice")  # named after each other
_SHARED: tuple[Kind, ...] = ("variable", "item", "word")  # no two of these may have one name


_NAMES = ("name", "item", "word")  # terms that stand for one of these
_AMBIGUOUS = "nothing was changed: this name stands where it can't be told from another"


class Renaming(NamedTuple):
    """What makes one name another: the changes, and the uses that are meant with what each is called then.

    `moves` has the folder of a chapter, and where it stands then.
    """

    changes: list[TextEdit]
    renamed: list[tuple[Use, str]]
    moves: tuple[tuple[Path, Path], ...] = ()


def rename(
    index: Index, old: str, new: str, kind: Kind | None = None, *, keep_saves: bool = False
) -> Renaming:
    """Return the changes that make one name another. Raises GameError where that can't be.

    `kind` says which is meant where several things have the name. The choice of a scene is named
    `scene.key`, and its new name is a key. With `keep_saves` a scene or choice says what it was, by which
    saves that were made before know it.
    """
    kind = _kind(index, old, kind)
    if kind == "chapter":
        return _rename_chapter(index, old, new)
    if kind == "choice":
        new = new.removeprefix(old[: old.rindex(".") + 1])
    _check(index, old, new, kind)
    whole = f"{old[: old.rindex('.')]}.{new}" if kind == "choice" else new
    if kind == "choice":
        _check_walkthroughs(index, old)
    elif kind in _SHARED:
        _check_keys(index, old, new)
    meant = [use for use in index.uses if _is_meant(use, old, kind)]
    changes = [change for use in meant for change in _changes(use, old, whole)]
    if keep_saves and kind in _PLACES:
        changes.append(keep_former_name(_thing(index, old, kind), old.rpartition(".")[2]))
    return Renaming(changes, [(use, whole + use.name[len(old) :]) for use in meant])


def _rename_chapter(index: Index, old: str, new: str) -> Renaming:
    (use,) = (one for one in index.declared(old) if one.kind == "chapter")
    folder = Path(use.place.file).parent
    if not _FOLDER.match(new) or new == WALKTHROUGHS or len(new) > MAX_ID:
        raise GameError(
            f"`{new}` can't be the folder of a chapter: letters, digits, `-` and `_`, at most {MAX_ID}"
        )
    if os.path.lexists(folder / new):
        raise GameError(f"there is a file or folder `{new}` in the story's folder already")
    if (folder / old).is_symlink():
        raise GameError(f"`{old}` is a link to a folder elsewhere: rename it yourself")
    return Renaming([TextEdit(use.place, use.token, new)], [(use, new)], ((folder / old, folder / new),))


def check_renamed(before: Index, after: Index, renaming: Renaming) -> None:
    """See that a changed story has just the names that it should have. Raises GameError."""
    names = Counter((use.kind, use.name) for use in before.uses)
    names -= Counter((use.kind, use.name) for use, _ in renaming.renamed)
    names += Counter((use.kind, name) for use, name in renaming.renamed)
    if names - Counter((use.kind, use.name) for use in after.uses):
        raise GameError(_AMBIGUOUS)


def _check_keys(index: Index, old: str, new: str) -> None:
    """See that no choice gets another key, where it is made of words in which the name stands."""
    for scene in index.scenes.values():
        for choice in scene.choices:
            if choice.text.template is None or old not in _names_in(choice.text):
                continue
            name = f"{scene.id}.{choice.key}"
            is_derived = any(use.role == "derived" for use in index.declared(name))
            if is_derived and slug(re.sub(rf"\b{old}\b", new, choice.text.source)) != choice.key:
                why = f"the key of the choice `{name}` is made of its words: give it an `id` first"
                raise GameError(f"nothing was changed: {why}")


def _names_in(text: Text) -> Iterator[str]:
    """Yield the variables, items and words that stand in the braces of a text."""
    for piece in walk(text.template or ()):
        if isinstance(piece, PrintedValue | Select):
            yield piece.variable.name
        elif isinstance(piece, Conditional):
            yield from (leaf.text for leaf in leaves(piece.condition.term) if leaf.op in _NAMES)


def _check_walkthroughs(index: Index, old: str) -> None:
    """See that no walkthrough speaks of a key that only this choice has, at a place that it can't come to."""
    key = old[old.rindex(".") :]
    others = any(name.endswith(key) for name in index.names if name != old)
    if index.named(key) and not others:
        raise GameError(_AMBIGUOUS)


def _thing(index: Index, name: str, kind: Kind) -> Scene | Choice:
    found = index.scenes[name] if kind == "scene" else _choice(index, name)
    assert found is not None  # noqa: S101 - it is declared
    return found


def _choice(index: Index, name: str) -> Choice | None:
    scene, _, key = name.rpartition(".")
    choices = index.scenes[scene].choices if scene in index.scenes else ()
    return next((choice for choice in choices if choice.key == key), None)


def _kind(index: Index, name: str, wanted: Kind | None) -> Kind:
    """Find what has this name."""
    declared = {use.kind: use for use in index.declared(name)}
    if not declared:
        raise GameError(index.unknown(name))
    if wanted is not None and wanted not in declared:
        raise GameError(f"there is no {wanted} `{name}` in this story")
    if "choice" in declared and "scene" in declared:
        del declared["scene"]  # it is named after the choice that it is written in
    kinds = sorted(declared) if wanted is None else [wanted]
    if len(kinds) > 1:
        raise GameError(f"`{name}` is {' and '.join(map(_a, kinds))}: say which with --kind")
    if kinds[0] == "scene" and declared["scene"].role == "derived":
        raise GameError(f"`{name}` is named after where it is written: write it by itself to name it")
    return kinds[0]


def _check(index: Index, old: str, new: str, kind: Kind) -> None:
    """See that a new name can be one, and is free. Raises GameError."""
    if not _ID.match(new) or len(new) > MAX_ID:
        raise GameError(
            f"`{new}` can't be a name: small letters, digits and `_`, a letter first, at most {MAX_ID}"
        )
    kinds = _SHARED if kind in _SHARED else (kind,)
    if kind in _SHARED and new in RESERVED:
        raise GameError(f"`{new}` is a word of the language")
    name = f"{old[: old.rindex('.')]}.{new}" if kind == "choice" else new
    taken = next((use for use in index.declared(name) if use.kind in kinds), None)
    if taken is not None:
        raise GameError(f"there is {_a(taken.kind)} `{name}` already: {taken.place}")


def _a(kind: Kind) -> str:
    return f"an {kind}" if kind == "item" else f"a {kind}"


def _is_meant(use: Use, name: str, kind: Kind) -> bool:
    """Whether a use is of this name, or of one that is made of it: of a choice of the scene."""
    if kind not in _PLACES:
        return (use.kind, use.name) == (kind, name)
    return use.kind in _PLACES and (use.name == name or use.name.startswith(f"{name}."))


def _changes(use: Use, old: str, new: str) -> Iterator[TextEdit]:
    """Yield what becomes of a place where a name stands, if anything does."""
    if use.role == "derived":
        if use.kind == "choice" and use.name == old:  # its key was made of its text
            yield TextEdit(use.place, "", f"id: {new[new.rindex('.') + 1 :]}")
        return
    token, key = use.token, use.name[use.name.rfind(".") + 1 :]
    if token == use.name:
        yield TextEdit(use.place, token, new + use.name[len(old) :])
    elif token != key:
        raise GameError(f"{use.place}: `{use.name}` is written here in a way that can't be changed")
    elif use.name == old:
        yield TextEdit(use.place, token, new[new.rfind(".") + 1 :])
