"""The table of codes: what each kind of problem is called, for good.

A code never changes its meaning. `explanations.md` beside this file has a page for each.
The families: Y the file as YAML, S its shape, R names, E conditions and effects, G the graph.
"""

from __future__ import annotations

import re

CODES: dict[str, str] = {
    "Y101": "a file or folder that can't be read",
    "Y102": "a file that is not UTF-8",
    "Y103": "a file that is too large",
    "Y104": "lists and maps nested too deep",
    "Y105": "a character that may not stand in a text file",
    "Y106": "a key given twice",
    "Y107": "an anchor, an alias, a merge key or a tag",
    "Y108": "a directive or a second document",
    "Y109": "a colon in a text, read as the end of a key",
    "Y110": "a quote that never closes",
    "Y111": "a tab where spaces belong",
    "Y112": "a file that would not be read",
    "Y113": "a bracket or brace that never closes",
    "Y114": "a text that starts with a sign of YAML's own",
    "Y115": "a text that goes on after its closing quote",
    "Y116": "a line indented like nothing around it",
    "Y117": "a line that is no key and no text",
    "Y118": "a `#` that cuts off the rest of a text",
    "Y119": "a comment in the middle of a text",
    "Y120": "a backslash that means nothing in double quotes",
    "Y121": "a file that is not YAML",
    "S101": "a key that is not known here",
    "S102": "a key that is missing",
    "S103": "the wrong kind of value",
    "S104": "a name that can't be one",
    "S105": "another format",
    "S106": "no way on",
    "S107": "two things that exclude each other",
    "S108": "a choice that does nothing",
    "S109": "something that can never be reached, because what stands before it always holds",
    "S110": "a list of places that may lead nowhere",
    "S111": "a value outside what was declared",
    "S112": "a mark in a text that is not complete",
    "S113": "two choices with one key",
    "S114": "two pages on one key, or a key the game uses",
    "S115": "a chapter without a folder",
    "S116": "a folder with scenes that no chapter names",
    "S117": "a locked text that is never shown",
    "S118": "a comment that allows a code there is not",
    "S119": "a scene written too deep in others",
    "S120": "a sign of another tool in a text",
    "S121": "words that would run together",
    "R201": "there is no such scene",
    "R202": "there is no such variable",
    "R203": "there is no such item",
    "R204": "a name given twice",
    "R205": "a word of the language used as a name",
    "R206": "a word that the variable can't have",
    "R207": "a walkthrough that takes a choice there isn't",
    "R208": "a name that is never used",
    "R209": "a variable that is set and never read",
    "R210": "a variable that is read and never set",
    "R211": "a choice that is asked about and not there",
    "E301": "half a condition or effect",
    "E302": "a sign that is not part of the language",
    "E303": "kinds that don't go together",
    "E304": "a condition that is neither true nor false",
    "E305": "a function that does not exist, or its arguments",
    "E306": "too long or too deep",
    "E307": "something that can't be printed",
    "E308": "a condition that never holds",
    "E309": "a condition that always holds",
    "E310": "an effect that its range always swallows",
    "E311": "a claim that its words alone decide",
    "G401": "a loop without a choice",
    "G402": "a scene that nothing leads to",
    "G403": "an ending that nothing leads to",
    "G404": "a scene that may run out of choices",
    "G405": "an item that is required and never given",
    "G501": "a scene or ending that no playthrough reaches",
    "G502": "a choice that is never open",
    "G503": "an outcome that never comes about",
    "G504": "a way on that is never taken",
    "G505": "a text that is never shown",
    "G506": "an alternative in a text that is never shown",
    "G507": "a dead end",
    "G508": "a soft-lock",
    "G509": "a loop without a choice",
    "G520": "a claim that is broken",
}
_WARNED = """
Y112 Y118 S116 S117 S118 S119 S120 S121 R207 R208 R209 R210 E308 E309 E310 E311
G402 G403 G404 G405 G501 G502 G503 G504 G505 G506
"""
WARNINGS = frozenset(_WARNED.split())

# Told of a whole file or folder. No line of it is shown: a link may lead to what is not the author's.
OF_WHOLE_FILES = frozenset(("Y101", "Y103", "Y112", "S116"))

# The comment that silences warnings, with their codes.
ALLOW = re.compile(r"#\s*escape:\s*allow\s+([A-Z]\d+(?:[\s,]+[A-Z]\d+)*)")
