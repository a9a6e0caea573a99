"""What is typed as a key of the format."""

from __future__ import annotations

from game.story.diagnostics.guesses.guess import CHANCE, CHANCE_HELP

_NOT_THERE = {
    **dict.fromkeys(
        ("image", "img", "picture", "background", "bg", "portrait", "sprite"),
        "there are no images in a terminal; a text can begin with a drawing, four blanks deeper",
    ),
    **dict.fromkeys(
        ("sound", "music", "audio", "video", "voice"),
        "there is no sound: this is read in a terminal; let the words say it",
    ),
    **dict.fromkeys(
        ("input", "prompt", "ask", "text_input"), "readers type no text: what they may answer are choices"
    ),
    **dict.fromkeys(("weight", "chance", "probability", "random", "odds"), CHANCE + "; " + CHANCE_HELP),
    **dict.fromkeys(
        ("timer", "timeout", "delay", "wait", "time_limit"),
        "no clock runs: count choices in a variable, `do: hours -= 1`",
    ),
    **dict.fromkeys(
        ("script", "code", "eval", "python", "js", "javascript", "macro", "function"),
        "there is no program code: `do` and `if` are all",
    ),
    **dict.fromkeys(
        (
            "tags",
            "tag",
            "note",
            "notes",
            "comment",
            "comments",
            "todo",
            "meta",
            "color",
            "colour",
            "position",
        ),
        "what is for you alone stands behind a `#`",
    ),
    **dict.fromkeys(
        ("include", "import", "imports", "includes", "extends"),
        "every file of a chapter's folder is read: nothing is included",
    ),
    **dict.fromkeys(
        ("gosub", "call", "return", "tunnel", "thread", "gosub_scene"),
        "no scene returns by itself: write the scene in place, and give the one around it a `then`",
    ),
    **dict.fromkeys(("speaker", "character", "who", "actor"), "who speaks is said in the text"),
    **dict.fromkeys(
        ("achievement", "achievements", "score", "points"),
        "nothing is scored: a variable counts, and an ending tells",
    ),
    **dict.fromkeys(("language", "lang", "locale"), "nothing needs to be told of the language"),
}

# Keys by the shape that they stand in: the key that is meant, if there is one, and the help.
_KEYS: dict[str, dict[str, tuple[str | None, str]]] = {}


def _mean(shapes: str, names: str, meant: str | None, help: str = "") -> None:
    """Add rows: in these shapes, these keys mean that one."""
    for shape in shapes.split():
        for name in names.split():
            _KEYS.setdefault(shape, {})[name] = (meant, help or f"write `{meant}`")


_mean(
    "scene choice outcome",
    "goto next target link divert jump destination leads_to go go_to goto_scene then_to continue",
    "to",
)
_mean("target", "to goto next target link divert jump", "scene")
_mean(
    "choice outcome block target",
    "condition cond when requires require required show_if visible visible_if available only_if enabled",
    "if",
)
_mean("choice outcome block target", "unless hide_if hidden not_if", None, "write `if: not (…)`")
_mean("choice", "disabled disabled_text unavailable locked_text greyed else", "locked")
_mean(
    "scene", "set effects effect on_enter enter on_entry action actions run exec before changes setup", "do"
)
_mean("choice outcome", "set effects effect action actions run exec on_choose on_select changes", "do")
_mean("choice outcome", "response reply result answer output reaction message", "say")
_mean("choice", "label option name title body content description caption", "text")
_mean(
    "choice", "selectable_if", None, "write `if: …`, and `locked` with what is shown while it does not hold"
)
_mean(
    "choice",
    "disable_reuse",
    None,
    "write `once: true`; to keep it in sight, `if: not chosen(its_key)` and `locked`",
)
_mean("choice", "once_only onetime one_time single_use hide_reuse", "once")
_mean(
    "choice",
    "sticky repeatable allow_reuse",
    None,
    "a choice stays without a word: what goes after once has `once: true`",
)
_mean(
    "choice outcome",
    "choices options",
    None,
    "choices behind a choice stand in a scene, written under its `to`",
)
_mean("choice outcome", "then", "to")
_mean("scene", "options links actions_list", "choices")
_mean("scene", "body content description desc passage prose words say narration", "text")
_mean("scene", "name heading header", "title")
_mean("scene", "end the_end game_over", "ending")
_mean(
    "scene",
    "if condition requires unless",
    None,
    "a scene has no condition: it stands in the `to` or the choice that leads here",
)
_mean("scene", "location where setting", "place")
_mean("ending", "say body content description", "text")
_mean("ending", "name", "title")
_mean("block", "say", "text")
_mean(
    "block",
    "do set effects effect to goto next",
    None,
    "a text changes nothing and leads nowhere: that stands in the scene or in a choice",
)
_mean("block", "elif elseif else_if", None, "give it a block of its own, with an `if`")
_mean("block", "otherwise", "else")
_mean(
    "variable",
    "min max minimum maximum low high from lowest highest",
    None,
    "write `range: [lowest, highest]`",
)
_mean(
    "variable",
    "type kind",
    None,
    "leave it out: a `range` makes it a number, `values` a word, neither true or false",
)
_mean("variable", "default initial value begin init starts", "start")
_mean("variable", "options choices enum states", "values")
_mean("variable", "labels names display", "words")
_mean("variable item", "description desc note notes comment text", "about")
_mean("item", "title label", "name")
_mean(
    "item", "start carried has", None, "nothing is carried at first: write `do: take(…)` in the first scene"
)
_mean("story", "name", "title")
_mean("story", "author authors by writer creator", "byline")
_mean("story", "description desc blurb summary", "about")
_mean("story", "inventory objects things", "items")
_mean("story", "vars flags state stats globals", "variables")
_mean("story", "first begin start_scene start_at entry", "start")
_mean("story", "warnings content_warnings triggers", "content_notes")
_mean("story", "statusline status_line status_bar hud header", "status")
_mean(
    "story",
    "scenes passages knots nodes",
    None,
    "scenes stand in files of their own, in the folder of a chapter",
)
_mean("story", "pages", None, "pages stand in a file of their own, `pages.yaml`")
_mean("page", "body content", "text")
_mean("page", "name", "title")
_mean("page", "shortcut hotkey", "key")
_mean("walkthrough", "choices steps path", "choose")
_mean("walkthrough", "ending result", None, "write `expect: {ending: …}`")


def guess_key(shape: str, name: str) -> tuple[str | None, str]:
    """Return the key that is most likely meant, None if there is no one, and the help; empty if not known."""
    found = _KEYS.get(shape, {}).get(name)
    if found is None:
        found = (None, _NOT_THERE.get(name, ""))
    return found
