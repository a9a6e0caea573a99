"""What a player is taught, each thing once, when it is needed; and what has changed, said under the words."""

from __future__ import annotations

from collections.abc import Iterator

from game.locale.messages import tr, tr_later
from game.play.engine.passage import OpenPage
from game.play.scales import in_status, scales
from game.play.session import Session
from game.terminal.widgets.passage_view import PassageView
from game.terminal.widgets.scroll_view import ScrollBlock

SPACE = tr_later("Choices come when the words are read.")
ENTER = tr_later("Enter takes it. Nothing is final: u undoes.")
NUMBER = tr_later("Press a number. Nothing is final: u undoes.")
BACK = tr_later("PgUp goes back in the words.")
TOLD_OFTEN = 3  # how often it is said in a line that a page has something new


def news(session: Session, known: frozenset[str], in_lines: bool, sign: str) -> list[ScrollBlock]:
    """Say in one line what the last turn changed.

    `known` are the pages that there were before it; `sign` marks the key of one with something new.
    """
    told = " ".join(_sentences(session, known, sign) if in_lines else ())
    return [ScrollBlock.of(told, "class:faint")] if told else []


def _sentences(session: Session, known: frozenset[str], sign: str) -> Iterator[str]:
    lessons, changes = session.profile.lessons, session.changes
    times = sum(f"news {number}" in lessons for number in range(TOLD_OFTEN))
    often = times < TOLD_OFTEN and session.play.ending is None  # whose words are the last
    pages = [page for page in changes.pages if often or page.id not in known]
    if pages:
        lessons.add(f"news {min(times, TOLD_OFTEN - 1)}")
        yield _noted(pages, known, "" if "page" in lessons else sign)
        lessons.add("page")
    signed = [f"+ {item.title}" for item in changes.gained] + [f"- {item.title}" for item in changes.lost]
    if signed:
        yield tr("Carried: {things} (i).", things=", ".join(signed))
    for name, word, before in changes.words:
        yield tr(
            "{name}: {word}, was {before}.",
            name=session.story.variables[name].called,
            word=word,
            before=before,
        )
    if not pages and session.play.log:
        for name, told in scales(session.play).items():
            if f"scale {name}" not in lessons and in_status(session.play, name):
                lessons.add(f"scale {name}")
                yield told


def _noted(pages: list[OpenPage], known: frozenset[str], sign: str) -> str:
    """Name the pages; of each that was not known before, say which key opens it.

    The first time, say too how it is closed and what its `sign` means.
    """
    first, *others = pages
    if not (sign and first.key):
        return tr("Noted: {pages}.", pages=_named(pages, known))
    how = tr(
        "Noted: {page}. Press {key} to look, and {key} again to come back. A {sign} at its key means news.",
        page=first.title,
        key=first.key,
        sign=sign,
    )
    return how + (tr(" Noted: {pages}.", pages=_named(others, known)) if others else "")


def _named(pages: list[OpenPage], known: frozenset[str]) -> str:
    return ", ".join(
        tr("{page} ({key} opens it)", page=page.title, key=page.key)
        if page.key and page.id not in known
        else f"{page.key} {page.title}".strip()
        for page in pages
    )


def lesson_due(session: Session, view: PassageView) -> str:
    """Return what to teach now about reading and choosing; empty if nothing, or a page is told of."""
    lessons = session.profile.lessons
    if view.mode != "choosing":
        return SPACE if "space" not in lessons else ""
    if not session.play.log:
        return (ENTER if view.choices.marked else NUMBER) if "number" not in lessons else ""
    return BACK if view.scroll.above and not session.changes.pages and "back" not in lessons else ""


def all_lessons(session: Session, sign: str) -> list[str]:
    """Return all that is taught, for those who look it up; `sign` marks the keys of pages with news."""
    pages = [page for page in session.play.pages if page.key]
    looking = (
        [
            tr(
                "{key} opens {page}, and closes it again. A {sign} at its key means news.",
                key=pages[0].key,
                page=pages[0].title,
                sign=sign,
            )
        ]
        if pages
        else []
    )
    return [
        tr("Space reads on, PgUp goes back. When all is read, a number takes a choice."),
        tr("u undoes it, as often as you like. The game keeps itself."),
        *looking,
        *scales(session.play).values(),
    ]
