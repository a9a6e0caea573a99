from __future__ import annotations

import pickle
from collections.abc import Callable
from copy import deepcopy

import pytest

from game import ChoiceError, Playthrough, Story, StoryError
from game.play.changes import changes_between, standing_of
from game.play.saves.record import decode, encode
from game.play.saves.restore import restore
from game.play.saves.saves import record_of
from tests.conftest import HEAD

Make = Callable[..., Story]
END = "b: {ending: {title: The end}}\n"


def keys(play: Playthrough) -> list[str]:
    return [offer.key for offer in play.offers if offer.open]


def test_a_choice_is_answered_and_leads_on(story: Make) -> None:
    play = Playthrough(
        story(
            """
a:
  text: Here.
  choices:
    - {text: Go on., say: You go., to: b}
b: {ending: {title: The end, text: There.}}
"""
        )
    )
    assert str(play.passage) == "Here."
    assert play.ending is None
    passage = play.choose("go_on")
    assert str(passage) == "You go.\n\nThere."
    assert passage == play.passage
    assert passage.choice == "Go on."
    assert play.ending is not None
    assert (play.ending.id, play.ending.title, play.ending.text) == ("b", "The end", "There.")
    assert play.offers == ()
    assert play.scene == "b"
    assert [tuple(step) for step in play.log] == [("a", "go_on")]


def test_an_outcome_without_a_way_on_stays_and_does_not_repeat_the_text(story: Make) -> None:
    play = Playthrough(
        story(
            "a: {text: Here., do: trust += 1, choices: [{text: Look., say: Nothing., do: ring_seen = true}, {text: Again., to: a}]}".replace(
                "ring_seen", "open_gate"
            )
        )
    )
    assert str(play.choose("look")) == "Nothing."
    assert play.values["trust"] == 2
    assert str(play.choose("again")) == "Here."
    assert play.values["trust"] == 3


def test_effects_are_done_before_words_and_the_way_on_is_chosen_after_them(story: Make) -> None:
    play = Playthrough(
        story(
            """
a:
  choices:
    - text: Go.
      if: trust == 1
      do: [trust += 3, body = trust - 3]
      say: Trust is {trust}, body is {body}.
      to: [{if: trust >= 4, scene: far}, near]
near: {ending: {title: Near}}
far: {ending: {title: Far}}
"""
        )
    )
    assert str(play.choose("go")) == "Trust is 4, body is sore."
    assert play.scene == "far"
    assert play.values["body"] == 1


def test_the_first_outcome_that_holds_comes_about(story: Make) -> None:
    play = Playthrough(
        story(
            """
a:
  choices:
    - text: Try.
      outcomes:
        - {if: trust >= 3, say: Third., to: b}
        - {if: trust >= 2, say: Second., do: trust += 1}
        - {say: First., do: trust += 1}
b: {ending: {title: End}}
"""
        )
    )
    assert [str(play.choose("try")) for _ in range(3)] == ["First.", "Second.", "Third."]


def test_a_choice_is_not_open_when_no_outcome_holds(story: Make) -> None:
    play = Playthrough(
        story(
            """
a:
  choices:
    - text: Try.
      outcomes: [{if: trust >= 4, say: Yes.}]
    - {text: Force., locked: It will not move., outcomes: [{if: trust >= 4, say: Yes.}]}
    - {text: Wait., say: You wait.}
"""
        )
    )
    assert [(offer.key, offer.open, offer.reason) for offer in play.offers] == [
        ("force", False, "It will not move."),
        ("wait", True, ""),
    ]
    with pytest.raises(ChoiceError):
        play.choose("try")


def test_hidden_locked_and_spent_choices(story: Make) -> None:
    play = Playthrough(
        story(
            """
a:
  choices:
    - {text: Hidden., if: open_gate, to: b}
    - {text: Locked., if: open_gate, locked: "The gate is {open_gate: open|shut}.", to: b}
    - {text: Once., once: true, locked: Never shown., do: open_gate = true, say: The gate opens.}
    - {text: Wait., say: You wait.}
b: {ending: {title: End}}
"""
        )
    )
    assert [(offer.key, offer.open) for offer in play.offers] == [
        ("locked", False),
        ("once", True),
        ("wait", True),
    ]
    assert play.offers[0].text == "Locked."
    assert play.offers[0].reason == "The gate is shut."
    play.choose("once")
    assert keys(play) == ["hidden", "locked", "wait"]


def test_a_refused_choice_changes_nothing(story: Make) -> None:
    play = Playthrough(
        story("a: {choices: [{text: Go., if: open_gate, to: a}, {text: Wait., say: You wait.}]}")
    )
    before = (play.scene, dict(play.values), play.log, play.passage, play.offers)
    for key in ("go", "nothing", ""):
        with pytest.raises(ChoiceError):
            play.choose(key)
    assert (play.scene, dict(play.values), play.log, play.passage, play.offers) == before
    assert str(play.choose("wait")) == "You wait."


def test_a_scene_with_only_a_way_on_moves_on_at_once(story: Make) -> None:
    play = Playthrough(
        story(
            "a: {text: One., to: b}\nb: {text: Two., to: [{if: trust >= 1, scene: c}, a]}\nc: {text: Three., ending: {title: End}}"
        )
    )
    assert str(play.passage) == "One.\n\nTwo.\n\nThree."
    assert play.scene == "c"
    assert play.log == ()


def test_the_fallback_is_tried_on_entering_and_after_a_choice_that_stays(story: Make) -> None:
    text = """
a:
  text: Hall.
  choices: [{text: Look., once: true, say: Dust.}, {text: Shut., if: open_gate, locked: Shut., to: a}]
  to: b
b:
  text: Yard.
  choices: [{text: Nothing., if: open_gate, to: a}]
  to: c
c: {ending: {title: End, text: Road.}}
"""
    play = Playthrough(story(text))
    assert str(play.passage) == "Hall."
    assert str(play.choose("look")) == "Dust.\n\nYard.\n\nRoad."


def test_a_ring_that_never_ends_is_an_error_and_nothing_has_happened(story: Make) -> None:
    play = Playthrough(
        story(
            "a: {text: Hall., choices: [{text: Go., to: b}]}\nb: {to: [{if: open_gate, scene: a}, c]}\nc: {to: [{if: open_gate, scene: a}, b]}"
        )
    )
    with pytest.raises(StoryError, match="loop"):
        play.choose("go")
    assert (play.scene, play.log) == ("a", ())
    assert keys(play) == ["go"]


def test_assignments_are_clamped_and_what_is_computed_on_the_way_is_not(story: Make) -> None:
    play = Playthrough(
        story(
            "a: {do: [trust = 9, body = trust * 10 - 49, trust -= 99], choices: [{text: Wait., say: '{trust}'}]}"
        )
    )
    assert (play.values["trust"], play.values["body"]) == (0, 1)


def test_items_and_words(story: Make) -> None:
    play = Playthrough(
        story(
            """
a:
  do: [take(ring), take(ring), drop(map)]
  choices:
    - {text: Give it away., if: has(ring) and ring, do: [drop(ring), version = mercy], say: "It is {version}.", to: b}
b:
  choices:
    - {text: Never., if: version != mercy, to: a}
    - {text: Always., if: version == mercy and not ring, to: a}
"""
        )
    )
    assert [item.title for item in play.carried] == ["Ring on a cord"]
    assert str(play.choose("give_it_away")) == "It is mercy."
    assert play.carried == ()
    assert keys(play) == ["always"]
    assert play.values["version"] == "mercy"
    assert play.values["ring"] is False


DREAM = """
a: {do: take(ring), choices: [{text: Sleep., do: [open_gate = true, take(map)], to: b}]}
b: {text: Asleep., choices: [{text: Wake., do: [open_gate = false, drop(ring)], to: a}]}
"""


def test_what_is_carried_is_shown_only_while_the_story_says(story: Make) -> None:
    play = Playthrough(story(DREAM, head=HEAD.format(start="a") + "carried: not open_gate\n"))
    assert [item.name for item in play.carried] == ["ring"]
    before = standing_of(play)
    play.choose("sleep")
    assert (play.carried, play.shows_carried) == ((), False)
    asleep = standing_of(play)
    assert not any(changes_between(before, asleep))
    play.choose("wake")
    assert [item.name for item in play.carried] == ["ring", "map"]
    assert not any(changes_between(asleep, standing_of(play)))


def test_visited_holds_from_entering_and_turns_count_the_scene(story: Make) -> None:
    play = Playthrough(
        story(
            """
a:
  text: "{visited(a): In.|Out.} {visited(b): Been.|Not been.} {seq: one|two} {cycle: x|y|z}"
  choices:
    - {text: "Go {seq: up|down}.", id: go, say: "Said {cycle: 1|2}.", to: b}
b:
  choices: [{text: Back., to: a}]
"""
        )
    )
    seen = [str(play.passage)]
    for _ in range(4):
        play.choose("go")
        play.choose("back")
        seen.append(str(play.passage))
    assert seen == [
        "In. Not been. one x",
        "In. Been. two y",
        "In. Been. two z",
        "In. Been. two x",
        "In. Been. two y",
    ]
    assert play.offers[0].text == "Go down."


def test_undo_and_redo(story: Make) -> None:
    play = Playthrough(
        story(
            "a: {text: 'Trust {trust}.', choices: [{text: More., do: trust += 1, to: a}, {text: Less., do: trust -= 1, to: a}]}"
        )
    )
    assert not play.undo()
    assert not play.redo()
    play.choose("more")
    play.choose("more")
    after = (play.scene, dict(play.values), play.log, play.passage)
    assert play.undo()
    assert str(play.passage) == "Trust 2."
    assert play.redo()
    assert (play.scene, dict(play.values), play.log, play.passage) == after
    play.undo()
    play.choose("less")
    assert not play.redo()
    assert play.values["trust"] == 1


def test_a_log_gives_the_same_playthrough(story: Make) -> None:
    made = story("a: {text: 'Trust {trust}.', choices: [{text: More., say: Good., do: trust += 1, to: a}]}")
    play = Playthrough(made)
    play.choose("more")
    play.choose("more")
    again = Playthrough(made, log=play.log)
    assert (again.scene, again.values, again.passage, again.offers) == (
        play.scene,
        play.values,
        play.passage,
        play.offers,
    )
    assert (
        str(again.transcript()) == "Trust 1.\n\n> More.\n\nGood.\n\nTrust 2.\n\n> More.\n\nGood.\n\nTrust 3."
    )
    with pytest.raises(ChoiceError, match="step 1"):
        Playthrough(made, log=[("b", "more")])


def test_the_recap_tells_the_scene_from_where_it_was_entered(story: Make) -> None:
    play = Playthrough(
        story(
            "a: {text: Hall., choices: [{text: Go., to: b}]}\nb: {text: Yard., choices: [{text: Look., say: Dust.}, {text: Again., to: b}]}"
        )
    )
    play.choose("go")
    play.choose("look")
    play.choose("look")
    assert [str(passage) for passage in play.recap()] == ["Yard.", "Dust.", "Dust."]
    play.choose("again")
    assert [str(passage) for passage in play.recap()] == ["Yard."]
    assert str(play.choose("look")) == "Dust."


def test_pages_status_place_and_titles(story: Make) -> None:
    made = story(
        """
a:
  title: Night
  place: Tower {trust}
  text: Here.
  choices: [{text: Get hurt., do: [body -= 1, open_gate = true], say: Ow.}]
""",
        pages="""
- {id: notebook, title: Notebook, key: n, text: [{if: open_gate, text: "Hurt {cycle: once|twice}."}]}
- {id: people, title: People, text: Dong-hyuk.}
""",
    )
    play = Playthrough(made)
    assert (play.place, play.status, play.chapter.title) == ("Tower 1", "hurt", "One")
    assert [part.kind for part in play.passage.parts] == ["title", "text"]
    assert str(play.passage) == "Here."
    assert [page.id for page in play.pages] == ["people"]
    play.choose("get_hurt")
    assert [(page.id, page.key, str(page)) for page in play.pages] == [
        ("notebook", "n", "Hurt once."),
        ("people", "", "Dong-hyuk."),
    ]
    assert play.status == "failing"


CHANCE = """
a:
  text: "{any: One|Two|Three|Four} and {any: one|two|three|four}."
  choices:
    - {text: "{any: Go|Run|Walk|Crawl} round.", id: round, to: a}
    - {text: "{any: Wait|Stay|Sit|Stand}.", id: wait, say: "{choice} {any: Rain|Snow|Fog|Sun}."}
    - {text: Leave., to: z}
z: {ending: {title: "{any: Over|Done|Out|Gone}"}}
"""


def test_a_playthrough_is_copied_by_its_log_and_nothing_else_is_said_to_be_a_copy(story: Make) -> None:
    play = Playthrough(
        story("a: {choices: [{id: on, text: On., say: You go.}, {text: Out., to: b}]}\n" + END)
    )
    play.choose("on")
    copy = Playthrough(play.story, play.log, start=play.start, seed=play.seed)
    play.undo()
    assert (len(copy.log), str(copy.passage)) == (1, "You go.")
    for way in (deepcopy, pickle.dumps):
        for thing in (play, play.story):
            with pytest.raises(TypeError, match="a Story can't be copied or pickled"):
                way(thing)


def test_chance_chooses_words_and_keeps_to_them(story: Make) -> None:
    made = story(CHANCE)
    told = set()
    for seed in range(8):
        play = Playthrough(made, seed=seed)
        for key in ("round", "wait", "wait", "round", "leave"):
            offered = next(offer.text for offer in play.offers if offer.key == key)
            assert play.offers == play.offers
            passage = play.choose(key)
            assert passage.choice == offered
            if key == "wait":
                assert str(passage).startswith(offered)
        shown = play.transcript()
        play.undo()
        play.redo()
        assert play.transcript() == shown
        kept = restore(made, decode(encode(record_of(play)))).play
        assert (kept.seed, kept.transcript(), kept.ending) == (seed, shown, play.ending)
        told.add(str(shown))
    assert len(told) == 8


MOVES = """
yard:
  place: The yard
  text: Rain.
  choices:
    - {text: Go in., say: You knock., to: store}
    - {text: Walk., to: store}
    - {text: Wait., say: You wait., to: shed}
    - {text: Cross., say: You run., to: gate}
    - {text: Pass., to: gate}
store: {place: "The {open_gate: loft|store}", text: Flour., choices: [{text: Climb., say: Up., do: open_gate = true, to: store}]}
shed: {place: The yard, text: A shed., ending: {title: End}}
gate: {place: The gate, to: road}
road: {text: A road., to: hill}
hill: {place: The hill, text: A hill., ending: {title: End}}
"""


@pytest.mark.parametrize(
    ("choices", "told"),
    [
        ([], ["Rain."]),  # the head of the screen names it
        (["go_in"], ["You knock.", "at The store", "Flour."]),
        (["walk"], ["Flour."]),
        (["wait"], ["You wait.", "A shed."]),
        (["cross"], ["You run.", "at The gate", "A road.", "at The hill", "A hill."]),
        (["pass"], ["at The gate", "A road.", "at The hill", "A hill."]),
        (["go_in", "climb"], ["Up.", "at The loft", "Flour."]),
    ],
    ids=["start", "said", "nothing said", "same place", "two places", "passing", "same scene"],
)
def test_words_that_move_name_the_places_they_come_to(
    story: Make, choices: list[str], told: list[str]
) -> None:
    play = Playthrough(story(MOVES, "yard"))
    for key in choices:
        play.choose(key)
    shown = [
        f"at {one.paragraph}" if one.kind == "place" else str(one.paragraph) for one in play.passage.parts
    ]
    assert shown == (told if play.ending is None else [*told, "End"])
    assert Playthrough(play.story, play.log).transcript()[-1] == play.passage


def test_a_place_where_nothing_is_told_is_not_named(story: Make) -> None:
    scenes = """
yard: {place: The yard, text: Rain., choices: [{text: Go., say: You go., to: gate}]}
gate: {place: The gate, to: hill}
hill: {place: The hill, text: A hill., ending: {title: End}}
"""
    passage = Playthrough(story(scenes, "yard")).choose("go")
    assert [str(part.paragraph) for part in passage.parts] == ["You go.", "The hill", "A hill.", "End"]
    assert str(passage) == "You go.\n\nA hill."
