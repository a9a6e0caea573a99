"""How hard each part of a proof tries before it gives up or another takes over: one value, passed in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Effort:
    """The constants of the proof. They change how long it takes and where it gives up, never an answer."""

    asking: float = 1.0  # seconds of CPU time to gather what is asked, if fewer are given for all

    # States listed one by one, where no limit is given.
    listed: int = 4_000  # at first
    scenes_listed: float = 0.4  # the share of the scenes that must be among those for more to be listed
    sets_before_listing: float = 3.0  # seconds of CPU time for sets before more are listed
    sets_share: float = 0.03  # and not more than this share of the whole time
    listed_next: int = 20_000  # then; twice as many, again and again, while few of them are still waiting
    waiting: float = 0.3  # the share of them that counts as few
    listed_at_most: int = 1_000_000
    cells_of_one: int = 1_000  # a state of more cells than this counts as several

    # Guided play, counted in choices.
    patience: int = 3_000  # without news at first
    short_patience: int = 600  # without news after something was found by other means
    patience_share: float = 0.08  # of the choices so far that may bring no news
    seeking: int = 20  # walks for one thing
    longest_walk: int = 1_000
    met: int = 24  # states of each scene that are remembered
    kept_values: int = 10_000_000  # of cells in all states that are kept, 16 bytes each

    # Shares of the whole time: how much walks take at once, and by when each other phase is over.
    walking: float = 0.25
    deciding: float = 0.6
    shortening: float = 0.85

    # Odds by sampling: until a share is known this well, or this share of the time so far is used.
    wanted_width: float = 0.075
    sampling: float = 0.06
    least_sampling: float = 0.3  # seconds

    # Decision diagrams.
    max_diagrams: int = 2_500_000  # nodes and remembered results, some 250 bytes each
    seeded_diagrams: int = 500_000  # where what helped the last walkthrough may be too much for this one

    # The search for the shortest walkthrough, counted in states.
    looked_at: int = 300  # in the first round, and as many more in each further one
    looked_at_by_length: int = 4  # at least, for each choice of the way that is looked for
    made_for_state: int = 20  # diagrams that a bound took for each state that is looked at, at least
    looked_at_for_shorter: int = 1_000  # states more after each way that is longer than the bound
    rounds: int = 24
    guessed: int = 4  # choices more than the last one of the chapter that a way is thought to have
    persistence: int = 30_000  # if no finer abstraction can be had


NORMAL = Effort()
