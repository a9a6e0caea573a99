"""Changes to a story that was played and saved, and what comes of the save."""

from __future__ import annotations

from typing import NamedTuple

HEAD = """\
format: 1
id: long-walk
title: A Walk
start: gate
chapters: {one: One}
variables:
  coins: {range: [0, 9], start: 1}
  mood: {values: [low, high], start: low}
  seen: {start: false}
  spare: {range: [0, 3], start: 2}
items: {key: {name: Key}}
"""
TAKE = "    - {text: Take the key., do: [take(key), coins += 4], to: road}\n"
WAIT = "    - {text: Wait., say: You wait.}\n"
GATE = f"""\
gate:
  text: The gate, {{coins}} coins.
  choices:
{TAKE}{WAIT}"""
ROAD = """\
road:
  text: The road.
  choices:
    - {text: Walk on., do: [seen = true, mood = high], to: inn}
    - {text: Turn back., to: gate}
"""
PAY = "    - {text: Pay., if: coins >= 5, do: coins -= 1, say: You pay.}\n"
SLEEP = "    - {text: Sleep., to: morning}\n"
INN = f"""\
inn:
  text: The inn, {{coins}} coins, {{mood}}.
  choices:
{PAY}{SLEEP}"""
MORNING = "morning: {ending: {title: Morning, text: It is day.}}\n"
SCENES = GATE + ROAD + INN + MORNING
WALK = ("take_the_key", "walk_on", "pay")

SILENT = ""
DIFFERENT = "The story has changed since this save, and the same choices now lead to something else."
HERE = "you go on where you were"
EARLIER = "you go on from the last step that fits"


def changed(what: str, where: str) -> str:
    return f"The story has changed since this save: {what}; {where}, and the old save is kept."


def gone(step: str, where: str = HERE) -> str:
    return changed(f"step {step}, can't be taken any more", where)


class Edit(NamedTuple):
    """A change to the story, as words and what they are replaced by; and what comes of the save."""

    words: dict[str, str]
    notice: str
    scene: str = "inn"
    steps: int = 3
    coins: int = 4

    def head(self) -> str:
        return self._changed(HEAD)

    def scenes(self) -> str:
        return self._changed(SCENES)

    def _changed(self, text: str) -> str:
        for old, new in self.words.items():
            text = text.replace(old, new)
        return text


UNCHANGED = Edit({}, SILENT)
NO_WALK = gone("2, `walk_on` in `road`")
NO_PAY = gone("3, `pay` in `inn`", EARLIER)
TYPO = "a typo in a choice that was taken"
EDITS = {
    TYPO: Edit({"Walk on.": "Walk onward."}, NO_WALK, steps=0),
    "a typo in a choice that was not": Edit({"Turn back.": "Turn around."}, SILENT),
    "a typo in a text": Edit({"The road.": "The long road."}, SILENT),
    "a scene added": Edit({MORNING: MORNING + "attic: {text: Dust., to: inn}\n"}, SILENT),
    "a scene added on the way": Edit(
        {"high], to: inn": "high], to: ford", INN: "ford: {choices: [{text: Wade., to: inn}]}\n" + INN},
        gone("3, `pay` in `inn`"),
        steps=0,
    ),
    "a scene passed through renamed": Edit({"road": "path"}, NO_WALK, steps=0),
    "the present scene renamed": Edit({"inn": "tavern"}, NO_PAY, "tavern", 2, 5),
    "a scene passed through deleted": Edit({ROAD: "", "to: road": "to: inn"}, NO_WALK, steps=0),
    "the present scene deleted": Edit({INN: "", "to: inn": "to: morning"}, NO_PAY, "morning", 2, 5),
    "a variable added": Edit({"items:": "  hunger: {range: [0, 4], start: 3}\nitems:"}, SILENT),
    "a variable removed": Edit({"  spare: {range: [0, 3], start: 2}\n": ""}, SILENT),
    "a variable retyped": Edit({"spare: {range: [0, 3], start: 2}": "spare: {start: true}"}, SILENT),
    "a variable retyped that was set": Edit(
        {"seen: {start: false}": "seen: {range: [0, 1], start: 0}", "seen = true": "seen = 1"}, SILENT
    ),
    "a variable tightened round its values": Edit({"[0, 9]": "[0, 5]"}, SILENT),
    "a variable tightened": Edit({"[0, 9]": "[0, 4]"}, gone("3, `pay` in `inn`"), steps=0),
    "a variable tightened beyond its value": Edit({"[0, 9]": "[0, 3]"}, NO_PAY, steps=2, coins=3),
    "a variable starting elsewhere": Edit({"[0, 9], start: 1": "[0, 9], start: 2"}, DIFFERENT, coins=5),
    "choices reordered": Edit({PAY + SLEEP: SLEEP + PAY, TAKE + WAIT: WAIT + TAKE}, SILENT),
    "the start moved": Edit({"start: gate": "start: road"}, gone("1, `take_the_key` in `gate`"), steps=0),
    "a choice leading elsewhere": Edit({"say: You pay.": "to: road"}, DIFFERENT, "road"),
    "a scene passed through renamed, which says what it was": Edit(
        {"road:": "path:\n  was: road", "to: road": "to: path"}, SILENT
    ),
    "the present scene renamed, which says what it was": Edit(
        {"inn:": "tavern:\n  was: [lodge, inn]", "to: inn": "to: tavern"}, SILENT, "tavern"
    ),
    "choices renamed, which say what they were": Edit(
        {
            "Walk on.,": "Go on., was: walk_on,",
            "Take the key.,": "Take a key., id: key_taken, was: [take_the_key],",
            "Pay.,": "Pay up., was: pay,",
        },
        SILENT,
    ),
    "an item no longer given": Edit({"[take(key), coins += 4]": "coins += 4"}, DIFFERENT),
}
