"""What YAML made of an author's lines, said in plain words at the character that makes it.

The parser tells where it gave up, which is seldom where the mistake is. These explanations look at the
tokens and at the author's lines before that place, most certain first; each is a function whose docstring
shows the lines it knows. So with

    text: He said: no.

the parser stops at the second `:`, behind a token that is a value already; `_colon` knows that shape and
says that YAML takes `He said` for a key. To know another shape, add a function to MISREADINGS, before
those that are less certain, and a broken story to the tests. Nothing may be told by a parser's sentences:
they change from version to version (`errors.context`).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from game.story.diagnostics.guesses.lines import guess_line
from game.story.diagnostics.problem import Problem, instead
from game.story.diagnostics.suggest import closest
from game.story.format import ALL_KEYS, KINDS
from game.story.yaml.errors import quotes_and_brackets
from game.story.yaml.errors.context import LineColumn, ParseFailure, Token
from game.story.yaml.errors.wording import ODD_BLANK, UNDER, colon_in_text, odd_blank

_TEXTS = frozenset(
    name for kinds in KINDS.values() for name, kind in kinds.items() if kind in ("text", "blocks")
)
# What is said where no explanation knows the shape.
NOT_UNDERSTOOD = "this does not fit what stands before it"
# Signs that look like a colon or a blank and are none.
_LOOKALIKE = re.compile("[\uff1a\ufe55\u2236\ua789]")
# A text with a brace, short enough to be shown in quotes.
_ONE_LINE = re.compile(r"\s*(?:- +)*(\w+): +(?=[^']{1,60}\Z)([^{]*\{.*\S)\s*\Z")
_ODD_BLANK = re.compile(f"^ *([{ODD_BLANK}])")


def explain_fault(case: ParseFailure) -> Problem:
    """Say what is wrong with a file that YAML can't read."""
    for misreading in MISREADINGS:
        problem = misreading(case)
        if problem is not None:
            return problem
    line = min(case.at[0], len(case.file.lines) - 1)
    column = min(case.at[1], len(case.line(line)))
    return case.problem("Y121", NOT_UNDERSTOOD, (line, column))


def _tab(case: ParseFailure) -> Problem | None:
    r"""Find `\ttext: Hello`, and a tab behind the `-` of a list."""
    line, column = case.at
    indent = re.match(r" *(?=\t)", case.here)
    if indent and column <= len(case.here) - len(case.here.lstrip()):
        column = indent.end()
    elif case.here[column : column + 1] != "\t":
        return None
    return case.problem("Y111", "a tab stands where spaces belong", (line, column), "indent with spaces")


def _below_block(case: ParseFailure) -> Problem | None:
    """Find a line of a text under `|` that is indented less than the text."""
    for line in (case.opened[0] if case.opened else case.at[0], case.at[0]):
        text = case.line(line)
        column = len(text) - len(text.lstrip())
        above = next((token for token in reversed(case.tokens) if token.start < (line, column)), None)
        if above is None or above.style not in ("|", ">") or above.end[0] < line - 1:
            continue
        if text.strip() and not re.match(r"\s*(- |-$|#|(- +)?[\w-]+:( |$))", text):
            return _stray_line(case, (line, column))
    return None


def _cut_by_comment(case: ParseFailure) -> Problem | None:
    """Find a text of several lines with ` #` in it, which ends the text for YAML."""
    token = case.before()
    if token is None or token.kind != "Scalar" or token.style:
        return None
    line, column = token.end
    comment = re.match(r"\s+(?=#)", case.line(line)[column:])
    if not comment or case.at[0] <= line:
        return None
    message = "a comment starts at this `#`, in the middle of a text"
    return case.problem("Y119", message, (line, column + comment.end()), UNDER)


def _lookalike(case: ParseFailure) -> Problem | None:
    """Find a colon of another script, or a blank that is no space, that YAML takes for letters."""
    lines = {case.at[0]}
    token = case.before()
    if token:
        lines.add(token.start[0])
    if case.opened:
        lines.add(case.opened[0])
    for number in sorted(lines):
        text = case.line(number)
        blank = _ODD_BLANK.match(text)
        if blank:
            return odd_blank(blank.group(1), case.place((number, blank.start(1))))
        colon = _LOOKALIKE.search(text)
        if colon and re.fullmatch(r"\s*(- +)?\w+\s*", text[: colon.start()]):
            message = f"`{colon.group()}` is not the colon that ends a key"
            return case.problem("Y117", message, (number, colon.start()), instead(": "))
    return None


def _no_colon(case: ParseFailure) -> Problem | None:
    """Find `to:hall`, `choices` and `-text: Go`, which YAML takes for a text."""
    if case.no_key:
        spot = case.opened
    elif case.colon:
        token = case.before()
        glued_dash = token and re.match(r" *-\w+:", case.line(token.start[0]))
        key = token and token.kind == "Scalar" and not _is_value(case, token) and not _is_text(case, token)
        spot = token.start if token and (glued_dash or key) else None
    else:
        spot = None
    if spot is None or spot[0] >= len(case.file.lines):
        return None
    line, column = spot
    text = case.line(line)[column:].rstrip()
    dash = re.match(r" *-(?=\w+:)", case.line(line))
    if dash:
        message = "a space is missing after this `-`"
        return case.problem("Y117", message, (line, dash.end() - 1), "write `- `")
    glued = re.match(r"(\w+):(?=\S)", text)
    if glued and glued.group(1) in ALL_KEYS:
        message = "a space is missing after this `:`"
        return case.problem("Y117", message, (line, column + glued.end() - 1), instead(": "))
    word = re.match(r"\w+", text)
    if word and (word.group() in ALL_KEYS and line < case.at[0]):
        message = f"a colon is missing after `{word.group()}`"
        return case.problem("Y117", message, spot, instead(f"{word.group()}:"), len(word.group()))
    near = closest(text, ALL_KEYS) if re.fullmatch(r"\w+", text) else None
    if near:
        return case.problem(
            "Y117", f"a colon is missing after `{text}`", spot, instead(f"{near}:"), len(text)
        )
    if case.colon and line == case.at[0]:
        return None
    return _stray_line(case, spot)


def _is_value(case: ParseFailure, token: Token) -> bool:
    """Whether a piece stands behind the colon of a key, on its line."""
    position = case.tokens.index(token)
    before = case.tokens[position - 1]
    return position > 0 and before.kind == "Value" and before.end[0] == token.start[0]


def _is_text(case: ParseFailure, token: Token) -> bool:
    """Whether a piece stands on the lines below a key that holds a text."""
    above = case.line(token.start[0] - 1).strip(" -")
    return above.removesuffix(":") in _TEXTS and above.endswith(":")


def _stray_line(case: ParseFailure, spot: LineColumn) -> Problem:
    line, column = spot
    length = max(1, len(case.line(line).rstrip()) - column)
    above = next((token for token in reversed(case.tokens) if token.start < spot and token.style), None)
    if above and above.style in ("|", ">") and above.end[0] >= line - 1:
        return case.problem("Y116", "this line is indented less than the text above it", spot, "", length)
    message = "this line is no key with a colon, and not part of the text above it"
    return case.problem("Y117", message, spot, "", length)


def _colon(case: ParseFailure) -> Problem | None:
    """Find `text: He said: no.`, and a key indented so deep that it goes on the text above."""
    if not case.colon:
        return None
    line, column = case.at
    key = re.search(r"[\w-]+\s*$", case.here[:column])
    start = len(case.here) - len(case.here.lstrip())
    token = case.before()
    goes_on = token is None or token.start[0] < line
    if goes_on and key and key.start() == start and key.group().strip() in ALL_KEYS:
        word = key.group().strip()
        message = f"`{word}` is indented so deep that it goes on the text above"
        return case.problem("Y116", message, (line, start), "", len(word))
    problem = colon_in_text(case.file, case.place(case.at))
    guess = guess_line(case.here)
    if guess:
        return problem._replace(message=guess.message, help=guess.help)
    quoted = _ONE_LINE.match(case.here)
    if quoted is None:
        return problem
    place = case.place((line, quoted.start(1)), len(quoted[0].rstrip()) - quoted.start(1))
    return problem._replace(help=instead(f"{quoted[1]}: '{quoted[2]}'", place))


def _indent(case: ParseFailure) -> Problem | None:
    """Find a line that is indented like nothing above it."""
    if case.scanning:
        return None
    _, column = case.at
    if case.here[:column].strip(" -"):
        return None
    above = case.before()
    if above and above.style in ("|", ">"):
        return _stray_line(case, case.at)
    word = re.match(r"[-\w]+|\S|$", case.here[column:])
    length = max(1, len(word.group())) if word else 1
    message = f"this line is indented by {column}, like nothing above that it could belong to"
    problem = case.problem("Y116", message, case.at, "", length)
    beside = _deeper_above(case)
    if beside is None:
        return problem
    return problem._replace(other=case.place(beside), other_label=f"this one by {beside[1]}")


def _deeper_above(case: ParseFailure) -> LineColumn | None:
    """Return where the block above starts that is indented deeper than the line where the parser gave up."""
    found = None
    for number in range(case.at[0] - 1, -1, -1):
        line = case.line(number)
        column = len(line) - len(line.lstrip())
        if line.strip() and column <= case.at[1]:
            break
        if line.strip() and (found is None or column <= found[1]):
            found = (number, column)
    return found


def _second_document(case: ParseFailure) -> Problem | None:
    """Find a file that goes on behind its end."""
    if case.scanning or case.open or not case.tokens:
        return None
    return case.problem("Y121", "the file should end before this", case.at)


MISREADINGS: tuple[Callable[[ParseFailure], Problem | None], ...] = (
    _tab,
    _below_block,
    quotes_and_brackets.escape,
    quotes_and_brackets.open_quote,
    quotes_and_brackets.after_quote,
    quotes_and_brackets.sign_first,
    quotes_and_brackets.open_bracket,
    quotes_and_brackets.missing_entry,
    _cut_by_comment,
    _lookalike,
    _no_colon,
    _colon,
    _indent,
    _second_document,
)
