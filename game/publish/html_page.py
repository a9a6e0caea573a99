"""The page: one HTML file with the story's program, the player and the front end in it.

The parts stand in files of their own, readable as they are: `page.html`, `page.css`, and ES modules. Put
together, the modules become one, without comments, indentation and the lines that import them from each
other; nothing is translated.

Two things keep a story from a stranger from doing anything in the page. Its words become text nodes only
(dom.js), and a content-security policy allows just this script and this style, known by their digests, and
no request to anywhere. The program is JSON in a script element that no browser runs, and has no `<` in it.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from game import __version__
from game.locale.messages import tr_later, words_in
from game.publish.compile import as_json, compile_story
from game.story.model import Story

HERE = Path(__file__).parent
MODULES = ("words.js", "player.js", "sha256.js", "saves.js", "storage.js", "dom.js", "dialogs.js", "page.js")

NO_SCRIPT = tr_later(
    "Please allow JavaScript for this page: it plays the story, and asks nothing of the network."
)

_SAID = re.compile(r'\bn?tr\("((?:[^"\\]|\\.)*)"')  # words that the page asks for
_IMPORT = re.compile(r'^import \{.*\} from "\./\w+\.js";\n', re.MULTILINE)
_CONSTANT = re.compile(r"\bconst(?=[ {[])")
_EXPORT = re.compile(r"^export ", re.MULTILINE)
_ONLY_FOR_READERS = re.compile(
    r"/\*\*?\s(?s:.*?)\*/|(?:^[ \t]*|(?<=[;{,] ))//.*|^[ \t]+|[ \t]+$", re.MULTILINE
)
_EXPRESSION = r"(?<=[(,=:] |.[(,=:])/(?![/*])(?:\[(?:[^\]\\]|\\.)*\]|[^/\\\n\[]|\\.)+/[dgimsuy]*"
_QUOTED = rf'"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`|{_EXPRESSION}'
_LOOSE = re.compile(rf"({_QUOTED})| ?(=>|[={{}},;<>&|?:()[\]!+*%^-]+) ?")
_LOOSE_STYLE = re.compile(rf"({_QUOTED})| ?([{{}},;<>/]+) ?|(?<=:) ")
_LINE_END = re.compile(r"(?<=[;{},(\[])\n|\n(?=[)}\].?:&|])")  # where no statement ends that has no `;`
_LAST_COMMA = re.compile(r"(?<=[\w)}\]\"`]),(?=[)}\]])|;(?=})")
_BETWEEN_TAGS = re.compile(r"(?<=>)\n *(?=<)")
_PLACE = re.compile(r"@(\w+)@")
# What could end the element that the program stands in, or a line of it, as JSON may write it too.
_IN_A_SCRIPT = {"<": "\\u003c", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def page(story: Story, language: str = "en", others: Mapping[str, Story] = MappingProxyType({})) -> str:
    """Build the whole page that plays a story, which is told in a language; in `others` too, by a switch."""
    script, style = _script(), _bare(_part("page.css"), _tight_style)
    words = {words: html.escape(spoken[0]) for words, spoken in page_words(language).items()}
    programs = {language: story, **others}
    parts = {
        "policy": _policy(script, style),
        "generator": html.escape(f"ESCAPE {__version__}"),
        "language": language.replace("_", "-"),
        "title": html.escape(story.title),
        "style": style,
        "menu": words.get("Menu", "Menu"),
        "log": words.get("The story", "The story"),
        "noscript": words.get(NO_SCRIPT, NO_SCRIPT),
        "programs": "\n".join(_program(code, told, code == language) for code, told in programs.items()),
        "script": script,
    }
    return _PLACE.sub(lambda match: parts[match[1]], _BETWEEN_TAGS.sub("", _part("page.html")))


def page_words(language: str) -> dict[str, tuple[str, ...]]:
    """Return what the page says in a language, by what it is in English; nothing where that is English."""
    there = words_in(language)
    said = {json.loads(f'"{found}"') for name in MODULES for found in _SAID.findall(_part(name))}
    return {words: there[words] for words in sorted(said | {NO_SCRIPT}) if words in there}


def _program(language: str, story: Story, is_first: bool) -> str:
    """Return the element with the story in a language, and what the page says in it."""
    id_ = ' id="program"' if is_first else ""
    words = html.escape(json.dumps(page_words(language), ensure_ascii=False, separators=(",", ":")))
    said = f' data-words="{words}"' if words != "{}" else ""
    code = language.replace("_", "-")
    program = _in_a_script(as_json(compile_story(story)))
    return f'<script type="application/json"{id_} lang="{code}"{said}>{program}</script>'


def _part(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def _script() -> str:
    """Join all modules into one; `const` was for readers of the source, and is the shorter `let` here."""
    whole = "\n".join(_part(name) for name in MODULES)
    return _CONSTANT.sub("let", _bare(_EXPORT.sub("", _IMPORT.sub("", whole)), _tight_script))


def _bare(source: str, tight: Callable[[str], str]) -> str:
    """Leave out comments, blanks, and ends of lines that only readers of the source need."""
    lines = filter(None, _ONLY_FOR_READERS.sub("", source).split("\n"))
    whole = "\n".join(map(tight, lines))
    return _LAST_COMMA.sub("", _LINE_END.sub("", whole)) + "\n"


def _tight_script(line: str) -> str:
    """Leave out the blanks of a line of a script that stand in no quotes and no regular expression.

    Those stay too of a line with a division or a template within a template in it, which can't be told from
    them so simply.
    """
    is_hard = "/" in re.sub(_QUOTED, "", line) or line.count("`") > 2
    return line if is_hard else _LOOSE.sub(_sign, line)


def _tight_style(line: str) -> str:
    """Leave out the blanks of a line of a style sheet that mean nothing."""
    return _LOOSE_STYLE.sub(_sign, line)


def _sign(found: re.Match[str]) -> str:
    return found[1] or found[2] or ""


def _policy(script: str, style: str) -> str:
    """Allow this script and this style, and nothing else: no request, no frame, no form, no other base."""
    return (
        f"default-src 'none'; script-src {_digest(script)}; style-src {_digest(style)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _in_a_script(program: str) -> str:
    return re.sub("[<\u2028\u2029]", lambda match: _IN_A_SCRIPT[match[0]], program)
