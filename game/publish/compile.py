"""A story compiled to the program that the page's player plays.

All decisions are made here: names are resolved to indices, kinds are checked, ranges stand beside what they
clamp, texts that never change are parted into paragraphs. What is left for the player is to evaluate.

    {trust >= 3: He nods.|He looks away.}

becomes

    {"if": [">=", ["value", 1], 3], "then": ["He nods."], "else": ["He looks away."]}

The program is JSON, and its forms are these:

| what | form |
|---|---|
| expression | a literal; `["value", index]`, `["counted", counter]`, or `[operator, operand, …]` |
| effect | `[index, expression]`, or `[index, expression, low, high]` where it is clamped |
| text | `{"template": […]}`; one that never changes: a list of paragraphs, or a string where there is one |
| paragraph | a string; a list of strings, every second one stressed; `{"drawn": lines}` |
| piece of a template | words, `{"value": index}`, `{"choice": true}`, `{"if": …, "then": …, "else": …}` |
| | `{"select": index, "of": […]}`; `{kind: […]}`, its kind as in ALTERNATIVES, with `"salt": n` for chance |
| words of a template | a string, with U+0002 before stress and U+0003 behind it |
| block | a text, or `{"if": expression, "text": …, "else": …}` |
| way on | a scene's id, or `{"if": expression, "scene": id}`; the first that holds is taken |

A `value` is by its index among the variables and then the items, a counter by its index in `counters`: it
runs up to `steady` and then goes round the last `around` counts. `counter` of a scene or choice is the one
that counts it. A key whose value would be empty is left out.

`version` grows with every change that an older player would misread.
"""

from __future__ import annotations

import json
from typing import Any

from game.play.saves.former_names import FormerNames
from game.story.counters import Counter
from game.story.language.conditions import Condition
from game.story.language.effects import Assignment, Effects
from game.story.language.operators import FUNCTIONS, OPERATORS
from game.story.language.parser import COUNTED, Term
from game.story.language.symbols import SymbolTable, Variable
from game.story.model import Blocks, Choice, Outcome, Page, Scene, Story, Target
from game.story.text.alternatives import ALTERNATIVES
from game.story.text.styled import Paragraph
from game.story.text.template import (
    NO_CONTEXT,
    Alternatives,
    Conditional,
    PrintedChoice,
    PrintedValue,
    Select,
    Template,
    Text,
)

FORMAT, VERSION = "escape-program", 1

Json = dict[str, Any]


def compile_story(story: Story) -> Json:
    """Compile a story into the program that the page plays."""
    return _Compiler(story).program()


def as_json(program: Json) -> str:
    """Write a program as JSON, the same bytes for the same story."""
    return json.dumps(program, ensure_ascii=False, separators=(",", ":"))


class _Compiler:
    """Compiles the pieces of one story, whose names it knows."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.symbols: SymbolTable = story.symbols

    def program(self) -> Json:
        story = self.story
        return _filled(
            format=FORMAT,
            version=VERSION,
            id=story.id,
            title=story.title,
            byline=story.byline,
            edition=story.version,
            fingerprint=story.fingerprint,
            about=self.text(story.about),
            contentNotes=list(story.content_notes),
            carried=self.condition(story.carried),
            status=self.text(story.status),
            chapters=[{"id": one.id, "title": one.title} for one in story.chapters],
            variables=[_variable(one) for one in story.variables.values()],
            items=[_filled(name=one.name, title=one.title, about=one.about) for one in story.items.values()],
            counters=self.counters(),
            former=_former_names(story),
            pages=[self.page(page) for page in story.pages],
            start=story.start,
            scenes={scene.id: self.scene(scene) for scene in story.scenes.values()},
        )

    def counters(self) -> list[Json]:
        """Return what each counter counts, a scene entered or a choice taken, and how far."""
        table = self.story.counters
        choices = [(*choice, choice in table.once or None, one) for choice, one in table.choices.items()]
        scenes = [(scene, None, None, one) for scene, one in table.scenes.items()]
        return [
            _filled(scene=scene, choice=choice, once=once, steady=one.steady, around=one.around)
            for scene, choice, once, one in sorted((*choices, *scenes), key=lambda row: row[3].index)
        ]

    # --- scenes -----------------------------------------------------------------

    def scene(self, scene: Scene) -> Json:
        ending = scene.ending
        return _filled(
            chapter=scene.chapter,
            counter=_index(self.story.counters.scenes.get(scene.id)),
            title=self.text(scene.title),
            place=self.text(scene.place),
            do=self.effects(scene.effects),
            text=self.blocks(scene.text),
            choices=[self.choice(scene, choice) for choice in scene.choices],
            to=self.targets(scene.targets),
            ending=ending and _filled(title=self.text(ending.title), text=self.blocks(ending.text)),
        )

    def choice(self, scene: Scene, choice: Choice) -> Json:
        return _filled(
            key=choice.key,
            text=self.text(choice.text),
            condition=self.condition(choice.condition),
            locked=self.blocks(choice.locked),
            counter=_index(self.story.counters.choices.get((scene.id, choice.key))),
            once=choice.once or None,
            outcomes=[self.outcome(choice, outcome) for outcome in choice.outcomes],
        )

    def outcome(self, choice: Choice, outcome: Outcome) -> Json:
        return _filled(
            condition=self.condition(outcome.condition),
            do=[*self.effects(choice.effects), *self.effects(outcome.effects)],
            say=[*self.blocks(choice.say), *self.blocks(outcome.say)],
            to=self.targets(outcome.targets),
        )

    def targets(self, targets: tuple[Target, ...]) -> list[Any]:
        return [
            one.scene if one.condition is None else {"if": self.condition(one.condition), "scene": one.scene}
            for one in targets
        ]

    def page(self, page: Page) -> Json:
        return {
            "id": page.id,
            "title": self.text(page.title),
            "key": page.key,
            "text": self.blocks(page.text),
        }

    # --- conditions and effects ---------------------------------------------------

    def condition(self, condition: Condition | None) -> Any:
        return None if condition is None else self.expression(condition.term)

    def expression(self, term: Term) -> Any:
        """Return the tree of a term whose names and kinds were checked."""
        if term.op == "number":
            return int(term.text)
        if term.op == "truth":
            return term.text == "True"
        if term.op == "word":
            return term.text
        if term.op == "name":
            return ["value", self.symbols.variables[term.text].index]
        if term.op == "item":
            return ["value", self.symbols.items[term.text].index]
        if term.op in COUNTED:
            return ["counted", self.symbols.counters[term.op, term.text]]
        if term.op in OPERATORS or term.op in FUNCTIONS:
            return [term.op, *(self.expression(arg) for arg in term.args)]
        raise TypeError(f"a term `{term.op}` has no form in a program")

    def effects(self, effects: Effects | None) -> list[Any]:
        return [] if effects is None else [self.assignment(one) for one in effects.assignments]

    def assignment(self, one: Assignment) -> list[Any]:
        compiled = [one.target.index, self.expression(one.term)]
        if isinstance(one.target, Variable) and one.target.type == "int":
            compiled += [one.target.low, one.target.high]
        return compiled

    # --- texts ----------------------------------------------------------------------

    def blocks(self, blocks: Blocks) -> list[Any]:
        return [
            self.text(block.text)
            if block.condition is None
            else _filled(
                **{
                    "if": self.condition(block.condition),
                    "text": self.text(block.text),
                    "else": self.text(block.otherwise),
                }
            )
            for block in blocks
        ]

    def text(self, text: Text | None) -> Any:
        if text is None:
            return None
        if text.template is not None:
            return {"template": self.template(text.template)}
        paragraphs = [_paragraph(one) for one in text.paragraphs(NO_CONTEXT)]
        return paragraphs[0] if len(paragraphs) == 1 and isinstance(paragraphs[0], str) else paragraphs

    def template(self, template: Template) -> list[Any]:
        return [self.piece(piece) for piece in template]

    def piece(self, piece: object) -> Any:
        if isinstance(piece, str):
            return piece
        if isinstance(piece, PrintedValue):
            return {"value": piece.variable.index}
        if isinstance(piece, Conditional):
            return {
                "if": self.condition(piece.condition),
                "then": self.template(piece.yes),
                "else": self.template(piece.no),
            }
        if isinstance(piece, PrintedChoice):
            return {"choice": True}
        if isinstance(piece, Select):
            return {"select": piece.variable.index, "of": [self.template(one) for one in piece.alternatives]}
        if isinstance(piece, Alternatives):
            salt = {"salt": piece.salt} if ALTERNATIVES[piece.kind].by_chance else {}
            return {piece.kind: [self.template(one) for one in piece.alternatives], **salt}
        raise TypeError(f"a {type(piece).__name__} has no form in a program")


def _former_names(story: Story) -> Json:
    """Return the names that scenes and choices had before, by which old saves know them."""
    names = FormerNames(story)
    choices = [[scene, old, new] for (scene, old), new in names.choices.items()]
    return _filled(scenes=names.scenes, choices=choices)


def _paragraph(paragraph: Paragraph) -> Any:
    if paragraph.drawn:
        return {"drawn": str(paragraph)}
    if len(paragraph.runs) == 1 and not paragraph.runs[0].stressed:
        return paragraph.runs[0].text
    words: list[str] = []
    for run in paragraph.runs:
        words += [""] * (len(words) % 2 != run.stressed)  # every second one is stressed
        words.append(run.text)
    return words


def _variable(variable: Variable) -> Json:
    return _filled(
        name=variable.name,
        start=variable.start,
        low=variable.low if variable.type == "int" else None,
        high=variable.high if variable.type == "int" else None,
        values=list(variable.values),
        words=list(variable.words),
    )


def _index(counter: Counter | None) -> int | None:
    return None if counter is None else counter.index


def _filled(**keys: Any) -> Json:
    """Drop from an object the keys that are empty: None, or nothing in it. Zero and false are values."""
    return {key: value for key, value in keys.items() if value is not None and value not in ("", [], {})}
