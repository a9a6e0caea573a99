"""S120: a sign of another tool in a text.

Links, jumps, macros, commands, variables and looks are written otherwise in other tools. Here such signs are
words like any other, and the reader would see them. The help says what to write instead; where the sign is
meant as it stands, silence the warning by `# escape: allow S120` behind the `|` or on the line above.

Wrong:

```yaml
hall:
  text: You are **very** tired.
  to: out
```

Right:

```yaml
hall:
  text: You are *very* tired.
  to: out
```
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from game.lint.def_use import Uses
from game.story.diagnostics.guesses.conditions import guess_condition
from game.story.diagnostics.guesses.effects import guess_effect
from game.story.diagnostics.guesses.guess import Guess
from game.story.diagnostics.problem import Problem, instead
from game.story.model import Story, story_texts

CODE = "S120"

_SIGN = re.compile(
    r"\\."  # an escaped sign is itself
    r"|(?P<macro><<(?P<sugar>/?[a-z]++|[=-])(?P<given>[^<>\n]*(?:[<>][^<>\n]+)*)>>)"
    r"|(?P<hook>\((?P<harlowe>if|unless|else-if|else|set|put|print|either|goto|go-to|link-goto):"
    r"(?P<args>[^()\n]*(?:\([^()\n]*\)[^()\n]*)*)\)(?:\[(?P<shown>[^\[\]\n]*)\])?)"
    r"|(?P<command>^[ \t]*\*(?:(?:goto|gosub|label|goto_scene|gosub_scene)[ \t]+\w++[ \t]*"
    r"|(?:page_break|comment)\b[^*\n]*|(?:choice|fake_choice|finish|line_break|return)[ \t]*"
    r"|if[ \t]*\([^*\n]*|set[ \t]+\w++[ \t]+[-%+\d\"(][^*\n]*)$)"
    r"|(?P<capital>\$!{1,2}(?=\{(?P<printed>\w+)\}))"
    r"|(?P<remark><!--(?:(?!<!--).)*?-->)"
    r"|(?P<quotes>(?<![\w'])''(?=\S)[^'\n]+''(?![\w']))"
    r"|(?P<link>\[\[[^\[\]\n]+\]\])"
    r"|(?P<jump>(?:(?<=\s)|^)-> ?(?P<target>\w+)[ \t]*$)"
    r"|(?P<variable>\$(?P<name>[a-z_]\w*)|\$\{(?P<braced>\w+)\})"
    r"|(?P<bold>\*\*[^*\n]+\*\*|__[^_\n]+__)"
    r"|(?P<tag></?(?:b|i|u|em|strong|br|p|span|font|center|hr)\b[^<>\n]*>)"
    r"|(?P<wide>[\uff5b\uff5d])"
    r"|(?P<comment>^[ \t]*(?:#+[ \t]*(?:TODO|FIXME|XXX|NOTE)\b|//))"
    r"|(?P<open>\{)|(?P<close>\})",
    re.MULTILINE,
)
# A look at the whole of a text that tells whether there may be anything: most have nothing.
_ANY = re.compile(
    r"<<|<!|''|\$!|\([a-z-]+:|^[ \t]*\*[a-z]|\[\[|->|\$[a-z_{]|\*\*|__|</?[a-z]|[\uff5b\uff5d}]"
    r"|^[ \t]*(?:#|//)",
    re.MULTILINE,
)
_DRAWING = re.compile(r"(?:\A|(?<=\n\n))(?: {4}.*(?:\n|\Z))+(?=\n|\Z)")
_SEEN = "the reader sees this"
_NO_MACROS = f"a text has no macros: {_SEEN}"
_QUOTED = r"""["']([^"']*)["']"""

Told = tuple[str, str]  # what is said of a sign, and what to write


def check(story: Story, uses: Uses) -> Iterator[Problem]:
    """Look for signs of other tools in every text; a drawing may have any."""
    offered = {id(choice.text) for scene in story.scenes.values() for choice in scene.choices}
    for text in story_texts(story):
        if not _ANY.search(text.source):
            continue
        if id(text) in offered and re.match(r"#[^\W\d]", text.source):
            help = f"write `{text.source[1:].strip()}`"
            yield Problem(CODE, f"a choice needs no sign in front: {_SEEN}", uses.inside(text, 0, 1), help)
        source = _DRAWING.sub(lambda drawn: " " * len(drawn.group()), text.source)
        depth = 0  # braces that are open
        for found in _SIGN.finditer(source):
            if found["open"] or (found["close"] and depth):
                depth += 1 if found["open"] else -1
                continue
            told = _tell(found, story)
            if told:
                sign = found.group()
                start = found.start() + len(sign) - len(sign.lstrip())
                yield Problem(CODE, told[0], uses.inside(text, start, len(sign.strip())), told[1])


def _tell(found: re.Match[str], story: Story) -> Told | None:
    """Say what is wrong with a sign; None if it is no sign here."""
    kind = next((name for name in _SAID if found[name]), None)
    return _SAID[kind](found, story) if kind else None


def _link(found: re.Match[str], story: Story) -> Told | None:
    words = re.split(r"\||->", found.group().strip("[]"))
    help = f"write a choice: `- {{text: {words[0].strip()}, to: {words[-1].strip()}}}`"
    return f"a text has no links: {_SEEN}", help


def _jump(found: re.Match[str], story: Story) -> Told | None:
    target = found["target"]
    if target not in story.scenes and target.upper() not in ("END", "DONE"):
        return None
    return f"a text leads nowhere: {_SEEN}", f"write `to: {target}` in the scene or a choice"


def _variable(found: re.Match[str], story: Story) -> Told | None:
    name = found["name"] or found["braced"]
    if name not in story.variables:
        return None
    return f"a value is printed in braces: {_SEEN}", instead(f"{{{name}}}")


def _macro(found: re.Match[str], story: Story) -> Told | None:
    """Say what stands for a macro of SugarCube."""
    name, given = found["sugar"], found["given"].strip()
    if name.startswith("/") or name == "else":
        return _NO_MACROS, "delete it: a condition ends with its own brace, `{condition: …|…}`"
    return _NO_MACROS, _instead({"=": "print", "-": "print", "elseif": "else-if"}.get(name, name), given)


def _hook(found: re.Match[str], story: Story) -> Told | None:
    """Say what stands for a macro of Harlowe, and the words behind it in brackets."""
    return _NO_MACROS, _instead(found["harlowe"], found["args"].strip(), found["shown"] or "…")


def _instead(macro: str, given: str, shown: str = "…") -> str:
    """Return the help for a macro of Twine with what it is given."""
    if macro in ("if", "unless", "else-if"):
        condition = _condition(given)
        return f"write `{{{f'not ({condition})' if macro == 'unless' else condition}: {shown}|…}}`"
    if macro in ("set", "put"):
        effect = _meant(guess_effect(f"set {given}")) or "name = value"
        return f"write `do: {effect}` in the scene or the choice"
    if macro == "either":
        return f"write `{{any: {'|'.join(re.findall(_QUOTED, given)) or '…|…'}}}`"
    if macro == "print":
        return f"write `{{{given.lstrip('$')}}}`"
    if "goto" in macro or macro in ("go-to", "link"):
        return "write `to:` in the scene or a choice"
    return "delete it; what it does is said by keys of the scene or the choice"


def _condition(given: str) -> str:
    """Return a condition as it is written here, as far as that can be guessed."""
    condition = _meant(guess_condition(given)) or given.strip()
    whole = re.fullmatch(r"\(([^()]*)\)", condition)
    return whole[1] if whole else condition


def _meant(guess: Guess | None) -> str:
    """Return the line that a guess says to write; empty if it gives none."""
    found = re.match(r"write `([^`]*)`", guess.help) if guess else None
    return found[1] if found else ""


def _command(found: re.Match[str], story: Story) -> Told | None:
    """Say what stands for a command of ChoiceScript."""
    command, _, given = found.group().strip().lstrip("*").partition(" ")
    help = {
        "goto": f"write `to: {given.strip()}` in the scene or a choice",
        "goto_scene": f"write `to: {given.strip()}` in the scene or a choice",
        "page_break": "write a choice: `- {text: Go on., to: …}`",
        "line_break": "leave a line blank",
        "label": f"write a scene `{given.strip()}`",
        "set": "write `do:` in the scene or the choice",
        "if": f"write `{{{_condition(given)}: …|…}}`",
        "choice": "write `choices:` in the scene",
        "fake_choice": "write `choices:` in the scene, each with a `say`",
        "finish": "write `ending: {title: The end}` in the scene",
        "comment": "put it above the key of the text, behind a `#`",
    }.get(command, "no scene returns by itself: write the scene in place")
    return f"a text has no commands: {_SEEN}", help


def _capital(found: re.Match[str], story: Story) -> Told | None:
    return f"a value is printed as it is: {_SEEN}", instead(f"{{{found['printed']}}}")


def _quotes(found: re.Match[str], story: Story) -> Told | None:
    return f"one star stresses: {_SEEN}", instead(f"*{found.group()[2:-2]}*")


def _bold(found: re.Match[str], story: Story) -> Told | None:
    return f"one star stresses: {_SEEN}", instead(f"*{found.group().strip('*_')}*")


def _tag(found: re.Match[str], story: Story) -> Told | None:
    parts = found.group().strip("</> ").split()[0] in ("br", "p", "hr")
    return f"a text has no tags: {_SEEN}", "leave a line blank" if parts else "write `*words*` for stress"


def _wide(found: re.Match[str], story: Story) -> Told | None:
    plain = "{" if found.group() == "\uff5b" else "}"
    return f"`{found.group()}` is not the brace that holds a value", instead(plain)


def _comment(found: re.Match[str], story: Story) -> Told | None:
    return f"a text has no comments: {_SEEN}", "put it above the key of the text, behind a `#`"


def _closing(found: re.Match[str], story: Story) -> Told | None:
    return f"this `}}` closes nothing: {_SEEN}", "delete it, or write `\\}`"


_SAID: dict[str, Callable[[re.Match[str], Story], Told | None]] = {
    "macro": _macro,
    "hook": _hook,
    "command": _command,
    "capital": _capital,
    "remark": _comment,
    "quotes": _quotes,
    "link": _link,
    "jump": _jump,
    "variable": _variable,
    "bold": _bold,
    "tag": _tag,
    "wide": _wide,
    "comment": _comment,
    "close": _closing,
}
