"""A story counted: how much there is of it, how it branches, how long it takes to read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import chain
from statistics import fmean, median
from typing import NamedTuple

from game.overview.reading_time import PlaythroughReader, Reading, ReadScreen
from game.overview.translated import Translated, translated
from game.overview.word_count import remembered, words_written
from game.proof.simulate.random_play import playthroughs
from game.story.cells import cells
from game.story.model import Chapter, Scene, Story
from game.story.sanitize import visible

PLAYTHROUGHS = 300  # taken at random, for what only playing shows; fewer where that is too much to look at
MOST_LOOKED_AT = 3_000_000
SEED = 1


class Count(NamedTuple):
    """What is counted of a chapter, or of the whole story.

    `words` are all the author wrote for scenes, choices and endings; `remembered` counts the choices
    that another scene reads. The last three are of random playthroughs, and None where those never
    come: `options` is the mean of open choices on a screen, `one_option` the share of screens with
    only one, `words_between` the median of words between two choices.
    """

    words: int
    scenes: int
    endings: int
    choices: int
    remembered: int
    options: float | None
    one_option: float | None
    words_between: float | None


class Stats(NamedTuple):
    """The whole count. `chapters` are in the author's order, `languages` those it was translated into.

    The shortest and the longest reading are of the random playthroughs and the recorded ones; the
    likeliest is the middle one of the random ones. None if no playthrough ended.
    """

    story: Story
    whole: Count
    chapters: tuple[tuple[Chapter, Count], ...]
    playthroughs: int
    languages: dict[str, Translated]
    shortest: Reading | None
    likeliest: Reading | None
    longest: Reading | None


def stats(story: Story) -> Stats:
    """Count a story."""
    reader = PlaythroughReader(story)
    samples = playthroughs(story, PLAYTHROUGHS, SEED, most=MOST_LOOKED_AT)
    at_random = _read(reader, (sample.keys for sample in samples if sample.outcome == "ending"))
    recorded = _read(reader, (one.choose for one in story.walkthroughs))
    everything = sorted([*at_random, *recorded], key=_words)
    scenes: dict[str, list[Scene]] = {chapter.id: [] for chapter in story.chapters}
    screens: dict[str, list[ReadScreen]] = {chapter.id: [] for chapter in story.chapters}
    for scene in story.scenes.values():
        scenes[scene.chapter].append(scene)
    for screen in (screen for reading in at_random for screen in reading.screens if screen.options):
        screens[screen.chapter].append(screen)
    known = remembered(story)
    return Stats(
        story=story,
        whole=_count(list(story.scenes.values()), list(chain(*screens.values())), known),
        chapters=tuple((one, _count(scenes[one.id], screens[one.id], known)) for one in story.chapters),
        playthroughs=len(at_random),
        languages=translated(story),
        shortest=everything[0] if everything else None,
        likeliest=sorted(at_random, key=_words)[len(at_random) // 2] if at_random else None,
        longest=everything[-1] if everything else None,
    )


def _read(reader: PlaythroughReader, walkthroughs: Iterator[tuple[str, ...]]) -> list[Reading]:
    return [reading for keys in walkthroughs if (reading := reader.read(keys)) is not None]


def _words(reading: Reading) -> int:
    return reading.words


def _count(scenes: Sequence[Scene], seen: Sequence[ReadScreen], known: set[tuple[str, str]]) -> Count:
    steps = {(scene.id, choice.key) for scene in scenes for choice in scene.choices}
    return Count(
        words=sum(map(words_written, scenes)),
        scenes=len(scenes),
        endings=sum(scene.ending is not None for scene in scenes),
        choices=len(steps),
        remembered=len(steps & known),
        options=fmean(screen.options for screen in seen) if seen else None,
        one_option=fmean(screen.options == 1 for screen in seen) if seen else None,
        words_between=median(screen.words for screen in seen) if seen else None,
    )


# --- told -----------------------------------------------------------------------

HEAD = ("", "words", "scenes", "endings", "choices", "remembered", "options", "one option", "between")
_NOTES = """\
remembered: choices that another scene, a page or the status line reads
options, one option, between: of {} random playthroughs, how many choices were open
  on a screen, how many screens had only one, and how many words stood between two choices
shortest, longest: of the random playthroughs and the walkthroughs; likeliest: the middle
  one of the random ones; 200 words a minute, in Chinese, Japanese and Korean
  500 signs, choices not counted"""
NAMES = ("shortest", "likeliest", "longest")


def as_lines(stats: Stats) -> Iterator[str]:
    """Tell the count as two tables: what there is, and how long it takes to read."""
    rows = [HEAD, *(_row(chapter.title, count) for chapter, count in stats.chapters)]
    yield from _table([*rows, _row("whole story", stats.whole)])
    yield ""
    if stats.languages:
        yield from _table([("translated", "pieces", "of", "fuzzy"), *map(_language, stats.languages.items())])
        yield ""
    if stats.likeliest is None:
        yield "No playthrough taken at random came to an ending."
        return
    yield from _table(list(_readings(stats)))
    yield ""
    yield from _NOTES.format(stats.playthroughs).splitlines()


def _language(named: tuple[str, Translated]) -> tuple[str, ...]:
    language, (pieces, there, fuzzy) = named
    return (language, f"{there:,}", f"{pieces:,}", f"{fuzzy:,}")


def as_json(stats: Stats) -> str:
    """Tell the count as JSON."""
    told = {
        "story": stats.story.id,
        **_rounded(stats.whole),
        "chapters": {chapter.id: _rounded(count) for chapter, count in stats.chapters},
        "languages": {language: one._asdict() for language, one in stats.languages.items()},
        "random_playthroughs": stats.playthroughs,
        "playthroughs": {name: reading and _object(stats, reading) for name, reading in _named(stats)},
    }
    return json.dumps(told, indent=2)


def _rounded(count: Count) -> dict[str, float | None]:
    return {name: number and round(number, 3) for name, number in count._asdict().items()}


def _named(stats: Stats) -> list[tuple[str, Reading | None]]:
    return list(zip(NAMES, (stats.shortest, stats.likeliest, stats.longest), strict=True))


def _object(stats: Stats, reading: Reading) -> dict[str, object]:
    return {
        "choices": reading.choices,
        "words": reading.words,
        "minutes": round(reading.minutes, 1),
        "ending": reading.ending,
        "words_by_chapter": {chapter.id: reading.words_of(chapter.id) for chapter in stats.story.chapters},
    }


def _row(title: str, count: Count) -> tuple[str, ...]:
    numbers = [f"{number:,}" for number in count[:5]]
    if count.options is None or count.one_option is None or count.words_between is None:
        return (title, *numbers, "", "", "")
    return (title, *numbers, f"{count.options:.1f}", f"{count.one_option:.0%}", f"{count.words_between:.0f}")


def _readings(stats: Stats) -> Iterator[tuple[str, ...]]:
    """Yield the minutes of each reading by chapter, and at the end what each comes to."""
    named = [(name, reading) for name, reading in _named(stats) if reading is not None]
    yield ("minutes of reading", *(name for name, _ in named))
    for chapter, _ in stats.chapters:
        yield (chapter.title, *(_minutes(reading.minutes_of(chapter.id)) for _, reading in named))
    yield ("whole story", *(_minutes(reading.minutes) for _, reading in named))
    yield ("words", *(f"{reading.words:,}" for _, reading in named))
    yield ("choices", *(f"{reading.choices:,}" for _, reading in named))
    yield ("ending", *(reading.ending for _, reading in named))


def _minutes(minutes: float) -> str:
    return f"{minutes:.1f}" if minutes else "-"


def _table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Lay out rows as lines, the first column to the left and the numbers to the right."""
    shown = [[visible(cell) for cell in row] for row in rows]
    widths = [max(map(cells, column)) for column in zip(*shown, strict=True)]
    for row in shown:
        first, *blanks = (" " * (width - cells(cell)) for cell, width in zip(row, widths, strict=True))
        numbers = (blank + cell for cell, blank in zip(row[1:], blanks, strict=True))
        yield "  ".join((row[0] + first, *numbers)).rstrip()
