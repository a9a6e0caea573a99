"""What a player is taught, each thing once, when it is needed; and what has changed, said under the words."""

from __future__ import annotations

from collections.abc import Iterator

from game.locale.messages import tr, tr_later
from game.play.engine.passage import OpenPage
from game.play.scales import in_status, scales
from game.play.session import Session
from game.terminal.widgets.scroll_view import ScrollBlock

SPACE = tr_later("Choices come when the words are read.")
ENTER = tr_later("Enter takes it. Nothing is final: u undoes.")
NUMBER = tr_later("Press a number. Nothing is final: u undoes.")
TOLD_OFTEN = 3  # how often it is said in a line that a page has something new


def news(session: Session, known: frozenset[str], in_lines: bool) -> list[ScrollBlock]:
    """Say in one line what the last turn changed. `known` are the pages that there were before it."""
    told = " ".join(_sentences(session, known) if in_lines else ())
    return [ScrollBlock.of(told, "class:faint")] if told else []


def _sentences(session: Session, known: frozenset[str]) -> Iterator[str]:
    lessons, changes = session.profile.lessons, session.changes
    times = sum(f"news {number}" in lessons for number in range(TOLD_OFTEN))
    often = times < TOLD_OFTEN and session.play.ending is None  # whose words are the last
    pages = [page for page in changes.pages if often or page.id not in known]
    if pages:
        lessons.add(f"news {min(times, TOLD_OFTEN - 1)}")
        yield _noted(pages, "page" not in lessons)
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


def _noted(pages: list[OpenPage], teach: bool) -> str:
    first = pages[0]
    if teach and first.key:
        others = "".join(tr(" Noted: {key} {page}.", key=page.key, page=page.title) for page in pages[1:])
        how = tr(
            "Noted: {page}. Press {key} to look, and {key} again to come back.",
            page=first.title,
            key=first.key,
        )
        return how + others
    return tr("Noted: {pages}.", pages=", ".join(f"{page.key} {page.title}".strip() for page in pages))


def all_lessons(session: Session) -> list[str]:
    """Return everything that is taught, for those who look it up."""
    pages = [page for page in session.play.pages if page.key]
    looking = (
        [tr("{key} opens {page}, and closes it again.", key=pages[0].key, page=pages[0].title)]
        if pages
        else []
    )
    return [
        tr("Space reads on. When all is read, a number takes a choice."),
        tr("u undoes it, as often as you like. The game keeps itself."),
        *looking,
        *scales(session.play).values(),
    ]
