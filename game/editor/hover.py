"""What there is to say of the word that the cursor stands on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lsprotocol import types as lsp

from game.editor.cursor_context import cursor_context, key_row
from game.editor.moved import Position
from game.editor.view import Document, View
from game.editor.words import describe
from game.story.diagnostics.phrases import how_many
from game.story.language.operators import CLAIM_FUNCTIONS, EFFECTS, FUNCTIONS
from game.story.model import Choice, Scene
from game.story.reader.uses import Role, Use
from game.story.text.alternatives import ALTERNATIVES

_FEW = 6  # scenes that are named
_FIRST_WORDS = 280  # characters of a scene


def hover(view: View, document: Document, position: lsp.Position) -> lsp.Hover | None:
    """Say what a name is, or what a key or a function means; nothing of other words."""
    spot = document.spot(position)
    use = view.use_at(document, spot)
    told = "\n\n".join(_Teller(view).tell(use)) if use else _key_or_function(view, document, spot)
    if not told:
        return None
    range_ = view.range(use.place) if use else document.range(spot.line, *document.word_at(spot))
    return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, told), range_)


def _key_or_function(view: View, document: Document, spot: Position) -> str:
    start, end = document.word_at(spot)
    line = document.line(spot.line)
    word = line[start:end]
    if line[end:].startswith("("):
        function, effect = {**FUNCTIONS, **CLAIM_FUNCTIONS}.get(word), EFFECTS.get(word)
        if function:
            return f"`{word}({', '.join(function.takes)})`: {function.about}"
        return f"`{word}({effect.takes})`: {effect.about}" if effect else ""
    if word in ALTERNATIVES and line[:start].endswith("{"):
        order = ALTERNATIVES[word]
        return f"`{{{word}: {order.example}}}`: {order.about}"
    place = cursor_context(view.analysis.folder, document, Position(spot.line, end)) if word else None
    key = key_row(place, word) if place and place.before == word else None
    needed = ", needed" if key and key.required else ""
    return f"`{word}` ({key.kind}{needed}): {key.about}" if key else ""


class _Teller:
    """Tells of names."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.analysis = view.analysis

    def tell(self, use: Use) -> Iterator[str]:
        """Yield the paragraphs about the thing that a name means."""
        name = use.name
        if use.kind == "variable" and name in self.analysis.symbols.variables:
            variable = self.analysis.symbols.variables[name]
            yield f"**{name}**: {describe(variable)}, at the start {str(variable.start).lower()}"
            yield from filter(None, (variable.about, ", ".join(variable.words)))
            yield from self.moves(use, "set")
        elif use.kind == "item" and name in self.analysis.symbols.items:
            item = self.analysis.symbols.items[name]
            yield f"**{name}**: an item, {item.title}"
            yield from filter(None, (item.about,))
            yield from self.moves(use, "set")
        elif use.kind == "word":
            yield f"**{name}**: a value of {_listed(self.holders(name))}"
        elif use.kind == "scene" and name in self.analysis.scenes:
            yield from self.scene(self.analysis.scenes[name], use)
        elif use.kind == "choice":
            yield from self.choice(use)
        elif use.kind in ("chapter", "page"):
            yield f"**{name}**: a {use.kind}"

    def holders(self, word: str) -> list[str]:
        return [name for name, one in self.analysis.symbols.variables.items() if word in one.values]

    def moves(self, use: Use, role: Role) -> Iterator[str]:
        """Say in which scenes something is changed, and how often it is asked about."""
        uses = self.analysis.named(use.kind, use.name)
        scenes = [self.view.scene_at(one.place) for one in uses if one.role == role]
        asked = sum(one.role in ("read", "printed", "expected") for one in uses)
        yield f"Set in {_listed(scenes)}." if scenes else "Never set."
        yield f"Read in {_places(asked)}."

    def scene(self, scene: Scene, use: Use) -> Iterator[str]:
        titles = [text.source for text in (scene.title, scene.place) if text]
        yield f"**{scene.id}**: {', '.join(titles) or 'a scene'} (chapter {scene.chapter})"
        text = scene.text or (scene.ending.text if scene.ending else ())
        words = " ".join(text[0].text.source.split()) if text else ""
        if words:
            yield f"> {words[:_FIRST_WORDS]}{'…' if len(words) > _FIRST_WORDS else ''}"
        if scene.ending:
            yield f"Ends the game: {scene.ending.title.source}"
        uses = self.analysis.named("scene", scene.id)
        yield f"Entered from {_places(sum(one.role == 'entered' for one in uses))}."

    def choice(self, use: Use) -> Iterator[str]:
        found = self.find(use.name)
        if found is None:
            return
        yield f"**{use.name}**: {' '.join(found.text.source.split())}"
        scenes = [target.scene for outcome in found.outcomes for target in outcome.targets]
        yield f"Leads to {_listed(scenes)}." if scenes else "The player stays."

    def find(self, name: str) -> Choice | None:
        scene, _, key = name.rpartition(".")
        choices: Sequence[Choice] = (
            self.analysis.scenes[scene].choices if scene in self.analysis.scenes else ()
        )
        return next((choice for choice in choices if choice.key == key), None)


def _listed(names: Iterable[str]) -> str:
    """Return names in a row, each once; of many the first, and how many more there are."""
    each = list(dict.fromkeys(name for name in names if name))
    more = f" and {len(each) - _FEW} more" if len(each) > _FEW else ""
    return ", ".join(f"`{name}`" for name in each[:_FEW]) + more


def _places(count: int) -> str:
    return how_many(count, "place") if count else "nowhere"
