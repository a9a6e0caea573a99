"""Playing: turns a second, and replaying a log, against what plays ink."""

from __future__ import annotations

import json
import random
import tempfile
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from game import Playthrough, Story, load_story
from tests.bench.measure import Goal, NotRun, Row, Rows, interleaved, rate, seconds
from tests.bench.peers import (
    INSTALL,
    Bink,
    Inkcpp,
    Inkjs,
    Notes,
    Picks,
    Player,
    UnfairError,
    Walk,
    node_version,
    timed_walk,
)
from tests.bench.synthetic import Made, make

TURNS, ROUNDS = 5_000, 21  # short and many: what else runs on the machine then meets every side alike
GOALS = {"inkjs": 3.5, "bink": 1.5}


class Ours:
    """The game itself, through its public names."""

    def __init__(self, story: Story) -> None:
        self.name = "escape"
        self._story = story

    def walk(self, picks: Picks, hashed: bool = False) -> Walk:
        """Play one turn a pick: the words and every offer are rendered, then one is taken."""
        notes = Notes(hashed)

        def turn(play: Playthrough, pick: int) -> bool:
            text = str(play.passage)
            offers = [offer for offer in play.offers if offer.open]
            notes.add(text, [offer.text for offer in offers])
            if offers:
                play.choose(offers[pick % len(offers)].key)
            return bool(offers)

        return timed_walk(lambda: Playthrough(self._story), turn, picks, notes)


def logs(story: Story, picks: Picks) -> list[tuple[tuple[str, str], ...]]:
    """Return the logs of every game of a walk."""
    found, play = [], Playthrough(story)
    for pick in picks.numbers:
        keys = [offer.key for offer in play.offers if offer.open]
        if keys:
            play.choose(keys[pick % len(keys)])
        else:
            found.append(play.log)
            play = Playthrough(story)
    return [*found, play.log]


def make_picks(folder: Path, turns: int = TURNS) -> Picks:
    """Write down which choices to take."""
    chance = random.Random(2)
    numbers = [chance.randrange(6 * 5 * 4 * 7) for _ in range(turns)]
    file = folder / f"picks-{turns}.json"
    file.write_text(json.dumps(numbers), encoding="utf-8")
    return Picks(numbers, file)


def rows() -> Rows:
    """Time walks of the same choices through the same story, and replaying them."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        made, picks = make(folder), make_picks(folder)
        story = load_story(made.story)
        if node_version() is None:
            yield NotRun("choosing and replaying against inkjs, bink and inkcpp", INSTALL["inkjs"])
            return
        inkjs = stack.enter_context(Inkjs())
        yield from _against(story, picks, inkjs, made)


def _against(story: Story, picks: Picks, inkjs: Inkjs, made: Made) -> Rows:
    compiled = inkjs.compile(made.ink)
    inkjs.load(compiled)
    ours = Ours(story)
    players: dict[str, Player] = {"escape": ours, "inkjs": inkjs}
    for key, kind in (("bink", Bink), ("inkcpp", Inkcpp)):
        try:
            players[key] = kind(compiled)
        except LookupError as missing:
            yield NotRun(f"playing against {key}", str(missing))
    yield from _compared(story, picks, players)


def _compared(story: Story, picks: Picks, players: dict[str, Player]) -> Rows:
    wanted = players["escape"].walk(picks, hashed=True)
    for player in players.values():
        found = player.walk(picks, hashed=True)
        if (found.hash, found.restarts) != (wanted.hash, wanted.restarts):
            raise UnfairError(f"{player.name} came to other words, choices or endings")
    sides = {key: partial(_seconds, player, picks) for key, player in players.items()}
    medians, _ = interleaved(sides, ROUNDS)
    turns = len(picks.numbers)
    for key, limit in GOALS.items():
        if key in medians:
            yield Row(
                what=f"choosing, words and offers rendered ({turns:,} turns, {wanted.restarts} endings, same words)",
                ours=rate(turns, medians["escape"]),
                against=players[key].name,
                theirs=rate(turns, medians[key]),
                value=medians[key] / medians["escape"],
                goal=Goal("≥", limit),
            )
    if "inkcpp" in players:
        yield from _replayed(story, picks, players["inkcpp"])


def _seconds(player: Player, picks: Picks) -> float:
    return player.walk(picks).seconds


def _replayed(story: Story, picks: Picks, inkcpp: Player) -> Rows:
    games = logs(story, picks)

    def replay() -> None:
        for log in games:
            Playthrough(story, log)

    sides = {"ours": lambda: seconds(replay), "theirs": lambda: inkcpp.walk(picks).seconds}
    medians, _ = interleaved(sides, ROUNDS)
    turns = len(picks.numbers)
    yield Row(
        what="replaying logs, the words not looked at",
        ours=rate(turns, medians["ours"]),
        against=inkcpp.name,
        theirs=rate(turns, medians["theirs"]),
        value=medians["theirs"] / medians["ours"],
        goal=Goal("≥", 3),
    )
