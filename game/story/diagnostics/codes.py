"""The table of codes: how severe each kind of problem is and what it is called, for good.

A code never changes its meaning. `explanations.md` beside this file has a page for each that is found when
a story is read; the pages of lint's rules are their docstrings, in `lint/rules/`.
The families: Y the file as YAML, S its shape (scenes, choices, texts as they are written), R names,
E conditions and effects, G the graph (where the story can go), T translations.
"""

from __future__ import annotations

import re

ERROR, WARNING = "error", "warning"  # the story can't be played; it plays, but not as meant

_TABLE = {
    "Y101": (ERROR, "a file or folder that can't be read"),
    "Y102": (ERROR, "a file that is not UTF-8"),
    "Y103": (ERROR, "a file that is too large"),
    "Y104": (ERROR, "lists and maps nested too deep"),
    "Y105": (ERROR, "a character that may not stand in a text file"),
    "Y106": (ERROR, "a key given twice"),
    "Y107": (ERROR, "an anchor, an alias, a merge key or a tag"),
    "Y108": (ERROR, "a directive or a second document"),
    "Y109": (ERROR, "a colon in a text, read as the end of a key"),
    "Y110": (ERROR, "a quote that never closes"),
    "Y111": (ERROR, "a tab where spaces belong"),
    "Y112": (WARNING, "a file that would not be read"),
    "Y113": (ERROR, "a bracket or brace that never closes"),
    "Y114": (ERROR, "a text that starts with a sign of YAML's own"),
    "Y115": (ERROR, "a text that goes on after its closing quote"),
    "Y116": (ERROR, "a line indented like nothing around it"),
    "Y117": (ERROR, "a line that is no key and no text"),
    "Y118": (WARNING, "a `#` that cuts off the rest of a text"),
    "Y119": (ERROR, "a comment in the middle of a text"),
    "Y120": (ERROR, "a backslash that means nothing in double quotes"),
    "Y121": (ERROR, "a file that is not YAML"),
    "Y122": (ERROR, "a comma in a text or a function between brackets"),
    "S101": (ERROR, "a key that is not known here"),
    "S102": (ERROR, "a key that is missing"),
    "S103": (ERROR, "the wrong kind of value"),
    "S104": (ERROR, "a name that can't be one"),
    "S105": (ERROR, "another format"),
    "S106": (ERROR, "no way on"),
    "S107": (ERROR, "two things that exclude each other"),
    "S108": (ERROR, "a choice that does nothing"),
    "S109": (ERROR, "something that can never be reached, because what stands before it always holds"),
    "S110": (ERROR, "a list of places that may lead nowhere"),
    "S111": (ERROR, "a value outside what was declared"),
    "S112": (ERROR, "a mark in a text that is not complete"),
    "S113": (ERROR, "two choices with one key"),
    "S114": (ERROR, "two pages on one key, or a key the game uses"),
    "S115": (ERROR, "a chapter without a folder"),
    "S116": (WARNING, "a folder with scenes that no chapter names"),
    "S117": (WARNING, "a locked text that is never shown"),
    "S118": (WARNING, "a comment that allows a code there is not"),
    "S119": (WARNING, "a scene written too deep in others"),
    "S120": (WARNING, "a sign of another tool in a text"),
    "S121": (WARNING, "words that would run together"),
    "R201": (ERROR, "there is no such scene"),
    "R202": (ERROR, "there is no such variable"),
    "R203": (ERROR, "there is no such item"),
    "R204": (ERROR, "a name given twice"),
    "R205": (ERROR, "a word of the language used as a name"),
    "R206": (ERROR, "a word that the variable can't have"),
    "R207": (WARNING, "a walkthrough that takes a choice there isn't"),
    "R208": (WARNING, "a name that is never used"),
    "R209": (WARNING, "a variable that is set and never read"),
    "R210": (WARNING, "a variable that is read and never set"),
    "R211": (ERROR, "a choice that is asked about and not there"),
    "R213": (WARNING, "a former name that something has today"),
    "E301": (ERROR, "half a condition or effect"),
    "E302": (ERROR, "a sign that is not part of the language"),
    "E303": (ERROR, "kinds that don't go together"),
    "E304": (ERROR, "a condition that is neither true nor false"),
    "E305": (ERROR, "a function that does not exist, or its arguments"),
    "E306": (ERROR, "too long or too deep"),
    "E307": (ERROR, "something that can't be printed"),
    "E308": (WARNING, "a condition that never holds"),
    "E309": (WARNING, "a condition that always holds"),
    "E310": (WARNING, "an effect that its range always swallows"),
    "E311": (WARNING, "a claim that its words alone decide"),
    "G401": (ERROR, "a loop without a choice"),
    "G402": (WARNING, "a scene that nothing leads to"),
    "G403": (WARNING, "an ending that nothing leads to"),
    "G404": (WARNING, "a scene that may run out of choices"),
    "G405": (WARNING, "an item that is required and never given"),
    "G501": (WARNING, "a scene or ending that no playthrough reaches"),
    "G502": (WARNING, "a choice that is never open"),
    "G503": (WARNING, "an outcome that never comes about"),
    "G504": (WARNING, "a way on that is never taken"),
    "G505": (WARNING, "a text that is never shown"),
    "G506": (WARNING, "an alternative in a text that is never shown"),
    "G507": (ERROR, "a dead end"),
    "G508": (ERROR, "a soft-lock"),
    "G509": (ERROR, "a loop without a choice"),
    "G520": (ERROR, "a claim that is broken"),
    "T601": (WARNING, "a translation with other braces"),
    "T602": (WARNING, "a star without a partner in a translation"),
    "T603": (WARNING, "a translation of what the story does not have"),
    "T604": (WARNING, "a catalogue that can't be read"),
}
CODES = {code: title for code, (_, title) in _TABLE.items()}
WARNINGS = frozenset(code for code, (severity, _) in _TABLE.items() if severity == WARNING)

# Told of a whole file or folder. No line of it is shown: a link may lead to what is not the author's.
OF_WHOLE_FILES = frozenset(("Y101", "Y103", "Y112", "S116"))

# The comment that silences warnings, with their codes.
ALLOW = re.compile(r"#\s*escape:\s*allow\s+([A-Z]\d+(?:[\s,]+[A-Z]\d+)*)")
