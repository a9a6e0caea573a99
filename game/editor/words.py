"""The words that may stand at a place of a story: keys, names, functions, values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from lsprotocol import types as lsp

from game.editor.cursor_context import CursorContext
from game.editor.moved import Position
from game.editor.view import Document, View
from game.key_table import GAME_KEYS
from game.story.format import SHAPES
from game.story.language.operators import (
    CLAIM_FUNCTIONS,
    EFFECTS,
    FUNCTIONS,
    TARGET_TYPES,
    ArgumentKind,
    Type,
)
from game.story.language.symbols import Variable
from game.story.text.alternatives import ALTERNATIVES, CHOICE

_CALL = re.compile(r"\b([a-z]+)\(\s*[\w.]*\Z")
_BESIDE = re.compile(r"\b(\w+)\s*(?:==|!=)\s*\w*\Z")
_EFFECT = re.compile(r"\s*(\w+)\s*(?:=|\+=|-=)(?!=).*\Z")
_NEW = re.compile(r"[\s-]*\w*")  # an entry that begins on its line, and may be a map yet
_TRUTHS = ("true", "false")
_OF_KIND = lsp.CompletionItemKind


class Word(NamedTuple):
    """Something that may be written at a place: what, of which sort, and what there is to say of it.

    `insert` is what is written with it, if that is more.
    """

    text: str
    sort: lsp.CompletionItemKind
    detail: str = ""
    about: str = ""
    insert: str = ""


class Words:
    """The words that may stand at one place."""

    def __init__(self, view: View, document: Document, spot: Position, place: CursorContext) -> None:
        self.view = view
        self.analysis = view.analysis
        self.document = document
        self.spot = spot
        self.place = place
        self.variables = view.analysis.symbols.variables
        self.items = view.analysis.symbols.items

    def all(self) -> Iterator[Word]:
        """Yield every word that may stand at the place, the nearest first."""
        yield from self._keys()
        by_kind: dict[str, Callable[[], Iterator[Word]]] = {
            **dict.fromkeys(("text", "blocks", "block"), self._in_text),
            **dict.fromkeys(("targets", "target", "id or scene"), self._scenes),
            "condition": lambda: self._condition(self.place.before),
            "effects": lambda: self._effect(self.place.before.rpartition("\n")[2]),
            "truth": lambda: _plain(_TRUTHS),
            "chapter{}": self._chapters,
            "value{}": self._expected,
            "value": self._value,
            "id": self._ids,
        }
        if self.place.kind in by_kind:
            yield from by_kind[self.place.kind]()

    # --- keys and names -------------------------------------------------------------

    def _keys(self) -> Iterator[Word]:
        line = self.document.line(self.spot.line)[: self.spot.column]
        if not self.place.is_key and not _NEW.fullmatch(line):
            return
        below = self._keys_below()
        for key in SHAPES.get(self.place.shape, ()):
            if key.name not in self.place.keys and key.name not in below:
                yield Word(key.name, _OF_KIND.Property, key.kind, key.about, f"{key.name}: ")

    def _keys_below(self) -> set[str]:
        """Return the keys of the map that stand below the place."""
        line = self.document.line(self.spot.line)
        indent = len(line) - len(line.lstrip(" -"))
        found: set[str] = set()
        for text in self.document.lines[self.spot.line + 1 :]:
            deep = len(text) - len(text.lstrip())
            if text.strip() and (deep < indent or text.startswith(f"{' ' * indent}- ")):
                break
            key = re.match(r"(\w+):", text[indent:]) if deep == indent else None
            found.update((key[1],) if key else ())
        return found

    def _chapters(self) -> Iterator[Word]:
        """Yield the folders that may be chapters and are none yet."""
        folder = self.analysis.folder
        for path in sorted(folder.iterdir()):
            hidden = path.name.startswith((".", "_")) or path.name in ("walkthroughs", *self.place.keys)
            if path.is_dir() and not hidden:
                yield Word(path.name, _OF_KIND.Folder, "chapter", "", f"{path.name}: ")

    def _ids(self) -> Iterator[Word]:
        """Yield the names of a key that holds names: the scene at the start, the choices of a walkthrough."""
        if self.place.key == "start":
            yield from self._scenes()
        elif self.place.key == "choose":
            yield from self._choices_alone()

    def _scenes(self) -> Iterator[Word]:
        """Yield every scene that has a name of its own, those of this file first."""
        here = str(self.document.path)
        names = [name for name in self.analysis.declared("scene") if "." not in name]
        scenes = self.analysis.scenes
        for name in sorted(names, key=lambda name: name not in scenes or scenes[name].span.file != here):
            yield Word(name, _OF_KIND.Class, "scene", self._title(name))

    def _title(self, name: str) -> str:
        scene = self.analysis.scenes.get(name)
        text = scene.title or scene.place if scene else None
        return text.source if text else ""

    def _endings(self) -> Iterator[Word]:
        for name, scene in self.analysis.scenes.items():
            if scene.ending:
                yield Word(name, _OF_KIND.Class, "ending", scene.ending.title.source)

    def _choices(self) -> Iterator[Word]:
        """Yield every choice: those of this scene by their keys, all as `scene.key`."""
        own = f"{self._scene}."
        names = self.analysis.declared("choice")
        for name in names if self._scene else ():
            if name.startswith(own):
                yield Word(name.removeprefix(own), _OF_KIND.Method, "choice of this scene")
        for name in names:
            yield Word(name, _OF_KIND.Method, "choice")

    @property
    def _scene(self) -> str:
        step = self.place.steps[0] if self.place.steps else None
        return (step.key or "") if step else ""

    def _choices_alone(self) -> Iterator[Word]:
        for name in self.analysis.declared("choice"):
            scene, _, key = name.rpartition(".")
            yield Word(key, _OF_KIND.Method, f"choice of {scene}")

    def _free_keys(self) -> Iterator[Word]:
        """Yield the letters that no page has yet and the game itself does not use."""
        taken = {page.key for page in self.analysis.pages}
        yield from _plain(
            letter for letter in "abcdefghijklmnopqrstuvwxyz" if letter not in GAME_KEYS | taken
        )

    # --- conditions and effects -----------------------------------------------------

    def _condition(self, before: str) -> Iterator[Word]:
        call = _CALL.search(before)
        function = {**FUNCTIONS, **CLAIM_FUNCTIONS}.get(call[1]) if call else None
        takes = function.takes[0] if function else ""
        if takes in ("scene", "choice", "item"):
            yield from {"scene": self._scenes, "choice": self._choices, "item": self._all_items}[takes]()
            return
        beside = _BESIDE.search(before)
        variable = self.variables.get(beside[1]) if beside else None
        if variable and variable.type != "int":
            yield from self._words_of(variable)
            return
        yield from (*self._all_variables(), *self._all_items(), *self._functions())
        yield from _plain(("and", "or", "not", *_TRUTHS))

    def _effect(self, before: str) -> Iterator[Word]:
        found = _EFFECT.match(before)
        if not found:
            if call := _CALL.search(before):
                yield from self._changed_by(EFFECTS[call[1]].takes) if call[1] in EFFECTS else ()
                return
            for name, effect in EFFECTS.items():
                yield Word(name, _OF_KIND.Function, f"{name}({effect.takes})", effect.about, f"{name}(")
            yield from self._all_variables()
            return
        variable = self.variables.get(found[1])
        if variable and variable.type != "int":
            yield from self._words_of(variable)
        if not variable or variable.type != "enum":
            yield from self._condition(before)

    def _changed_by(self, takes: ArgumentKind) -> Iterator[Word]:
        """Yield what an effect that is a call can change."""
        if takes == "item":
            yield from self._all_items()
        else:
            yield from self._all_variables(TARGET_TYPES[takes])

    def _words_of(self, variable: Variable) -> Iterator[Word]:
        values = _TRUTHS if variable.type == "bool" else variable.values
        yield from _plain(values, detail=f"value of {variable.name}")

    def _all_variables(self, type_: Type | None = None) -> Iterator[Word]:
        """Yield the variables, or those of one type; before a story was read, those that are declared."""
        known = self.variables or dict.fromkeys(self.analysis.declared("variable"))
        for name, variable in known.items():
            if variable and type_ and variable.type != type_:
                continue
            detail = describe(variable) if variable else "variable"
            yield Word(name, _OF_KIND.Variable, detail, variable.about if variable else "")

    def _all_items(self) -> Iterator[Word]:
        for name, item in self.items.items():
            yield Word(name, _OF_KIND.Value, "item", item.title)

    def _functions(self) -> Iterator[Word]:
        known = FUNCTIONS | CLAIM_FUNCTIONS if self.document.path.name == "claims.yaml" else FUNCTIONS
        for name, row in known.items():
            signature = f"{name}({', '.join(row.takes)})"
            yield Word(name, _OF_KIND.Function, signature, row.about, f"{name}(")

    # --- texts and values -----------------------------------------------------------

    def _in_text(self) -> Iterator[Word]:
        """Yield what may stand in a brace that is open, up to its colon, and the letter of a page."""
        before = self.place.before
        if self.place.key == "key":
            yield from self._free_keys()
        opening = _open_brace(before)
        if opening is None or ":" in before[opening:]:
            return
        yield from self._condition(before[opening + 1 :])
        for name, order in ALTERNATIVES.items():
            yield Word(name, _OF_KIND.Keyword, f"{{{name}: {order.example}}}", order.about, f"{name}: ")
        if self.place.key == "say":
            yield Word(CHOICE, _OF_KIND.Keyword, f"{{{CHOICE}}}", "the words of the choice that was taken")

    def _expected(self) -> Iterator[Word]:
        """Yield what a walkthrough may expect something of."""
        words = (*_plain(("ending", "scene")), *self._all_variables(), *self._all_items())
        yield from (word for word in words if word.text not in self.place.keys)

    def _value(self) -> Iterator[Word]:
        """Yield the values of what the key names."""
        key = self.place.key
        if key == "ending":
            yield from self._endings()
        elif key == "scene":
            yield from self._scenes()
        elif key == "start" and len(self.place.steps) > 1:
            key = self.place.steps[-2].key or ""
        if key in self.variables:
            yield from self._words_of(self.variables[key]) if self.variables[key].type != "int" else ()
        elif key in self.items:
            yield from _plain(_TRUTHS)


def has_letters(typed: str, word: str) -> bool:
    """Whether the letters that are typed stand in a word in that order."""
    letters = iter(word.lower())
    return all(letter in letters for letter in typed.lower())


def describe(variable: Variable) -> str:
    """Say what a variable may be."""
    if variable.type == "int":
        return f"a number from {variable.low} to {variable.high}"
    return "true or false" if variable.type == "bool" else " or ".join(variable.values)


def _open_brace(text: str) -> int | None:
    """Return where the brace opens that is not closed at the end of a text."""
    open_: list[int] = []
    for found in re.finditer(r"\\.|[{}]", text):
        if found.group() == "{":
            open_.append(found.start())
        elif found.group() == "}" and open_:
            open_.pop()
    return open_[-1] if open_ else None


def _plain(
    words: Iterable[str], sort: lsp.CompletionItemKind = _OF_KIND.Keyword, detail: str = ""
) -> Iterator[Word]:
    return (Word(word, sort, detail) for word in words)
