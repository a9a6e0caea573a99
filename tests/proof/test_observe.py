"""What play shows: each question is answered at its moment, and of many alternatives one is looked at."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial

from game import load_story
from game.play.engine.rules import Rules
from game.proof.program.expressions import Formula, evaluator, state_layout
from game.proof.program.queries import Query, queries
from game.proof.simulate.observe import CoverageObserver, Interpreter
from game.story.language.symbols import ByIndex, Value
from tests.conftest import HEAD, WriteStory

SIZE = 50  # alternatives
TEXTS = "|".join(f"w{number}" for number in range(SIZE))
HALL = f"""
hall:
  text: "{{seq: {TEXTS}}} {{trust > 3: {{cycle: {TEXTS}}}|Cold.}}"
  choices:
    - {{id: again, text: Again., do: trust += 1, to: hall}}
    - {{id: out, text: Out., to: out}}
out: {{ending: {{title: Out}}}}
"""


def test_a_visit_tries_the_alternative_it_shows_and_not_all_others(write_story: WriteStory) -> None:
    story = load_story(write_story(HALL, "hall"))
    tried: Counter[str] = Counter()

    def counting(query: Query) -> Query:
        def test(formula: Formula, values: ByIndex[Value], counters: ByIndex[int]) -> bool:
            tried[query.kind] += 1
            return formula.test(values, counters)

        places = [(formula._replace(test=partial(test, formula)), where) for formula, where in query.places]
        return replace(query, places=places)

    watch = CoverageObserver(counting(query) for query in queries(story, state_layout(story)))
    play = Interpreter(Rules(story), watch)
    state = play.start()
    for _ in range(SIZE - 1):
        state = play.step(state, next(one for one in play.open(state) if one.key == "again"))

    shown = [query.what for query in watch.seen if query.kind == "alternative"]
    assert Counter(what.split(" of ")[1] for what in shown) == {
        "`{seq: …}`": SIZE,
        "`{trust > 3: …}`": 2,
        "`{cycle: …}`": SIZE - 3,  # trust is 1 at first: the first three visits are cold
    }
    assert tried["alternative"] < 4 * SIZE


def test_of_many_ways_on_just_the_first_whose_condition_holds_is_taken(write_story: WriteStory) -> None:
    ways = "".join(f"    - {{if: trust == {number % 7} or trust > 4, scene: out}}\n" for number in range(60))
    head = HEAD.format(start="hall").replace("range: [0, 5]", "range: [0, 9]")
    story = load_story(
        write_story(f"hall:\n  to:\n{ways}    - out\nout: {{ending: {{title: Out}}}}\n", "hall", head)
    )
    layout = state_layout(story)
    ways_on = [query.places[0][0] for query in queries(story, layout) if query.kind == "to"]
    assert len(ways_on) == 61
    for trust in range(10):
        values = (trust, *layout.start[1 : layout.first_mark])
        taken = [number for number, way in enumerate(ways_on) if way.test(values, ())]
        assert taken == [0 if trust > 4 else trust]
        assert taken == [number for number, way in enumerate(ways_on) if evaluator(way.expr)(values)]
