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
import re
from pathlib import Path

from game import __version__
from game.publish.compile import as_json, compile_story
from game.story.model import Story

HERE = Path(__file__).parent
MODULES = ("player.js", "sha256.js", "saves.js", "storage.js", "dom.js", "dialogs.js", "page.js")

_IMPORT = re.compile(r'^import \{.*\} from "\./\w+\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export ", re.MULTILINE)
_ONLY_FOR_READERS = re.compile(r"/\*\*?\s(?s:.*?)\*/|(?:^|(?<=[;{,] ))//.*|^[ \t]+|[ \t]+$", re.MULTILINE)
_QUOTED = r'"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`'
_LOOSE = re.compile(rf"({_QUOTED})| ?(=>|[={{}},;<>&|?]+) ?|(?<=:) ")
_PLACE = re.compile(r"@(\w+)@")
# What could end the element that the program stands in, or a line of it, as JSON may write it too.
_IN_A_SCRIPT = {"<": "\\u003c", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def page(story: Story) -> str:
    """Give the whole page that plays a story."""
    script, style = _script(), _bare(_part("page.css"))
    parts = {
        "policy": _policy(script, style),
        "generator": html.escape(f"ESCAPE {__version__}"),
        "title": html.escape(story.title),
        "style": style,
        "program": _in_a_script(as_json(compile_story(story))),
        "script": script,
    }
    return _PLACE.sub(lambda match: parts[match[1]], _part("page.html"))


def _part(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def _script() -> str:
    """Give all modules as one."""
    whole = "\n".join(_part(name) for name in MODULES)
    return _bare(_EXPORT.sub("", _IMPORT.sub("", whole)))


def _bare(source: str) -> str:
    """Leave out comments, blank lines, and the blanks that only readers of the source need.

    Those between quotes stay, and so do those of a line with a division, a regular expression or a template
    within a template in it, which can't be told from quotes so simply.
    """
    lines = filter(None, _ONLY_FOR_READERS.sub("", source).split("\n"))
    return "".join(f"{line if _is_hard(line) else _LOOSE.sub(_tight, line)}\n" for line in lines)


def _tight(found: re.Match[str]) -> str:
    return found[1] or found[2] or ""


def _is_hard(line: str) -> bool:
    return "/" in re.sub(_QUOTED, "", line) or line.count("`") > 2


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
