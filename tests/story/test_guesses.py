"""What authors of other tools type, and what they are told: one row a guess."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from game.lint.check_story import lint
from game.story.diagnostics.guesses.braces import guess_braces
from game.story.diagnostics.guesses.conditions import guess_condition
from game.story.diagnostics.guesses.effects import guess_effect
from game.story.diagnostics.guesses.guess import Guess
from game.story.language.operators import EFFECTS, FUNCTIONS
from game.story.text.alternatives import ALTERNATIVES
from tests.conftest import WriteStory

HEAD = """\
format: 1
id: guesses
title: Guesses
start: a
chapters: {one: One}
variables:
  coins: {range: [0, 9], start: 1}
  mood: {values: [calm, angry, sad], start: calm}
  brave: {start: false}
"""
ITEMS = "items:\n  ring: {name: Ring}\n"
END = "z: {ending: {title: E}}\n"
GO = "    - {text: Go., to: z}\n"


def _choice(more: str) -> str:
    return f"a:\n  choices:\n{GO}    - text: Pick up.\n      {more}\n"


def _told(more: str) -> tuple[str, str]:
    return HEAD + ITEMS, f"{_choice(more)}      to: z\n{END}"


# Where something is typed, and the story that has it there: story.yaml and the scenes.
PLACES: dict[str, Callable[[str], tuple[str, str]]] = {
    "text": lambda typed: (
        HEAD + ITEMS,
        f"a:\n  text: {json.dumps(typed)}\n  choices:\n    - {{text: Pick up., to: z}}\n{END}",
    ),
    "cond": lambda typed: _told(f"if: {typed}"),
    "eff": lambda typed: _told(f"do: {typed}"),
    "ckey": _told,
    "skey": lambda typed: (HEAD + ITEMS, f"a:\n  text: Hello.\n  {typed}\n  choices:\n{GO}{END}"),
    "choice": lambda typed: (HEAD + ITEMS, f"a:\n  choices:\n{GO}    - {typed}\n{END}"),
    "to": lambda typed: (HEAD + ITEMS, f"{_choice(f'to: {typed}')}{END}"),
    "var": lambda typed: (f"{HEAD}  {typed}\n{ITEMS}", f"a: {{to: z}}\n{END}"),
    "items": lambda typed: (f"{HEAD}{typed}\n", f"a: {{to: z}}\n{END}"),
    "top": lambda typed: (f"{HEAD}{ITEMS}{typed}\n", f"a: {{to: z}}\n{END}"),
}

GUESSES = [
    ("text", "A {any} b", "`any` has no alternatives here", "write `{any: …|…}`"),
    (
        "text",
        "A {brave: a|b|c} b",
        "a condition has two alternatives at most",
        "put another condition into the second: `{brave: …|{…: …|…}}`",
    ),
    (
        "text",
        "A {one|two} b",
        "nothing says here when which of these is shown",
        "write `{seq: one|two}`, one after the other, or `{any: one|two}`, by chance",
    ),
    ("text", "A {~one|two} b", "`~` is not the sign for words by chance", "write `{any: one|two}`"),
    (
        "text",
        "A {!one|two} b",
        "`!` is not the sign for words that are shown once each",
        "write `{seq: one|two|}`",
    ),
    ("text", "A {&one|two} b", "`&` is not the sign for words that go round", "write `{cycle: one|two}`"),
    ("text", "A {shuffle: one|two} b", "words by chance are called `any`", "write `{any: one|two}`"),
    (
        "text",
        "A {once: one|two} b",
        "what is shown once is a `seq` that ends in nothing",
        "write `{seq: one|two|}`",
    ),
    (
        "text",
        "A {stopping: one|two} b",
        "words one after the other are called `seq`",
        "write `{seq: one|two}`",
    ),
    (
        "text",
        "A {else: two} b",
        "an `else` stands behind the `|` of its condition",
        "write `{condition: …|two}`",
    ),
    ("text", "A {if brave: a|b} b", "a condition in a text needs no `if`", "write `{brave: a|b}`"),
    (
        "text",
        "A {random(1,6)} b",
        "nothing that steers a story is left to chance: a proof holds for every playthrough",
        "let the words vary: `{any: 1|2|3|4|5|6}`",
    ),
    (
        "text",
        "A {coins + 1} b",
        "braces print a variable and don't compute",
        "keep it in a variable, `do: total = coins + 1`, and print `{total}`",
    ),
    ("text", "A {brave ? a : b} b", "`?` is not the sign of a condition in a text", "write `{brave: a|b}`"),
    (
        "text",
        "A {mood: a|b} b",
        "`mood` has 3 values, and 2 alternatives stand here",
        "write one for each, in this order: calm, angry, sad",
    ),
    (
        "text",
        "A {coins: a|b|c} b",
        "`coins` has 10 values, and 3 alternatives stand here",
        "write one for each, in this order: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9",
    ),
    (
        "text",
        "A {visited(a) > 2: x} b",
        "how often a scene was entered is asked with `visits`",
        "write `{visits(a) > 2: x}`",
    ),
    (
        "text",
        "A {pick_up: x} b",
        "there is no variable `pick_up`",
        "`pick_up` is a choice: write `chosen(a.pick_up)`",
    ),
    (
        "text",
        "A {choice(pick_up): x} b",
        "whether a choice was taken is asked with `chosen`",
        "write `{chosen(pick_up): x}`",
    ),
    ("text", "A {{coins}} b", "one brace is enough", "write `{coins}`"),
    ("text", "A {$coins} b", "a variable is written without a sign in front", "write `{coins}`"),
    ("text", "A {has ring: x} b", "`has` wants a name in parentheses", "write `has(ring)`"),
    ("text", "A {i}x{/i} b", "there are no signs for looks but the star", "write `*words*` for stress"),
    ("text", "A {-> z} b", "a text leads nowhere", "write `to:` in the choice or the scene"),
    ("text", "A {coins = 3} b", "a text changes nothing", "write `do: coins = 3` in the scene or the choice"),
    ("text", "A {first: x} b", "what is shown once is a `seq` that ends in nothing", "write `{seq: x|}`"),
    ("text", "A {print coins} b", "a value is printed by its name alone", "write `{coins}`"),
    ("text", "A @{brave a|b} b", "a `:` parts a condition from its words", "write `{brave: a|b}`"),
    ("text", "A {brave}x{endif} b", "`brave` is true or false, and can't be printed", "write `{brave: …|…}`"),
    (
        "text",
        "A {elif brave: x} b",
        "another condition stands in the second alternative",
        "write `{…: …|{brave: x}}`",
    ),
    (
        "cond",
        "c ? a : b",
        "`?` is not part of the language",
        "two cases are two `outcomes`, or two blocks, each with its `if`",
    ),
    (
        "cond",
        "coins / 2 > 1",
        "there is no division here: numbers are whole",
        "multiply the other side instead: `a > 2 * b` for `a / 2 > b`",
    ),
    (
        "cond",
        "coins % 2 == 0",
        "there is no remainder here",
        "keep what you want to know in a variable of its own",
    ),
    (
        "cond",
        "mood in [calm, sad]",
        "there are no lists in a condition",
        "write `mood == calm or mood == sad`",
    ),
    (
        "cond",
        "mood not in [calm, sad]",
        "there are no lists in a condition",
        "write `mood != calm and mood != sad`",
    ),
    ("cond", "[brave, coins > 2]", "a condition is one text, and no list", "write `brave and coins > 2`"),
    (
        "cond",
        "[count(brave, brave) > 1, coins > 2]",
        "a condition is one text, and no list",
        "write `count(brave, brave) > 1 and coins > 2`",
    ),
    (
        "cond",
        "visited(a) > 2",
        "how often a scene was entered is asked with `visits`",
        "write `visits(a) > 2`",
    ),
    ("cond", 'visited("a")', "the name of a scene stands without quotes", "write `visited(a)`"),
    ("cond", "coins gt 3", "`gt` is not part of the language", "write `coins > 3`"),
    ("cond", "coins gte 3", "`gte` is not part of the language", "write `coins >= 3`"),
    ("cond", "mood eq calm", "`eq` is not part of the language", "write `mood == calm`"),
    ("cond", "$coins > 3", "a variable is written without a sign in front", "write `coins > 3`"),
    ("cond", "has ring", "`has` wants a name in parentheses", "write `has(ring)`"),
    ("cond", "ring in inventory", "an item is asked for with `has`", "write `has(ring)`"),
    (
        "cond",
        "random(1, 6) > 3",
        "nothing that steers a story is left to chance: a proof holds for every playthrough",
        "let the words vary, `{any: …|…}`, or let the player choose",
    ),
    ("cond", "seen(a)", "whether a scene was entered is asked with `visited`", "write `visited(a)`"),
    ("cond", "coins <> 3", "`<>` is not part of the language", "write `coins != 3`"),
    ("cond", "coins \u2212 1 > 0", "this dash is not the minus sign", "write `coins - 1 > 0`"),
    ("cond", "brave is true", "`is` is not part of the language", "write `brave`"),
    ("cond", "mood is not calm", "`is not` is not part of the language", "write `mood != calm`"),
    (
        "cond",
        "chosen(pick_up) > 1",
        "`chosen` is true or false: whether the choice was ever taken",
        "write `chosen(pick_up)`, or count in a variable",
    ),
    ("eff", "set coins to 5", "an effect needs no word in front", "write `coins = 5`"),
    ("eff", "set coins = 5", "an effect needs no word in front", "write `coins = 5`"),
    ("eff", "~ coins = 5", "an effect needs no sign in front", "write `coins = 5`"),
    ("eff", "$coins = 5", "a variable is written without a sign in front", "write `coins = 5`"),
    ("eff", "coins *= 2", "`*=` is not part of the language", "write `coins = coins * 2`"),
    ("eff", "coins /= 2", "there is no division here: numbers are whole", "take away a fixed number: `-= 1`"),
    ("eff", "coins := 5", "`:=` is not part of the language", "write `coins = 5`"),
    (
        "eff",
        "coins = random(1, 6)",
        "nothing that steers a story is left to chance: a proof holds for every playthrough",
        "let the words vary, `{any: …|…}`, or let the player choose",
    ),
    ("eff", "give(ring)", "an item is taken with `take`", "write `take(ring)`"),
    ("eff", "get ring", "an item is taken with `take`", "write `take(ring)`"),
    ("eff", "inventory += ring", "an item is taken with `take`", "write `take(ring)`"),
    ("eff", "remove(ring)", "an item is left with `drop`", "write `drop(ring)`"),
    ("eff", "toggle brave", "`not` turns true to false and back", "write `brave = not brave`"),
    ("eff", "-> z", "an effect leads nowhere", "write `to: z` beside `do`"),
    ("eff", "goto z", "an effect leads nowhere", "write `to: z` beside `do`"),
    (
        "eff",
        "coins %+ 10",
        "there are no percentages here",
        "write `coins += 10`: its range cuts off what is too much",
    ),
    ("eff", "coins \u2013= 1", "this dash is not the minus sign", "write `coins -= 1`"),
    (
        "eff",
        "coins = coins ? 1 : 2",
        "`?` is not part of the language",
        "write two `outcomes`, each with its `if` and `do`",
    ),
    ("ckey", "next: z", "a choice has no key `next`", "write `to: z`"),
    ("ckey", "goto: z", "a choice has no key `goto`", "write `to: z`"),
    ("ckey", "condition: brave", "a choice has no key `condition`", "write `if: brave`"),
    ("ckey", "set: coins = 1", "a choice has no key `set`", "write `do: coins = 1`"),
    ("ckey", "unless: brave", "a choice has no key `unless`", "write `if: not (brave)`"),
    ("ckey", "disabled: Not now.", "a choice has no key `disabled`", "write `locked`"),
    ("ckey", "effects: coins += 1", "a choice has no key `effects`", "write `do: coins += 1`"),
    (
        "ckey",
        "choices: []",
        "a choice has no key `choices`",
        "choices behind a choice stand in a scene, written under its `to`",
    ),
    (
        "ckey",
        "weight: 3",
        "a choice has no key `weight`",
        "nothing that steers a story is left to chance: a proof holds for every playthrough; let the words vary, `{any: 3|3}`, or let the player choose",
    ),
    ("ckey", "response: Yes.", "a choice has no key `response`", "write `say`"),
    (
        "ckey",
        "input: name",
        "a choice has no key `input`",
        "readers type no text: what they may answer are choices",
    ),
    ("skey", "on_enter: coins += 1", "a scene has no key `on_enter`", "write `do: coins += 1`"),
    (
        "skey",
        "image: x.png",
        "a scene has no key `image`",
        "there are no images in a terminal; a text can begin with a drawing, four blanks deeper",
    ),
    ("skey", "tags: [a]", "a scene has no key `tags`", "what is for you alone stands behind a `#`"),
    ("skey", "note: remember", "a scene has no key `note`", "what is for you alone stands behind a `#`"),
    (
        "skey",
        "include: b.yaml",
        "a scene has no key `include`",
        "every file of a chapter's folder is read: nothing is included",
    ),
    (
        "skey",
        "gosub: z",
        "a scene has no key `gosub`",
        "no scene returns by itself: write the scene in place, and give the one around it a `then`",
    ),
    ("skey", "options: []", "a scene has no key `options`", "write `choices`"),
    ("skey", "body: Hi", "a scene has no key `body`", "write `text: Hi`"),
    ("skey", "next: z", "a scene has no key `next`", "write `to: z`"),
    ("skey", "set: coins = 1", "a scene has no key `set`", "write `do: coins = 1`"),
    (
        "skey",
        "music: x.ogg",
        "a scene has no key `music`",
        "there is no sound: this is read in a terminal; let the words say it",
    ),
    ("skey", "speaker: Bob", "a scene has no key `speaker`", "who speaks is said in the text"),
    (
        "skey",
        "timer: 5",
        "a scene has no key `timer`",
        "no clock runs: count choices in a variable, `do: hours -= 1`",
    ),
    (
        "to",
        "END",
        "there is no scene `END`: a story ends where a scene has an `ending`",
        "write a scene `the_end: {ending: {title: The end}}`, and `to: the_end`",
    ),
    (
        "to",
        "DONE",
        "there is no scene `DONE`: a story ends where a scene has an `ending`",
        "write a scene `the_end: {ending: {title: The end}}`, and `to: the_end`",
    ),
    (
        "to",
        "back",
        "there is no scene `back`: the way back is a scene like any other",
        "name the scene, or keep in a variable where the player came from and lead there by a list",
    ),
    (
        "to",
        "self",
        "there is no scene `self`: without a `to` the player stays",
        "leave out `to`; in a scene with a `then`, write `stay: true`",
    ),
    ("to", '"-> z"', "there is no scene `-> z`: `to` holds a name and no sign", "write `to: z`"),
    ("to", '"[[z]]"', "there is no scene `[[z]]`: `to` holds a name and no sign", "write `to: z`"),
    (
        "to",
        "one/z",
        "there is no scene `one/z`: `to` holds a name, and not where the scene stands",
        "write `to: z`",
    ),
    (
        "to",
        "z.yaml",
        "there is no scene `z.yaml`: `to` holds a name, and not where the scene stands",
        "write `to: z`",
    ),
    (
        "var",
        "gold: {start: 3}",
        "`3` is neither true nor false, and there is no `range` and no `values`",
        "a number has a range: write `{range: [0, 10], start: 3}`",
    ),
    (
        "var",
        "name: {start: Anna}",
        "`Anna` is neither true nor false, and there is no `range` and no `values`",
        "a word is one of several: write `{values: [anna, …], start: anna}`",
    ),
    (
        "var",
        "taste: {values: [Very sour], start: Very sour}",
        "`Very sour` can't be a word: small letters, digits and `_`, a letter first",
        "write `very_sour`",
    ),
    (
        "var",
        "gold: {min: 0, max: 9, start: 3}",
        "a variable has no key `min`",
        "write `range: [lowest, highest]`",
    ),
    (
        "var",
        "gold: {type: int, range: [0, 9], start: 3}",
        "a variable has no key `type`",
        "leave it out: a `range` makes it a number, `values` a word, neither true or false",
    ),
    ("var", "gold: {default: 3, range: [0, 9]}", "a variable has no key `default`", "write `start: 3`"),
    (
        "var",
        "gold: {range: 0-9, start: 3}",
        "a range is its lowest and its highest value, like `[0, 5]`",
        "write `[0, 9]`",
    ),
    (
        "var",
        "gold: 3",
        "a variable is a map of keys and values",
        "a number has a range: write `{range: [0, 10], start: 3}`",
    ),
    (
        "var",
        "name: Anna",
        "a variable is a map of keys and values",
        "a word is one of several: write `{values: [anna, …], start: anna}`",
    ),
    ("var", "brave2: true", "a variable is a map of keys and values", "write `{start: true}`"),
    ("items", "items: [apple]", "items are a map of names and what they are", "write `apple: {name: Apple}`"),
    ("items", "items:\n  apple:", "this item is empty", "write `apple: {name: Apple}`"),
    ("items", "items:\n  apple: An apple", "an item is a map of keys and values", "write `{name: An apple}`"),
    ("top", "author: Me", "a story has no key `author`", "write `byline: Me`"),
    ("top", "inventory: {}", "a story has no key `inventory`", "write `items`"),
    ("top", "language: en", "a story has no key `language`", "nothing needs to be told of the language"),
    (
        "text",
        "A {pick_up} b",
        "there is no variable `pick_up`",
        "`pick_up` is a choice: write `chosen(a.pick_up)`",
    ),
    ("text", "A {a: x} b", "there is no variable `a`", "`a` is a scene: write `visited(a)`"),
    ("text", "A {coins.title} b", "a value is printed as it is", "write `{coins}`"),
    (
        "cond",
        "coins > 5%",
        "there is no remainder here",
        "keep what you want to know in a variable of its own",
    ),
    (
        "cond",
        "brave and random() > 3",
        "nothing that steers a story is left to chance: a proof holds for every playthrough",
        "let the words vary, `{any: …|…}`, or let the player choose",
    ),
    ("cond", 'inventory.has("ring")', "an item is asked for with `has`", "write `has(ring)`"),
    ("cond", 'mood == "calm"', '`"` is not part of the language', "words stand here without quotes"),
    ("cond", "brave && coins > 1", "`&&` is not part of the language", "write `brave and coins > 1`"),
    ("cond", "coins => 3", "`=>` is not part of the language", "write `>=`"),
    (
        "cond",
        "turns_since(z) > 3",
        "how long ago something happened is not known here",
        "count it in a variable: `do: hours += 1`",
    ),
    ("eff", '"<<set $coins to 5>>"', "an effect needs no word in front", "write `coins = 5`"),
    ("eff", '"*set coins 5"', "an effect needs no word in front", "write `coins = 5`"),
    ("eff", "coins++", "`++` is not part of the language", "write `coins += 1`"),
    ("eff", "VAR coins = 5", "an effect needs no word in front", "write `coins = 5`"),
    ("eff", "brave = !brave", "`not` turns true to false and back", "write `brave = not brave`"),
    ("eff", "brave = !ring", "`not` turns true to false and back", "write `brave = not ring`"),
    ("eff", "print coins", "an effect prints nothing", "write `say:` beside `do`"),
    (
        "eff",
        "if brave then coins = 1",
        "an effect has no condition of its own",
        "write `outcomes`, each with its `if` and `do`",
    ),
    ("ckey", "requires: brave", "a choice has no key `requires`", "write `if: brave`"),
    ("ckey", "hide_if: brave", "a choice has no key `hide_if`", "write `if: not (brave)`"),
    ("ckey", "once_only: true", "a choice has no key `once_only`", "write `once: true`"),
    (
        "ckey",
        "timer: 5",
        "a choice has no key `timer`",
        "no clock runs: count choices in a variable, `do: hours -= 1`",
    ),
    (
        "skey",
        "if: brave",
        "a scene has no key `if`",
        "a scene has no condition: it stands in the `to` or the choice that leads here",
    ),
    ("skey", "end: The end", "a scene has no key `end`", "write `ending: {title: The end}`"),
    (
        "var",
        "gold: {low: 0, high: 9, start: 3}",
        "a variable has no key `low`",
        "write `range: [lowest, highest]`",
    ),
    ("var", "gold: {range: [0, 9], initial: 3}", "a variable has no key `initial`", "write `start: 3`"),
    (
        "top",
        "scenes: []",
        "a story has no key `scenes`",
        "scenes stand in files of their own, in the folder of a chapter",
    ),
    ("top", "start_scene: a", "a story has no key `start_scene`", "write `start: a`"),
    ("eff", "$coins to 1", "a variable is written without a sign in front", "write `coins = 1`"),
    ("eff", "$coins to $coins - 2", "a variable is written without a sign in front", "write `coins -= 2`"),
    ("eff", "$coins++", "a variable is written without a sign in front", "write `coins += 1`"),
    ("eff", "coins = $coins", "a variable is written without a sign in front", "write `coins = coins`"),
    ("eff", "coins to 1", "an effect sets by `=`", "write `coins = 1`"),
    ("eff", "coins +2", "`+` alone changes nothing", "write `coins += 2`"),
    ("eff", "coins - 1", "`-` alone changes nothing", "write `coins -= 1`"),
    ("eff", '"(set: $coins to 3)"', "an effect needs no word in front", "write `coins = 3`"),
    ("eff", "(set: $coins to 3)", "an effect needs no word in front", "write `coins = 3`"),
    (
        "eff",
        "set coins to max(coins, 2)",
        "an effect needs no word in front",
        "write `coins = max(coins, 2)`",
    ),
    (
        "eff",
        "$coins to random(1, 6)",
        "nothing that steers a story is left to chance: a proof holds for every playthrough",
        "let the words vary, `{any: …|…}`, or let the player choose",
    ),
    (
        "eff",
        "if has(ring) then coins = 2",
        "an effect has no condition of its own",
        "write `outcomes`, each with its `if` and `do`",
    ),
    (
        "skey",
        "do: if has(ring) then coins = 2",
        "an effect has no condition of its own",
        "a scene has no `outcomes`: they stand in the choice that leads here, each with its `if` and `do`",
    ),
    ("eff", "mood = cross", "there is no word or variable `cross`", "write `calm` or `angry` or `sad`"),
    ("eff", "Coins += 1", "there is no variable `Coins`", "did you mean `coins`?"),
    ("cond", "coins gt 3 && !ring", "`gt` is not part of the language", "write `coins > 3 and not ring`"),
    (
        "cond",
        "(coins == 3) || brave is true",
        "`||` is not part of the language",
        "write `coins == 3 or brave`",
    ),
    (
        "cond",
        "(coins > 3 or ring) && brave",
        "`&&` is not part of the language",
        "write `(coins > 3 or ring) and brave`",
    ),
    (
        "cond",
        "$coins lt 3 and brave is false",
        "a variable is written without a sign in front",
        "write `coins < 3 and not brave`",
    ),
    ("cond", "mood == cross", "there is no word or variable `cross`", "write `calm` or `angry` or `sad`"),
    (
        "cond",
        "chosen(Pick up)",
        "`chosen` wants a name: small letters, digits and `_`, no blanks",
        "write `chosen(pick_up)`",
    ),
    (
        "cond",
        "coins > 1 and visits(The Hut) > 2",
        "`visits` wants a name: small letters, digits and `_`, no blanks",
        "write `coins > 1 and visits(the_hut) > 2`",
    ),
    ("text", "A {if: coins > 2: a|b} b", "a condition in a text needs no `if`", "write `{coins > 2: a|b}`"),
    ("text", "A @{(coins > 5) a|b} b", "a `:` parts a condition from its words", "write `{coins > 5: a|b}`"),
    (
        "text",
        "A {coins gt 2 && brave: x} b",
        "`gt` is not part of the language",
        "write `{coins > 2 and brave: x}`",
    ),
    ("to", "[[z]]", "a `to` is one scene, or a list of them", "write `to: z`"),
    ("to", "[[Go on->z]]", "a `to` is one scene, or a list of them", "write `to: z`"),
    (
        "to",
        "Ferry Woman",
        "there is no scene `Ferry Woman`: a name has small letters, digits and `_`, and no blanks",
        "write `ferry_woman`",
    ),
    (
        "to",
        "ferryWoman",
        "there is no scene `ferryWoman`: a name has small letters, digits and `_`, and no blanks",
        "write `ferry_woman`",
    ),
    (
        "var",
        "metNun: {start: false}",
        "`metNun` can't be the name of a variable: small letters, digits and `_`, a letter first",
        "write `met_nun`",
    ),
    (
        "var",
        "gold: {range: [0, 3], start: 0, show: true}",
        "`show` tells readers the `words` of a variable, and there are none",
        "give it `words`, one for each value, or print the number in the `status` of the story",
    ),
    (
        "ckey",
        "selectable_if: brave",
        "a choice has no key `selectable_if`",
        "write `if: brave`, and `locked` with what is shown while it does not hold",
    ),
    ("ckey", "hide_reuse: true", "a choice has no key `hide_reuse`", "write `once: true`"),
    (
        "ckey",
        "disable_reuse: true",
        "a choice has no key `disable_reuse`",
        "write `once: true`; to keep it in sight, `if: not chosen(its_key)` and `locked`",
    ),
    ("ckey", "goto_scene: z", "a choice has no key `goto_scene`", "write `to: z`"),
    ("ckey", "stat: x", "a choice has no key `stat`", ""),
    ("skey", "ending: true", "an ending is a map of keys and values", "write `{title: The end}`"),
    (
        "choice",
        "[[Go out->The Hall]]",
        "a choice is a map of keys and values",
        "write `- {text: Go out, to: the_hall}`",
    ),
    (
        "choice",
        "text: [[Go out->z]]",
        "a text can't start with `[`: YAML reads it as the start of a list",
        "write `text: Go out` and `to: z`",
    ),
    (
        "cond",
        'visited("The Hut")',
        "`visited` wants a name: small letters, digits and `_`, no blanks",
        "write `visited(the_hut)`",
    ),
    (
        "choice",
        "{text: Buy {coins}., to: z}",
        "this `{` does not belong to the text for YAML, which reads it as the start of a map",
        "put the text in quotes: `text: 'Buy {coins}.'`",
    ),
]


@pytest.mark.parametrize(("place", "typed", "message", "help"), GUESSES)
def test_a_guess_is_answered_with_the_line_as_it_should_be(
    write_story: WriteStory, place: str, typed: str, message: str, help: str
) -> None:
    head, scenes = PLACES[place](typed)
    first = lint(Path(write_story(scenes, head=head)))[0]
    assert (first.message, first.help) == (message, help)


@pytest.mark.parametrize(
    ("guess", "typed"),
    [
        *((guess_effect, f"{word}({name})") for word in EFFECTS for name in ("ring", "coins", "brave")),
        *((guess_condition, f"{word}(ring)") for word in FUNCTIONS),
        *((guess_braces, f"{word}: one|two|three") for word in ALTERNATIVES),
    ],
)
def test_what_is_part_of_the_language_is_not_guessed_at(
    guess: Callable[[str], Guess | None], typed: str
) -> None:
    assert guess(typed) is None


@pytest.mark.parametrize(
    ("place", "typed", "marked"),
    [
        ("cond", "coins gt 3 && !ring", "gt"),
        ("cond", "ring && coins gt 3", "&&"),
        ("cond", "chosen(Pick up)", "Pick up"),
        ("choice", "{text: Buy {coins}., to: z}", "{"),
    ],
)
def test_the_sign_that_is_told_of_is_marked(
    write_story: WriteStory, place: str, typed: str, marked: str
) -> None:
    head, scenes = PLACES[place](typed)
    where = lint(Path(write_story(scenes, head=head)))[0].place
    line = scenes.split("\n")[where.line - 1]
    assert line[where.column - 1 :].startswith(marked)
    assert where.column > line.index(typed)
