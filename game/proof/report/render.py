"""A verdict as a person reads it, and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from game.proof.answers import Keys, Shares, Span
from game.proof.report.verdict import ClaimVerdict, EndingVerdict, Finding, Verdict
from game.proof.simulate.sampled_odds import wilson_interval
from game.story.diagnostics.phrases import how_many
from game.story.diagnostics.render import as_text
from game.story.language.symbols import Value, Variable
from game.story.sanitize import visible

FindingName = tuple[str, str, str, str]  # its code and message, and its scene and choice


def as_lines(verdict: Verdict) -> Iterator[str]:
    """Yield what is wrong first, then claims, then endings with their walkthroughs, then figures."""
    reports = as_text(finding.problem for finding in verdict.findings)
    for finding, report in zip(verdict.findings, reports, strict=False):  # a count comes after them
        yield report
        if finding.walkthrough is not None:
            yield f"  walkthrough: {_keys(finding.walkthrough)}\n"
    for problem in verdict.unknown:
        yield str(problem)
    yield _summary(verdict)
    for limit in verdict.limits:
        yield f"  limit: {limit}"
    yield ""
    if verdict.claims:
        yield from _claims(verdict.claims)
        yield ""
    yield "endings:"
    for ending in sorted(verdict.endings, key=lambda one: -(one.share or 0.0)):
        yield from _ending(ending, verdict)
    if verdict.shares:
        yield _odds(verdict)
    yield ""
    yield "figures: " + ", ".join(f"{name} {_figure(value)}" for name, value in verdict.figures.items())


def changes(before: Verdict, now: Verdict, told: Collection[FindingName] = ()) -> Iterator[str]:
    """Yield what an edit broke, with walkthroughs, and what it mended; what was `told` is only counted."""
    broken = broken_since(before, now)
    found = {finding_id(finding) for finding in now.findings}
    mended = [finding for finding in before.findings if finding_id(finding) not in found]
    yield from _reports(finding for finding in broken if finding_id(finding) not in told)
    for finding in mended:
        yield f"mended: {visible(finding.problem.message)}"
    yield f"{len(broken)} broken by this edit, {len(mended)} mended, {_after(now)}; {_summary(now)}"


def changes_so_far(before: Verdict, now: Verdict, told: Collection[FindingName] = ()) -> Iterator[str]:
    """Yield what an edit has broken for certain, and what it may have broken, while the proof goes on."""
    broken = broken_since(before, now)
    yield from _reports(finding for finding in broken if finding_id(finding) not in told)
    if is_settled(now):
        yield f"{len(broken)} broken by this edit, {_after(now)}; ranges of variables are left to look at …"
        return
    known = {problem.message for problem in before.unknown}
    asked = [problem.message for problem in now.unknown if problem.message not in known]
    more = f", and {len(asked) - 3:,} more" if len(asked) > 3 else ""
    open_ = f"; {visible(', '.join(asked[:3]))}{more}" if asked else ""
    yield f"{len(broken)} broken so far, {_after(now)}{open_} …"


def is_settled(verdict: Verdict) -> bool:
    """Whether no more findings can come."""
    return verdict.traps_proved and not verdict.unknown


def broken_since(before: Verdict, now: Verdict) -> list[Finding]:
    """Return the findings that were not there before."""
    known = {finding_id(finding) for finding in before.findings}
    return [finding for finding in now.findings if finding_id(finding) not in known]


def _reports(findings: Iterable[Finding]) -> Iterator[str]:
    for finding in findings:
        yield from list(as_text([finding.problem]))[:1]
        if finding.walkthrough is not None:
            yield f"  walkthrough: {_keys(finding.walkthrough)}\n"


def _after(verdict: Verdict) -> str:
    return f"after {_figure(verdict.figures['seconds'])} s"


def finding_id(finding: Finding) -> FindingName:
    """Return what stays the same of a finding when lines move."""
    return finding.problem.code, finding.problem.message, finding.scene, finding.choice


def _summary(verdict: Verdict) -> str:
    found = len(verdict.findings)
    told = how_many(found, "finding") if found else "no findings"
    if verdict.proved:
        return f"{told}; every playthrough there can be was looked at"
    return f"{told}; not proved whole: " + ", ".join(_open(verdict))


def _open(verdict: Verdict) -> Iterator[str]:
    """Yield what a limit has cost."""
    if verdict.unknown:
        yield f"{how_many(len(verdict.unknown), 'question')} not answered"
    if not verdict.traps_proved:
        yield "soft-locks not ruled out"
    longer = sum(bool(one.reachable) and not one.is_shortest for one in verdict.endings)
    longer += sum(one.holds is False and not one.is_shortest for one in verdict.claims)
    if longer:
        yield f"{how_many(longer, 'walkthrough')} not proved to be the shortest"
    wide = sum(not all(span.proved for span in spans.values()) for spans in verdict.spans.values())
    if wide:
        yield f"the range of {how_many(wide, 'variable')} not known"


def _claims(claims: tuple[ClaimVerdict, ...]) -> Iterator[str]:
    counts = Counter(one.holds for one in claims)
    told = [(True, "hold"), (False, "broken"), (None, "open")]
    yield "claims: " + ", ".join(f"{counts[holds]} {word}" for holds, word in told if counts[holds])
    for one in claims:
        if one.holds is False:
            length = how_many(len(one.walkthrough or ()), "choice")
            sure = "" if one.is_shortest else " or fewer"
            yield f"  broken: {visible(one.claim.name)}, after {length}{sure}"
        elif one.holds is None:
            yield f"  open: {visible(one.claim.name)}"


def _ending(ending: EndingVerdict, verdict: Verdict) -> Iterator[str]:
    if ending.reachable is None:
        yield f"  {ending.id}: not known whether it can be reached"
    elif not ending.reachable:
        yield f"  {ending.id}: can't be reached"
    else:
        share = "" if ending.share is None else f", {_percent(ending.share, verdict)} of random playthroughs"
        length = how_many(len(ending.shortest or ()), "choice")
        sure = "" if ending.is_shortest else " or fewer"
        yield f"  {ending.id}: {length}{sure}{share}"
        yield f"    {_keys(ending.shortest or ())}"


def _keys(keys: Keys) -> str:
    return visible(" ".join(keys)) or "(no choice)"


def _percent(share: float, verdict: Verdict) -> str:
    sampled = verdict.shares is not None and verdict.shares.playthroughs
    return f"{'about ' if sampled else ''}{100 * share:.3g} %"


def _odds(verdict: Verdict) -> str:
    shares = verdict.shares
    assert shares is not None  # noqa: S101 - asked before
    lost = f"; {_percent(shares.lost, verdict)} never end" if shares.lost > 1e-9 else ""
    if shares.playthroughs:
        return f"  shares: sampled from {shares.playthroughs:,} random playthroughs{lost}"
    return f"  shares: exact, if every open choice is as likely as any other{lost}"


def _figure(value: float | int | str) -> str:
    return f"{value:,}" if isinstance(value, int | float) else value


def as_json(verdict: Verdict) -> str:
    """Return the verdict as one JSON object."""
    shares = verdict.shares
    return json.dumps(
        {
            "proved": verdict.proved,
            "limits": list(verdict.limits),
            "endings": [_ending_object(ending, verdict) for ending in verdict.endings],
            "findings": [_finding_object(finding) for finding in verdict.findings],
            "unknown": [
                {"code": one.code, "file": one.place.file, "line": one.place.line, "message": one.message}
                for one in verdict.unknown
            ],
            "claims": [_claim_object(one) for one in verdict.claims],
            "soft_locks_proved": verdict.traps_proved,
            "never_ending_share": shares.lost if shares else None,
            "variables": {
                name: {chapter: _span(verdict.story.variables[name], span) for chapter, span in spans.items()}
                for name, spans in verdict.spans.items()
            },
            "variables_open": sorted(
                {
                    name
                    for name, spans in verdict.spans.items()
                    if not all(span.proved for span in spans.values())
                }
            ),
            "figures": verdict.figures,
        },
        indent=1,
    )


def _claim_object(one: ClaimVerdict) -> dict[str, object]:
    return {
        "name": one.claim.name,
        "holds": one.holds,
        "walkthrough": None if one.walkthrough is None else list(one.walkthrough),
        "shortest_proved": one.is_shortest,
        "file": one.claim.place.file,
        "line": one.claim.place.line,
    }


def _ending_object(ending: EndingVerdict, verdict: Verdict) -> dict[str, object]:
    shares = verdict.shares
    return {
        "id": ending.id,
        "title": ending.title,
        "reachable": ending.reachable,
        "shortest": None if ending.shortest is None else list(ending.shortest),
        "shortest_proved": ending.is_shortest,
        "share": ending.share,
        "share_is": None if shares is None else "sampled" if shares.playthroughs else "exact",
        "share_interval": _interval(ending.share, shares),
    }


def _interval(share: float | None, shares: Shares | None) -> list[float] | None:
    if share is None or shares is None or not shares.playthroughs:
        return None
    return list(wilson_interval(share, shares.playthroughs))


def _finding_object(finding: Finding) -> dict[str, object]:
    problem = finding.problem
    return {
        "code": problem.code,
        "severity": problem.severity,
        "file": problem.place.file,
        "line": problem.place.line,
        "column": problem.place.column,
        "scene": finding.scene or None,
        "choice": finding.choice or None,
        "message": problem.message,
        "walkthrough": None if finding.walkthrough is None else list(finding.walkthrough),
    }


def _span(variable: Variable, span: Span) -> list[Value]:
    """Return the least and greatest number, false before true, or the words in the author's order."""
    if variable.type == "enum":
        return [word for word in variable.values if word in span.values]
    return [min(span.values), max(span.values)]
