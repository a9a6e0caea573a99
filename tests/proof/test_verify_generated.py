"""The proof against a plain search through the public Playthrough, on stories made from seeds."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest

from game import Playthrough, Story, StoryError, load_story
from game.play.engine.rules import Rules
from game.play.engine.state import State
from game.proof.answers import Answers, Keys, Span
from game.proof.budget import Budget
from game.proof.dataflow.live_variables import relevant_state
from game.proof.effort import Effort
from game.proof.explicit.answers import answers_of, shares
from game.proof.explicit.explore import Exploration, StateSpace
from game.proof.program.expressions import state_layout
from game.proof.program.graph import Program, program_graph
from game.proof.program.queries import Query, queries
from game.proof.symbolic.prover import answer_one, answers_by_sets
from game.story.diagnostics.problem import SourceSpan
from game.story.language.symbols import Value
from game.story.model import block_elements, scene_texts
from game.story.text.alternatives import ALTERNATIVES
from game.story.text.template import Text
from tests.support.generate import write_story
from tests.support.sampling import sample

MOST_STATES = 400
CLAIMS: dict[str, list[dict[str, str]]] = {}  # of rich stories, as they are written, by their id
# Leave the walks little time and room, so that sets of states have something to prove.
EFFORT = Effort(patience=20, short_patience=0, patience_share=0.0, kept_values=100)


@dataclass
class Plain:
    """What a breadth-first search through Playthrough sees of a story."""

    keys: dict[State, Keys] = field(default_factory=dict)  # the first way to each state
    after: dict[State, list[State]] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)
    taken: set[tuple[str, str]] = field(default_factory=set)
    choices: dict[State, int] = field(default_factory=dict)  # how many are open
    rings: set[str] = field(default_factory=set)  # the scenes of choices that run in one
    broken: set[str] = field(default_factory=set)  # claims, where the player stands

    def nearest(self, states: Iterable[State]) -> dict[str, int]:
        """Return, by scene, the fewest choices to one of some states."""
        found: dict[str, int] = {}
        for state in states:
            length = len(self.keys[state])
            found[state.scene] = min(length, found.get(state.scene, length))
        return found

    def spans(self, story: Story, index: int) -> dict[str, Span]:
        found: dict[str, set[Value]] = {}
        for state in self.keys:
            found.setdefault(story.scenes[state.scene].chapter, set()).add(state.values[index])
        return {chapter: Span(frozenset(values), True) for chapter, values in found.items()}


def search(story: Story) -> Plain:
    plain = Plain()
    queue: deque[State] = deque()

    def look(play: Playthrough, keys: Keys) -> None:
        read = [str(part.paragraph) for part in play.passage.parts] + [play.status, play.place]
        read += [f"{offer.text} {offer.reason}" for offer in play.offers]
        plain.words.update(word for text in read for word in re.findall(r"\bw\d+\b", text))
        if play.state not in plain.keys:
            plain.broken.update(broken_here(play))
            plain.keys[play.state] = keys
            queue.append(play.state)

    try:
        look(Playthrough(story), ())
    except StoryError:
        plain.rings.add(story.start)
    while queue:
        state = queue.popleft()
        plain.after[state] = []
        offers = Playthrough(story, start=state).offers
        plain.choices[state] = sum(offer.open for offer in offers)
        for offer in offers:
            if offer.open:
                keys = (*plain.keys[state], offer.key)
                plain.taken.add((state.scene, offer.key))
                play = Playthrough(story, start=state)
                try:
                    play.choose(offer.key)
                except StoryError:
                    plain.rings.add(state.scene)
                    continue
                look(play, keys)
                plain.after[state].append(play.state)
    for alternatives in by_chance(story):  # whoever reads one of them may read any other
        if alternatives & plain.words:
            plain.words |= alternatives
    return plain


def by_chance(story: Story) -> Iterator[set[str]]:
    """Yield the words of each brace that goes by chance, of which one showing has one."""
    ways = "|".join(way for way, order in ALTERNATIVES.items() if order.by_chance)
    for _, text in texts(story):
        for alternatives in re.findall(rf"\{{(?:{ways}): ([^}}]*)\}}", text.source):
            yield set(re.findall(r"\w+", alternatives))


def broken_here(play: Playthrough) -> Iterator[str]:
    """Yield the claims that are broken where the player stands, as far as its values tell."""
    for tree in CLAIMS.get(play.story.id, ()):
        sources = {key: tree[key] for key in ("never", "always", "when", "then") if key in tree}
        if any(re.search(r"\b(visited|visits|chosen)\b", source) for source in sources.values()):
            continue
        words = {word: word for word in ("calm", "cross", "glad")}
        names = {
            "at": lambda scene: scene == play.scene,
            "has": lambda item: play.values[item],
            **{scene: scene for scene in play.story.scenes},
            "ring": "ring",
            **words,
            **{name: play.values[name] for name in play.story.variables},
        }
        holds = {key: eval(source, {}, names) for key, source in sources.items()}  # noqa: S307 - made here
        when = holds.get("never", holds.get("when", True))
        if when and not holds.get("always", holds.get("then", False)):
            yield tree["name"]


def texts(story: Story) -> Iterator[tuple[SourceSpan, Text]]:
    """Yield every text with the place that a finding about the whole of it has."""
    for scene in story.scenes.values():
        for text in scene_texts(scene):
            yield text.place, text
        blocks = [*scene.text, *(scene.ending.text if scene.ending else ())]
        for choice in scene.choices:
            blocks += [
                *choice.locked,
                *choice.say,
                *(block for outcome in choice.outcomes for block in outcome.say),
            ]
        for block in blocks:
            yield block.place, block.text
            for part in block_elements((block,)):
                if isinstance(part, Text):
                    yield part.place, part
    if story.status:
        yield story.status.place, story.status


def word_of(query: Query, by_place: dict[SourceSpan, Text]) -> str:
    """Return the word that is read if, and only if, a block or alternative is shown."""
    source = by_place[query.where.place].source
    if query.where.offset is None:
        return str(re.findall(r"w\d+", source)[0])
    inside = source[query.where.offset :].split(": ", 1)[1].split("}")[0]
    ordinal = query.what.split()
    number = {"first": 0, "second": 1}.get(ordinal[1])
    return inside.split("|")[int(ordinal[1]) - 1 if number is None else number].strip()


def agrees(story: Story, asked: list[Query], plain: Plain, answers: Answers) -> None:
    """Hold every answer against what a plain search saw."""
    by_place = dict(texts(story))
    reached = plain.nearest(plain.keys)
    assert not answers.unknown(asked)
    assert answers.traps_proved
    assert not answers.limits
    for query in asked:
        seen = answers.witnessed.get(query)
        if query.kind in ("block", "alternative"):
            read = word_of(query, by_place) in plain.words
            assert (seen is not None) == read or (seen is not None and plain.rings), query
        elif query.kind == "claim":
            assert seen is not None or query.what not in plain.broken, query
        elif query.kind == "choice":
            assert (seen is not None) == ((query.scene, query.choice) in plain.taken), query
        elif query.kind == "scene" and story.scenes[query.scene].ending:
            assert (seen is None) == (query.scene not in reached), query
            assert seen is None or len(seen) == reached[query.scene], query
    dead = plain.nearest(
        state for state in plain.keys if not plain.choices[state] and not is_end(story, state)
    )
    assert dead == {
        one.scene: len(answers.witnessed[one])
        for one in asked
        if one.kind == "dead end" and one in answers.witnessed
    }
    assert soft_locks(story, plain) == {trap.scene: len(trap.keys) for trap in answers.soft_locks}
    assert set(plain.rings) == {trap.scene for trap in answers.cycles}
    assert {name: ranges(story, name, spans) for name, spans in answers.spans.items()} == {
        name: ranges(story, name, plain.spans(story, index)) for index, name in enumerate(story.variables)
    }


def is_end(story: Story, state: State) -> bool:
    return story.scenes[state.scene].ending is not None


def soft_locks(story: Story, plain: Plain) -> dict[str, int]:
    """Return, by scene, the fewest choices to where the last hope of an ending has just been lost."""
    hope = {state for state in plain.keys if is_end(story, state)}
    while more := {state for state, after in plain.after.items() if hope.intersection(after)} - hope:
        hope |= more
    stuck = {state for state in plain.keys if plain.choices[state] and state not in hope}
    found: dict[str, int] = {}
    for state, after in plain.after.items():
        for other in stuck.intersection(after if state in hope else ()):
            length = len(plain.keys[state]) + 1
            found[other.scene] = min(length, found.get(other.scene, length))
    found |= {state.scene: 0 for state in stuck if not plain.keys[state]}
    return found


def ranges(story: Story, name: str, spans: dict[str, Span]) -> dict[str, object]:
    """Return what is told of a variable by chapter."""
    if story.variables[name].type == "int":
        return {chapter: (min(span.values), max(span.values)) for chapter, span in spans.items()}
    return {chapter: span.values for chapter, span in spans.items()}


def loaded(folder: Path, number: int) -> tuple[Story, list[Query], StateSpace]:
    """Return one of the generated stories, the first of its row that loads and is small, and its states."""
    for seed in count(number, 1_000):
        rich, size = bool(number % 2), 4 + seed % 3
        written = write_story(folder / str(seed), seed, size, choices=2 + seed % 3, rich=rich)
        try:
            story = load_story(written).counting_for_claims()
        except StoryError:  # its scenes lead round in a loop whatever happens
            continue
        asked = queries(story, state_layout(story))
        exploration = Exploration(Rules(story), asked, Budget(60))
        if exploration.go_on(MOST_STATES):
            CLAIMS[story.id] = json.loads((written / "claims.yaml").read_text()) if rich else []
            return story, asked, exploration.space
    raise AssertionError


@pytest.mark.parametrize(
    "number",
    [*range(40), *(pytest.param(number, marks=pytest.mark.slow) for number in sample(range(40, 200), 40))],
)
def test_every_answer_is_that_of_a_plain_search(tmp_path: Path, number: int) -> None:
    story, asked, space = loaded(tmp_path, number)
    plain = search(story)
    rules, layout = Rules(story), state_layout(story)
    budget = Budget(600)
    graph = program_graph(story, layout, budget)

    assert set(space.states) == set(plain.keys)
    listed = answers_of(story, asked, space)
    agrees(story, asked, plain, listed)
    program = Program(story, rules, layout, graph)
    proved = answers_by_sets(program, asked, budget, EFFORT, lambda _: None)
    agrees(story, asked, plain, proved)
    assert set(proved.witnessed) == set(listed.witnessed)
    for query in asked:
        if query.kind == "claim" and query in listed.witnessed:
            assert len(proved.witnessed[query]) == len(listed.witnessed[query]), query.what
    for query in asked:
        alone = answer_one(program, query, budget, EFFORT)
        if query in listed.unreachable:
            assert query in alone.unreachable, query
        else:
            assert query in alone.optimal, query
            assert len(alone.witnessed[query]) == len(listed.witnessed[query]), query

    merged = Exploration(rules, [], budget, relevant_state(graph, layout, budget))
    assert merged.go_on(MOST_STATES)
    forgotten = merged.space
    assert len(forgotten.states) <= len(space.states)
    exact = shares(story, forgotten)
    assert exact is not None
    assert exact.by_ending == pytest.approx(played_at_random(story, plain), abs=1e-6)


def played_at_random(story: Story, plain: Plain) -> dict[str, float]:
    """Return the shares of the endings by letting a crowd walk on until hardly anybody moves."""
    found = {scene.id: 0.0 for scene in story.scenes.values() if scene.ending}
    crowd = {state: 1.0 for state, keys in plain.keys.items() if not keys}
    for _ in range(3_000):
        following: dict[State, float] = {}
        for state, mass in crowd.items():
            if state.scene in found:
                found[state.scene] += mass
            for other in plain.after[state]:
                following[other] = following.get(other, 0.0) + mass / plain.choices[state]
        crowd = following
    return found
