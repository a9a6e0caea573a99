"""Decision diagrams against tables that list every value."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from random import Random

import pytest

from game.proof.budget import OutOfBounds
from game.proof.symbolic.mdd import INFINITE, MDD, Diagram
from game.proof.symbolic.variable_order import ordered

WIDTHS = (2, 3, 2, 4)
ROWS = list(product(*map(range, WIDTHS)))
Table = dict[tuple[int, ...], int]


def diagram_of(diagrams: MDD, table: Table, row: tuple[int, ...] = ()) -> Diagram:
    if len(row) == len(WIDTHS):
        return diagrams.value(table[row])
    children = tuple(diagram_of(diagrams, table, (*row, value)) for value in range(WIDTHS[len(row)]))
    return diagrams.node(len(row), children)


def table_of(diagrams: MDD, diagram: Diagram) -> Table:
    variables = [(level, {value: value for value in range(width)}) for level, width in enumerate(WIDTHS)]
    return {row: diagrams.evaluate(diagram, variables, row) for row in ROWS}


def random_table(random: Random, values: tuple[int, ...]) -> Table:
    """Make a table that depends on some of the variables only."""
    read = random.sample(range(len(WIDTHS)), random.randint(0, len(WIDTHS)))
    chosen: dict[tuple[int, ...], int] = {}
    return {row: chosen.setdefault(tuple(row[one] for one in read), random.choice(values)) for row in ROWS}


@pytest.fixture(params=range(40))
def random(request: pytest.FixtureRequest) -> Random:
    return Random(request.param)


def test_a_diagram_says_what_its_table_says_and_equal_tables_are_one_diagram(random: Random) -> None:
    diagrams = MDD(WIDTHS)
    table = random_table(random, (0, 1, 5))
    diagram = diagram_of(diagrams, table)
    assert table_of(diagrams, diagram) == table
    assert diagram_of(diagrams, dict(table)) == diagram
    assert diagrams.values(diagram) == set(table.values())
    assert diagrams.support(diagram) == {
        level
        for level in range(len(WIDTHS))
        if any(table[row] != table[(*row[:level], 0, *row[level + 1 :])] for row in ROWS)
    }


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("nearer", min),
        ("where", lambda one, two: two if one == 0 else INFINITE),
        ("combine", lambda one, two: one + 2 * two),
    ],
)
def test_operations_on_two(random: Random, name: str, expected: Callable[[int, int], int]) -> None:
    diagrams = MDD(WIDTHS)
    left, right = random_table(random, (0, 3, INFINITE)), random_table(random, (0, 1, INFINITE))
    one, two = diagram_of(diagrams, left), diagram_of(diagrams, right)
    if name == "where":
        condition = diagrams.map("at once", lambda value: value == 0, one)
        found = diagrams.ite(condition, two)
    elif name == "nearer":
        found = diagrams.minimum(one, two)
    else:
        found = diagrams.apply("sum", lambda a, b: a + 2 * b, one, two)
    assert table_of(diagrams, found) == {row: expected(left[row], right[row]) for row in ROWS}


def test_what_a_variable_becomes(random: Random) -> None:
    diagrams = MDD(WIDTHS)
    table = random_table(random, (0, 2, INFINITE))
    diagram = diagram_of(diagrams, table)
    level = random.randrange(len(WIDTHS))
    becomes = tuple(random.randrange(WIDTHS[level]) for _ in range(WIDTHS[level]))
    moved = diagrams.substitute(diagram, level, becomes)
    assert table_of(diagrams, moved) == {
        row: table[(*row[:level], becomes[row[level]], *row[level + 1 :])] for row in ROWS
    }
    selector = random_table(random, tuple(range(WIDTHS[level])))
    replaced = diagrams.compose(diagram, level, diagram_of(diagrams, selector))
    assert table_of(diagrams, replaced) == {
        row: table[(*row[:level], selector[row], *row[level + 1 :])] for row in ROWS
    }


def test_inside_a_box_nothing_changes_and_outside_it_anything_may(random: Random) -> None:
    diagrams = MDD(WIDTHS)
    table = random_table(random, (0, 1, 2))
    diagram = diagram_of(diagrams, table)
    box = {1: (0, 0, 2), 3: (random.randrange(4),) * 4}
    within = diagrams.restrict(diagram, {level: box.get(level) for level in range(len(WIDTHS))}, "a box")
    told = table_of(diagrams, within)
    for row in ROWS:
        if row[1] in box[1] and row[3] in box[3]:
            assert told[row] == table[row]
    assert 3 not in diagrams.support(within)


def test_the_luckiest_values_of_what_is_not_kept(random: Random) -> None:
    diagrams = MDD(WIDTHS)
    table = random_table(random, (0, 1, 7, INFINITE))
    kept = frozenset(random.sample(range(len(WIDTHS)), 2))
    lowest = diagrams.minimize(diagram_of(diagrams, table), kept)
    told = table_of(diagrams, lowest)
    for row in ROWS:
        assert told[row] == min(
            value for other, value in table.items() if all(other[one] == row[one] for one in kept)
        )


def test_what_is_forgotten_leaves_the_rest_as_it_was() -> None:
    diagrams = MDD(WIDTHS)
    tables = [random_table(Random(seed), (0, 1, 2)) for seed in range(20)]
    kept = [diagram_of(diagrams, table) for table in tables[:10]]
    size = len(diagrams)
    for table in tables[10:]:
        diagrams.minimum(diagram_of(diagrams, table), kept[0])
    diagrams.rollback(size)
    assert len(diagrams) == size
    assert [table_of(diagrams, one) for one in kept] == tables[:10]
    assert [diagram_of(diagrams, table) for table in tables[:10]] == kept


def test_what_belongs_together_is_put_closer_together() -> None:
    groups = [(0, 8), (8, 4), (1, 7), (7, 5), (2, 6)]
    order = ordered(9, groups)
    place = {one: position for position, one in enumerate(order)}
    assert sorted(order) == list(range(9))
    assert sum(abs(place[one] - place[other]) for one, other in groups) <= 13
    assert sum(abs(one - other) for one, other in groups) == 24


def fill(diagrams: MDD, random: Random) -> None:
    """Make diagrams until a limit is met."""
    while True:
        diagram = diagrams.value(random.randrange(50))
        for level in reversed(range(8)):
            children = [diagram, *(diagrams.value(random.randrange(50)) for _ in range(3))]
            diagram = diagrams.node(level, tuple(children))


def test_a_limit_that_is_met_leaves_the_store_as_good_as_before() -> None:
    diagrams = MDD((4,) * 8, max_size=4_000)
    kept = len(diagrams)
    for seed in range(3):
        with pytest.raises(OutOfBounds):
            fill(diagrams, Random(seed))
        diagrams.rollback(kept)
        assert len(diagrams) == kept
    assert diagrams.minimum(diagrams.value(3), diagrams.value(2)) == diagrams.value(2)
