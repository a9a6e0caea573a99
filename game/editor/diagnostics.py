"""What lint says of a story, as an editor shows it beside the lines, and what mends it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from lsprotocol import types as lsp

from game.editor.view import Document, View
from game.story.diagnostics.problem import Problem, SourceSpan
from game.story.diagnostics.render import brief

Shown = Sequence[tuple[View, Sequence[Problem]]]  # problems, and the views in which they are found

_SEVERITIES = {"error": lsp.DiagnosticSeverity.Error, "warning": lsp.DiagnosticSeverity.Warning}
_LONGEST = 60  # characters of a remedy that are shown in its name


def diagnostics(shown: Shown) -> dict[str, list[lsp.Diagnostic]]:
    """Return the problems of a story by the address of the file that they stand in.

    What is wrong at several places is shown at each of them, and what is wrong with a folder at the head
    of story.yaml.
    """
    found: defaultdict[str, list[lsp.Diagnostic]] = defaultdict(list)
    for view, problem in _each(shown):
        for place in (problem.place, *problem.more):
            if not Path(place.file).is_file():
                place = SourceSpan(str(view.analysis.folder / "story.yaml"), 1, 1, 2)
            range_ = view.range(place)
            if range_ is not None:
                found[view.uri(place.file)].append(_diagnostic(view, problem, range_))
    return dict(found)


def _each(shown: Shown) -> Iterator[tuple[View, Problem]]:
    return ((view, problem) for view, problems in shown for problem in problems)


def _diagnostic(view: View, problem: Problem, range_: lsp.Range) -> lsp.Diagnostic:
    help = f"\n{brief(problem.help)}" if problem.help else ""
    other = view.range(problem.other) if problem.other else None
    related = None
    if problem.other and other:
        place = lsp.Location(view.uri(problem.other.file), other)
        related = [lsp.DiagnosticRelatedInformation(place, problem.other_label)]
    return lsp.Diagnostic(
        range=range_,
        message=brief(problem.message) + help,
        severity=_SEVERITIES[problem.severity],
        code=problem.code,
        source="escape",
        related_information=related,
    )


def code_actions(shown: Shown, document: Document, range_: lsp.Range) -> list[lsp.CodeAction]:
    """Return what mends the problems that touch a stretch of a text, where that can be told."""
    return list(_actions(shown, document, range_))


def _actions(shown: Shown, document: Document, range_: lsp.Range) -> Iterator[lsp.CodeAction]:
    for view, problem in _each(shown):
        for place in (problem.place, *problem.more):
            at = view.range(place) if place.file == str(document.path) else None
            if at is None or not _touch(at, range_):
                continue
            edit = problem.edit_at(place)
            where = view.range(edit.place) if edit else None
            if edit and where:
                yield lsp.CodeAction(
                    title=_title(edit.new, problem.help),
                    kind=lsp.CodeActionKind.QuickFix,
                    diagnostics=[_diagnostic(view, problem, at)],
                    is_preferred=True,
                    edit=lsp.WorkspaceEdit(changes={document.uri: [lsp.TextEdit(where, edit.new)]}),
                )


def _title(new: str, help: str) -> str:
    if not new:
        return "Delete it"
    if "\n" in new or len(new) > _LONGEST:
        return f"{help[:1].upper()}{help[1:]}"
    return f"Write `{new.strip()}`"


def _touch(one: lsp.Range, two: lsp.Range) -> bool:
    return _order(one.start) <= _order(two.end) and _order(two.start) <= _order(one.end)


def _order(position: lsp.Position) -> tuple[int, int]:
    return position.line, position.character
