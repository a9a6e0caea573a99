"""claims.yaml: what must hold in every playthrough."""

from __future__ import annotations

from game.story.claims import Claim
from game.story.language.conditions import Condition
from game.story.language.operators import AT
from game.story.language.parser import leaves
from game.story.reader.fields import Fields
from game.story.reader.values import Reader
from game.story.sanitize import clean
from game.story.yaml.nodes import Node, Scalar
from game.story.yaml.positions import place_in, place_of

_FORMS = "a claim is one `never`, one `always`, or a `when` and a `then`"


def read_claims(reader: Reader, root: Node) -> tuple[Claim, ...]:
    """Read claims.yaml. The reader's symbols are those of claims, which know `at`."""
    found = []
    names: set[str] = set()
    for node in reader.items(root, "claims"):
        fields = reader.fields(node, "claim")
        if fields is None or "name" not in fields:
            continue
        claim = _claim(reader, node, fields)
        if claim is None:
            continue
        if claim.name in names:
            reader.problem("R204", f"two claims are called `{claim.name}`", fields["name"][1])
        names.add(claim.name)
        found.append(claim)
    return tuple(found)


def _condition(reader: Reader, node: Node) -> Condition | None:
    """Read a condition, and note the scenes that it is said to be in, to be looked up at the end."""
    condition = reader.condition(node)
    if condition is not None and isinstance(node, Scalar):
        for leaf in leaves(condition.term):
            if leaf.op == AT:
                place = place_in(reader.file, node, leaf.offset, leaf.length)
                reader.context.asked_scenes.append((leaf.text, place))
    return condition


def _claim(reader: Reader, node: Node, fields: Fields) -> Claim | None:
    given = {key for key in ("never", "always", "when", "then") if key in fields}
    if given not in ({"never"}, {"always"}, {"when", "then"}):
        odd = next((key for key in ("then", "when", "always", "never") if key in given), None)
        reader.problem("S107" if len(given) > 1 else "S102", _FORMS, fields[odd][0] if odd else node)
        return None
    read = {key: _condition(reader, fields[key][1]) for key in given}
    if any(condition is None for condition in read.values()):
        return None
    name = clean(reader.plain(fields["name"][1], "the name"))
    about = clean(reader.plain(fields["about"][1], "the reason")) if "about" in fields else ""
    when = read.get("never") or read.get("when")
    then = read.get("always") or read.get("then")
    return Claim(name, when, then, about, place_of(reader.file, node))
