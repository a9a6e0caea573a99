"""Stories made from a seed, written as folders of YAML: small wild ones, and big ones like a real one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

from game.story.language.operators import EFFECTS, ArgumentKind
from game.story.text.alternatives import ALTERNATIVES

Tree = dict[str, Any]


def calls(items: Sequence[str], flags: Sequence[str], numbers: Sequence[str]) -> list[str]:
    """Return every effect that is a call, of each of these that it takes."""
    targets: dict[ArgumentKind, Sequence[str]] = {"item": items, "flag": flags, "number": numbers}
    return [f"{name}({one})" for name, effect in EFFECTS.items() for one in targets[effect.takes]]


def write_story(
    folder: Path,
    seed: int,
    scenes: int = 6,
    variables: int = 2,
    flags: int = 2,
    choices: int = 3,
    marks: bool = True,
    rich: bool = False,
) -> Path:
    """Write a small random story and give its folder.

    Everything of the format may come up: outcomes, lists of ways on, fallbacks, dead ends, rings,
    locked and `once` choices, blocks, alternatives, counters. No two texts share a word, so what is
    read tells what was seen. If it is `rich`, there are also `then` and `stay`, scenes written in scenes,
    `visits` and `chosen`, `seq` in a `say`, alternatives by chance, effects by lines, `do` and `say` beside outcomes, and
    claims. A story of the same arguments is always the same. It may well be broken
    as a story, and a few are errors: scenes that lead round in a loop whatever happens.
    """
    made = _Small(Random(seed), scenes, variables, flags, choices, marks, rich)
    _write(folder, *made.story(seed))
    if rich:
        (folder / "claims.yaml").write_text(json.dumps(made.claims()), encoding="utf-8")
    return folder


def write_chapters(folder: Path, seed: int, scenes: int = 365) -> Path:
    """Write a big story in chapters, like one that somebody wrote, and give its folder.

    Each chapter has a beginning that branches and joins, a hub whose storylets can be taken in any
    order, a bottleneck, and failures that lead back to it. Eight small integers and some forty truth
    values live from chapter to chapter, others within one; what is set is read in text and in
    conditions, there and later.
    """
    return _write(folder, *_Big(Random(seed), scenes).story(seed))


def _write(folder: Path, head: Tree, chapters: Mapping[str, Mapping[str, Tree]]) -> Path:
    for name, scenes in chapters.items():
        (folder / name).mkdir(parents=True, exist_ok=True)
        lines = [f"{scene}: {json.dumps(tree)}\n" for scene, tree in scenes.items()]
        (folder / name / "scenes.yaml").write_text("".join(lines), encoding="utf-8")
    (folder / "story.yaml").write_text(
        "".join(f"{key}: {json.dumps(value)}\n" for key, value in head.items()), encoding="utf-8"
    )
    return folder


class _Small:
    def __init__(
        self,
        random: Random,
        scenes: int,
        variables: int,
        flags: int,
        choices: int,
        marks: bool,
        rich: bool = False,
    ) -> None:
        self.random = random
        self.scenes = [f"s{number}" for number in range(scenes)]
        self.numbers = [f"n{number}" for number in range(variables)]
        self.flags = [f"f{number}" for number in range(flags)]
        self.most_choices = choices
        self.counters = marks
        self.words = 0
        self.rich = rich
        self.has_choices = False  # the scene that is being made

    def story(self, seed: int) -> tuple[Tree, dict[str, dict[str, Tree]]]:
        pick = self.random.randint
        declared: Tree = {
            name: {"range": [0, high := pick(1, 3)], "start": pick(0, high)} for name in self.numbers
        }
        declared["mood"] = {"values": ["calm", "cross", "glad"], "start": "calm"}
        for name in self.flags:
            declared[name] = {"start": self.random.random() < 0.2}
        head = {
            "format": 1,
            "id": f"small-{seed}",
            "title": "Small",
            "start": self.scenes[0],
            "chapters": {"one": "One", "two": "Two"},
            "variables": declared,
            "items": {"ring": {"name": "Ring"}},
            "status": self.text(),
        }
        half = max(1, len(self.scenes) // 2)
        made = {scene: self.scene(number) for number, scene in enumerate(self.scenes)}
        one = {scene: made[scene] for scene in self.scenes[:half]}
        two = {scene: made[scene] for scene in self.scenes[half:]}
        return head, {"one": one, "two": two}

    def maybe(self, share: float) -> bool:
        return self.random.random() < share

    def scene(self, number: int) -> Tree:
        tree: Tree = {"text": self.blocks()}
        if self.maybe(0.3):
            tree["do"] = self.effects()
        if number and (number == len(self.scenes) - 1 or self.maybe(0.1)):
            tree["ending"] = {"title": "End", "text": self.blocks()}
            return tree
        if number and self.maybe(0.15):
            tree["to"] = self.to(number)
            return tree
        choices = self.random.randint(2, max(2, self.most_choices))
        self.has_choices = True
        tree["choices"] = [self.choice(key) for key in range(choices)]
        self.has_choices = False
        if self.rich and self.maybe(0.3):
            tree["then"] = self.to(number)
            for choice in tree["choices"]:
                self.stay(choice)
        elif self.maybe(0.25):
            tree["to"] = self.to(number)
        return tree

    def stay(self, choice: Tree) -> None:
        """Let some choices without a way on of their own stay where a scene has a `then`."""
        for one in choice.get("outcomes", [choice]):
            if "to" not in one and self.maybe(0.5):
                one["stay"] = True

    def written(self) -> Any:
        """Make a scene that is written where it is needed, with a way on of its own."""
        tree: Tree = {"text": self.blocks()}
        if self.maybe(0.3):
            tree["do"] = self.effects()
        self.has_choices, before = True, self.has_choices
        tree["choices"] = [{"text": self.text(), "id": f"c{key}", **self.plain_outcome()} for key in range(2)]
        self.has_choices = before
        return tree

    def plain_outcome(self) -> Tree:
        return {"do": self.effects(), "to": self.random.choice(self.scenes)}

    def claims(self) -> list[Tree]:
        """Make claims, some of which hold."""
        made: list[Tree] = []
        for number in range(4):
            place = f"at({self.random.choice(self.scenes)})"
            form = self.random.choice(["never", "always", "when"])
            claim: Tree = {"name": f"claim {number}"}
            if form == "when":
                claim |= {"when": f"{place} and {self.condition(0)}", "then": self.condition(0)}
            elif form == "never":
                claim["never"] = f"{place} and {self.condition()}"
            else:
                claim["always"] = f"not {place} or {self.condition(0)}"
            made.append(claim)
        return made

    def choice(self, key: int) -> Tree:
        tree: Tree = {"text": self.text(), "id": f"c{key}"}
        if key and self.maybe(0.4):
            tree["if"] = self.condition()
            if self.maybe(0.3):
                tree["locked"] = self.blocks()
        if self.counters and self.maybe(0.15):
            tree["once"] = True
        if self.maybe(0.25):
            count = self.random.randint(1, 3)
            tree["outcomes"] = [
                {**({"if": self.condition()} if row < count - 1 or self.maybe(0.3) else {}), **self.outcome()}
                for row in range(count)
            ]
            if self.rich and self.maybe(0.3):
                tree["do"] = self.effects()
            return tree
        return {**tree, **self.outcome()}

    def outcome(self) -> Tree:
        tree: Tree = {}
        if self.maybe(0.6):
            tree["do"] = self.effects()
        if self.maybe(0.7):
            tree["to"] = self.to()
        if self.maybe(0.3) or not tree:
            tree["say"] = self.blocks()
        return tree

    def to(self, number: int = -1) -> Any:
        """Make a way on; one without a choice mostly leads to a scene after this one."""
        ahead = self.scenes[number + 1 :] if self.maybe(0.8) else self.scenes
        targets: list[Any] = [
            {"if": self.condition(), "scene": self.random.choice(ahead)}
            for _ in range(self.random.choice([0, 0, 0, 1, 2]))
        ]
        last: Any = self.random.choice(ahead)
        if self.rich and number < 0 and self.maybe(0.12):
            last = self.written()
        return [*targets, last] if targets else last

    def blocks(self) -> Any:
        if self.maybe(0.6):
            return self.text()
        block: Tree = {"if": self.condition(), "text": self.text()}
        if self.maybe(0.5):
            block["else"] = self.text()
        return [self.text(), block]

    def word(self) -> str:
        """Return a word that stands nowhere else in the story."""
        self.words += 1
        return f"w{self.words}"

    def text(self) -> str:
        """Make a text of words that stand nowhere else, the first of them outside braces."""
        kind = self.random.random()
        if kind < 0.7 or (kind >= 0.85 and not self.counters):
            return f"{self.word()}."
        if kind < 0.75:
            return f"{self.word()} {{mood: {self.word()}|{self.word()}|{self.word()}}}."
        if kind < 0.85:
            return f"{self.word()} {{{self.condition()}: {self.word()}|{self.word()}}}."
        sorts = [kind for kind, order in ALTERNATIVES.items() if self.rich or not order.by_chance]
        sort = self.random.choice(sorts)
        return f"{self.word()} {{{sort}: {self.word()}|{self.word()}|{self.word()}}}."

    def condition(self, deep: int = 1) -> str:
        random = self.random
        kind = random.random()
        if kind < 0.25 and deep:
            joined = random.choice([" and ", " or "])
            return f"{self.condition(0)}{joined}{self.condition(0)}"
        if kind < 0.5:
            return f"{random.choice(['', 'not '])}{random.choice([*self.flags, 'has(ring)'])}"
        if kind < 0.6:
            return f"mood {random.choice(['==', '!='])} {random.choice(['calm', 'cross', 'glad'])}"
        if kind < 0.7 and self.counters:
            if self.rich and self.has_choices and random.random() < 0.3:
                return "chosen(c0)"
            if self.rich and random.random() < 0.4:
                return f"visits({random.choice(self.scenes)}) {random.choice(['>=', '==', '<'])} {random.randint(1, 3)}"
            return f"visited({random.choice(self.scenes)})"
        if kind < 0.8:
            return f"{random.choice(self.numbers)} + {random.choice(self.numbers)} >= {random.randint(1, 4)}"
        sign = random.choice(["==", ">=", "<", "<="])
        return f"{random.choice(self.numbers)} {sign} {random.randint(0, 3)}"

    def effects(self) -> Any:
        found = [self.effect() for _ in range(self.random.choice([1, 1, 2]))]
        if self.rich and len(found) > 1 and self.maybe(0.5):
            return "\n".join(found)
        return found if len(found) > 1 else found[0]

    def effect(self) -> str:
        random = self.random
        kind = random.random()
        if kind < 0.45:
            return f"{random.choice(self.numbers)} {random.choice(['+=', '-='])} {random.randint(1, 2)}"
        if kind < 0.55:
            return f"{random.choice(self.numbers)} = {random.choice(self.numbers)} + {random.randint(-1, 1)}".replace(
                "+ -", "- "
            )
        if kind < 0.65:
            return f"mood = {random.choice(['calm', 'cross', 'glad'])}"
        if kind < 0.75:
            return random.choice(calls(["ring"], self.flags, self.numbers))
        value = random.choice(["true", "false", "true", f"{random.choice(self.numbers)} >= 1"])
        return f"{random.choice(self.flags)} = {value}"


NUMBERS = {
    "suspicion": (0, 5, 1),
    "trust": (0, 5, 1),
    "body": (0, 4, 3),
    "record": (0, 4, 0),
    "bond": (0, 5, 0),
    "lead": (0, 5, 2),
    "day": (0, 60, 60),
    "version": (0, 3, 0),
}
WATCHES = 8  # storylets of a hub
SPINE = 10  # scenes of a chapter that stand in every one


class _Big:
    def __init__(self, random: Random, scenes: int) -> None:
        self.random = random
        self.count = max(2, round(scenes / 40))
        self.sizes = [scenes // self.count + (number < scenes % self.count) for number in range(self.count)]
        self.flags = [f"flag_{number}" for number in range(40)]
        self.items = [f"item_{number}" for number in range(10)]
        self.known: list[str] = []  # flags and items that may be set by now

    def story(self, seed: int) -> tuple[Tree, dict[str, dict[str, Tree]]]:
        chapters = {f"chapter-{number}": self.chapter(number) for number in range(self.count)}
        declared: Tree = {
            name: {"range": [low, high], "start": start} for name, (low, high, start) in NUMBERS.items()
        }
        declared |= {flag: {"start": False} for flag in self.flags}
        declared |= {f"watch_{number}": {"range": [0, WATCHES], "start": 0} for number in range(self.count)}
        head = {
            "format": 1,
            "id": f"big-{seed}",
            "title": "Big",
            "start": "c0_begin",
            "chapters": {name: name for name in chapters},
            "variables": declared,
            "items": {item: {"name": item} for item in self.items},
            "status": "Day {day}",
        }
        return head, chapters

    def chapter(self, number: int) -> dict[str, Tree]:
        name = f"c{number}"
        spread = max(1, 40 // self.count + 1)
        self.own = [self.flags[(number * spread + one) % 40] for one in range(spread)]
        self.own.append(self.items[number % 10])
        scenes: dict[str, Tree] = {}
        extra = self.sizes[number] - SPINE - WATCHES
        before, after = extra // 3, extra - extra // 3 - extra // 3
        storylets = extra // 3
        self.branching(scenes, name, "early", f"{name}_begin", before + 3, f"{name}_hub", number)
        scenes[f"{name}_hub"] = self.hub(name, number)
        for watch in range(WATCHES):
            deeper = f"{name}_deep{watch}" if watch < storylets else None
            scenes[f"{name}_watch{watch}"] = self.watch(name, number, watch, deeper)
            if deeper:
                scenes[deeper] = self.quiet([f"{name}_hub"], number)
        after += max(0, storylets - WATCHES)
        self.known += self.own
        self.branching(scenes, name, "late", f"{name}_late", after + 3, f"{name}_neck", number)
        scenes[f"{name}_neck"] = self.neck(name, number)
        scenes[f"{name}_fail"] = {
            "text": "That is one way it goes.",
            "choices": [
                {"text": "Strike it.", "do": ["record += 1", "body = max(body, 2)"], "to": f"{name}_late"},
                {"text": "Let it stand.", "to": f"{name}_stands"},
            ],
        }
        scenes[f"{name}_stands"] = {"ending": {"title": f"The end of {name}"}}
        scenes |= self.finale(name) if number == self.count - 1 else {}
        return scenes

    def branching(
        self, scenes: dict[str, Tree], name: str, part: str, first: str, count: int, leads: str, number: int
    ) -> None:
        """Add scenes in layers of one to three, each leading to the next layer."""
        layers: list[list[str]] = [[first]]
        made = 1
        while made < count:
            width = min(self.random.choice([1, 2, 2, 3]), count - made)
            layers.append([f"{name}_{part}{made + one}" for one in range(width)])
            made += width
        for layer, following in zip(layers, [*layers[1:], [leads]], strict=True):
            for scene in layer:
                scenes[scene] = self.quiet(following, number)
        scenes[first]["do"] = [f"day = {max(0, 60 - 6 * number)}", "body = max(body, 2)"]

    def quiet(self, following: list[str], number: int) -> Tree:
        """Make a scene with choices that lead to all of the following scenes."""
        choices: list[Tree] = []
        for key in range(max(len(following), self.random.choice([2, 3, 3, 4]))):
            choice: Tree = {
                "text": f"Do thing {key}.",
                "do": self.effects(),
                "to": following[key % len(following)],
            }
            if key >= len(following) and self.random.random() < 0.4:
                choice["if"] = self.gate()
            choices.append(choice)
        return {"text": self.words(), "choices": choices}

    def effects(self) -> list[str]:
        random = self.random
        found = []
        if random.random() < 0.6:
            name = random.choice(["suspicion", "trust", "bond", "lead", "suspicion", "trust"])
            found.append(f"{name} {random.choice(['+=', '-='])} 1")
        if random.random() < 0.3 or not found:
            one = random.choice(self.own)
            found.append(f"take({one})" if one in self.items else f"{one} = true")
        if random.random() < 0.1:
            found.append(f"version = {random.randint(1, 3)}")
        return found

    def gate(self) -> str:
        random = self.random
        kind = random.random()
        if self.known and kind < 0.4:
            return random.choice(self.known)
        if len(self.known) > 3 and kind < 0.55:
            return f"count({', '.join(random.sample(self.known, 3))}) >= 2"
        name = random.choice(["suspicion", "trust", "bond", "record"])
        return f"{name} >= {random.randint(1, 4)}"

    def words(self) -> list[Any]:
        found: list[Any] = ["Some words that stand here whatever happens, for as long as a line."]
        if self.random.random() < 0.5:
            found.append({"if": self.gate(), "text": "More words.", "else": "Other words."})
        if self.known and self.random.random() < 0.3:
            found.append(f"He looks {{{self.random.choice(self.known)}: up|down}}.")
        return found

    def hub(self, name: str, number: int) -> Tree:
        watched = f"watch_{number}"
        choices: list[Tree] = [
            {
                "text": f"Storylet {watch}.",
                "id": f"watch{watch}",
                "once": True,
                "if": f"{watched} < 5" + (f" and ({self.gate()})" if watch >= 6 else ""),
                "do": f"{watched} += 1",
                "to": f"{name}_watch{watch}",
            }
            for watch in range(WATCHES)
        ]
        return {"text": self.words(), "choices": choices, "to": f"{name}_late"}

    def watch(self, name: str, number: int, watch: int, deeper: str | None) -> Tree:
        back = f"{name}_hub"
        flag = self.own[watch % len(self.own)]
        gain = f"take({flag})" if flag in self.items else f"{flag} = true"
        choices: list[Tree] = [
            {"text": "Take it.", "do": [gain, "suspicion += 1"], "to": deeper or back},
            {"text": "Leave it.", "do": self.effects(), "to": back},
            {"text": "Ask.", "if": "trust >= 2", "do": ["trust += 1", "body -= 1"], "to": back},
        ]
        return {"text": self.words(), "choices": choices}

    def neck(self, name: str, number: int) -> Tree:
        last = number == self.count - 1
        onward = f"{name}_finale" if last else f"c{number + 1}_begin"
        return {
            "text": self.words(),
            "choices": [
                {"text": "Go on.", "to": onward},
                {
                    "text": "Run.",
                    "outcomes": [
                        {"if": "suspicion >= 4 and body <= 2", "do": "body -= 1", "to": f"{name}_fail"},
                        {"if": "trust >= 3", "do": ["trust -= 1", "lead += 1"], "to": onward},
                        {"say": "You stumble.", "do": "suspicion -= 1", "to": onward},
                    ],
                },
            ],
        }

    def finale(self, name: str) -> dict[str, Tree]:
        kept = self.random.sample(self.known, min(4, len(self.known)))
        ends: Tree = {f"{name}_end{one}": {"ending": {"title": f"Ending {one}"}} for one in range(5)}
        targets: list[Any] = [
            {"if": f"record <= 2 and {kept[0]} and trust >= 3", "scene": f"{name}_end0"},
            {"if": f"record >= 3 and not {kept[-1]}", "scene": f"{name}_end1"},
            {
                "if": f"bond >= 4 and suspicion <= 1 and count({', '.join(kept)}) >= 3",
                "scene": f"{name}_end2",
            },
            {"if": "version == 3 and trust + bond >= 6", "scene": f"{name}_end3"},
            f"{name}_end4",
        ]
        return {f"{name}_finale": {"text": self.words(), "to": targets}, **ends}
