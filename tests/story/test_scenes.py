"""What an author may leave out of scenes and choices: `then`, scenes written in place, counts, lines."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from game import Playthrough, Story, load_story
from game.lint.check_story import lint
from game.proof.verify import verify
from tests.conftest import WriteStory

Make = Callable[..., Story]

COUNT = """
count:
  text: The count is short by one.
  choices:
    - text: Fetch him.
      say: He puts it down.
    - text: Say nothing.
      stay: true
      say: He counts again.
    - text: Run.
      to: wire
  then: goats
goats: {ending: {title: Goats}}
wire: {ending: {title: Wire}}
"""


def open_keys(play: Playthrough) -> list[str]:
    return [offer.key for offer in play.offers if offer.open]


def codes(folder: Path) -> list[str]:
    unused = ("R208", "R210")  # the variables of every story in these tests
    return [problem.code for problem in lint(folder) if problem.code not in unused]


def test_choices_lead_where_then_does_unless_they_say_otherwise(story: Make) -> None:
    play = Playthrough(story(COUNT, start="count"))
    assert str(play.choose("say_nothing")) == "He counts again."
    assert play.scene == "count"
    assert str(play.choose("fetch_him")) == "He puts it down."
    assert play.scene == "goats"
    play.undo()
    play.choose("run")
    assert play.scene == "wire"


def test_the_story_goes_on_by_then_when_no_choice_is_open(story: Make) -> None:
    play = Playthrough(
        story(
            """
a:
  choices:
    - {text: Wait., once: true, stay: true, say: You wait.}
  then: [{if: trust == 5, scene: b}, c]
b: {ending: {title: B}}
c: {ending: {title: C}}
"""
        )
    )
    play.choose("wait")
    assert play.scene == "c"


BRANCHES = """
count:
  text: The count.
  choices:
    - text: Ask him.
      say: He looks at the door.
      to:
        text: Not here, he says.
        choices:
          - text: Wait.
          - {text: Insist., do: trust -= 1}
          - text: Turn away.
            to:
              text: You turn.
              to: far
    - text: Gamble.
      outcomes:
        - {if: trust >= 3, to: {text: Luck., to: far}}
        - to: {text: None.}
  then:
    text: On you go.
    to: out
far: {ending: {title: Far}}
out: {ending: {title: Out}}
"""


def test_a_scene_stands_where_its_name_would(story: Make) -> None:
    made = story(BRANCHES, start="count")
    assert list(made.scenes) == [
        "count",
        "count.ask_him",
        "count.ask_him.turn_away",
        "count.gamble",
        "count.gamble.2",
        "count.then",
        "far",
        "out",
    ]
    assert made.scenes["count.ask_him"].written_in == "count"
    assert made.chapter("count.ask_him.turn_away").id == "one"
    play = Playthrough(made)
    assert str(play.choose("ask_him")) == "He looks at the door.\n\nNot here, he says."
    assert play.scene == "count.ask_him"
    assert str(play.choose("insist")) == "On you go."
    assert (play.scene, play.values["trust"]) == ("out", 0)
    play.undo()
    assert str(play.choose("turn_away")) == "You turn."
    assert play.scene == "far"
    again = Playthrough(made)
    assert str(again.choose("gamble")) == "None.\n\nOn you go."


def test_a_choice_called_then_does_not_take_the_name_of_the_scene_in_then(story: Make) -> None:
    made = story(
        "a: {choices: [{text: Then., to: {to: b}}], then: {text: So., to: b}}\nb: {ending: {title: B}}"
    )
    assert set(made.scenes) == {"a", "a.then", "a.then.2", "b"}


def test_what_happened_can_be_asked(story: Make) -> None:
    play = Playthrough(
        story(
            """
a:
  do: trust = visits(a)
  text: "{visits(a) >= 3: Enough.|Again.}"
  choices:
    - {text: Round., to: a}
    - {text: Ask., stay: true, say: You ask.}
    - {text: Out., if: visits(a) >= 3 and chosen(ask), to: b}
  then: b
b:
  text: "{chosen(a.ask): You asked.|}{chosen(a.round): You went round.|}"
  choices:
    - {text: Stop., to: z}
z: {ending: {title: Z}}
"""
        )
    )
    assert (str(play.passage), play.values["trust"]) == ("Again.", 1)
    play.choose("round")
    assert "out" not in open_keys(play)
    play.choose("ask")
    assert (str(play.choose("round")), play.values["trust"]) == ("Enough.", 3)
    assert str(play.choose("out")) == "You asked.You went round."


def test_counters_go_no_further_than_anybody_asks(story: Make) -> None:
    made = story(
        """
a: {choices: [{text: Go., if: visits(a) >= 3, to: a}, {text: Out., to: b}]}
b: {choices: [{text: Go., if: visits(b) == 3, to: a}, {text: On., to: c}]}
c: {choices: [{text: Go., if: 2 < visits(c), to: z}, {text: Back., if: visits(d) + trust <= 3, to: a}], to: z}
d: {do: trust += visits(z), choices: [{text: Back., if: visited(a) or chosen(back), to: a}], to: z}
z: {ending: {title: Z}}
"""
    )
    most = {scene: counter.counts[-1] for scene, counter in made.counters.scenes.items()}
    assert most == {"a": 3, "b": 4, "c": 3, "d": 4, "z": 5}
    assert {choice: one.counts[-1] for choice, one in made.counters.choices.items()} == {("d", "back"): 1}


def test_what_all_outcomes_have_in_common_stands_on_the_choice(story: Make) -> None:
    play = Playthrough(
        story(
            """
a:
  choices:
    - text: Pay.
      do: trust -= 1
      say: You pay.
      outcomes:
        - {if: trust >= 1, do: trust += 3, say: He nods., to: b}
        - {say: He shrugs., to: b}
b: {ending: {title: B}}
"""
        )
    )
    assert str(play.choose("pay")) == "You pay.\n\nHe nods."
    assert play.values["trust"] == 3


def test_effects_may_stand_one_a_line(story: Make) -> None:
    play = Playthrough(
        story(
            "a:\n  do: |\n    trust = 3\n\n    take(ring)\n  choices: [{text: Go., to: b}]\nb: {ending: {title: B}}"
        )
    )
    assert (play.values["trust"], play.values["ring"]) == (3, True)


def test_a_say_moves_on_by_how_often_its_choice_was_taken(story: Make) -> None:
    play = Playthrough(
        story(
            """
a:
  text: "{seq: First.|Second.}"
  choices:
    - {text: "Knock{seq: |again}.", say: "{seq: Once.|Twice.|More.}"}
    - {text: Round., say: "{cycle: Left.|Right.}", to: a}
    - {text: Out., to: z}
z: {ending: {title: Z}}
"""
        )
    )
    assert play.offers[0].text == "Knock."
    assert [str(play.choose("knock_seq_again")) for _ in range(4)] == ["Once.", "Twice.", "More.", "More."]
    assert play.offers[0].text.replace(" ", "") == "Knockagain."
    assert [str(play.choose("round")) for _ in range(3)] == [
        "Left.\n\nSecond.",
        "Right.\n\nSecond.",
        "Left.\n\nSecond.",
    ]


def test_lint_and_the_proof_know_them(write_story: WriteStory) -> None:
    folder = write_story(BRANCHES.replace("trust >= 3", "trust >= 1"), start="count")
    assert codes(folder) == []
    wrong = write_story(
        """
a:
  choices:
    - {text: Never., if: visits(a) == 2, to: b}
    - {text: Ask., do: trust = 5, say: "{seq: One.|Two.}"}
    - {text: Wait., stay: true, say: "{seq: One.|Two.}"}
  then:
    - {if: trust == 5, scene: b}
    - {if: trust == 4, scene: {text: Four., to: b}}
    - c
b: {ending: {title: B}}
c: {ending: {title: C}}
"""
    )
    told = {(one.problem.code, one.problem.message) for one in verify(load_story(wrong)).findings}
    assert told == {
        ("G501", "the ending `c` is never reached"),
        ("G501", "the scene `a.then` is never reached"),
        ("G502", "the choice `never` is never open"),
        ("G504", "the way on to `a.then` is never taken"),
        ("G504", "the way on to `c` is never taken"),
        ("G506", "alternative 2 of `{seq: …}` is never shown"),
    }
