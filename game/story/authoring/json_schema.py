"""The JSON Schema of a story's files, made from the table of keys.

Editors with a YAML language server complete and check scenes by it. It says what a schema can: keys,
kinds of values, what must stand together. Names, conditions and texts are lint's.
"""

from __future__ import annotations

import json
from typing import Any

from game.story.format import SHAPES, Key
from game.story.text.alternatives import RESERVED

Schema = dict[str, Any]


def _list_of(items: Schema, **more: int) -> Schema:
    return {"type": "array", "items": items, **more}


def _any_key(*names: str) -> Schema:
    return {"anyOf": [{"required": [name]} for name in names]}


def _both(*names: str) -> Schema:
    return {"required": [*names]}


# An editor's YAML reads `1984`, `true` and `1.5` as no texts; to a story they are what was typed.
_TEXT: Schema = {"type": ["string", "number", "boolean"]}
_ID: Schema = {"type": ["string", "boolean"], "pattern": "^[a-z][a-z0-9_]{0,63}$"}
_INNER = "scene in a scene"  # its way on may be that of the scene around it
_ID_OR_SCENE: Schema = {"anyOf": [_ID, {"$ref": f"#/$defs/{_INNER}"}]}
_DOES_SOMETHING = _any_key("to", "do", "say", "outcomes")
_NAME: Schema = {"pattern": "^[a-z][a-z0-9_]{0,63}$", "not": {"enum": sorted(RESERVED)}}
_KINDS: dict[str, Schema] = {
    "text": _TEXT,
    "texts": _list_of(_TEXT),
    "id": _ID,
    "ids": _list_of(_ID),
    "names": {"anyOf": [_ID, _list_of(_ID)]},
    "number": {"type": "integer"},
    "range": _list_of({"type": "integer"}, minItems=2, maxItems=2),
    "truth": {"type": "boolean"},
    "condition": {"type": ["string", "boolean"], "minLength": 1, "maxLength": 500},
    "value": _TEXT,
    "effects": {"anyOf": [{"type": "string"}, _list_of({"type": "string"})]},
    "blocks": {"anyOf": [_TEXT, _list_of({"anyOf": [_TEXT, {"$ref": "#/$defs/block"}]})]},
    "id or scene": _ID_OR_SCENE,
    "targets": {
        "anyOf": [_ID_OR_SCENE, _list_of({"anyOf": [_ID_OR_SCENE, {"$ref": "#/$defs/target"}]}, minItems=1)]
    },
    "chapter": _TEXT,
}
# What single keys and whole maps must be besides, which the table does not say.
_BESIDES: dict[tuple[str, str], Schema] = {
    ("story", "format"): {"const": 1},
    ("story", "id"): {"type": ["string", "integer"], "pattern": "^[a-z0-9][a-z0-9_-]{0,63}$"},
    ("story", "chapters"): {"minProperties": 1},
    ("page", "key"): {"maxLength": 1},
}
_TOGETHER: dict[str, Schema] = {
    "scene": {
        **_any_key("choices", "to", "ending"),
        "if": {"required": ["ending"]},
        "then": {"not": _any_key("choices", "to", "then")},
        "not": _both("to", "then"),
        "allOf": [
            {"anyOf": [{"required": ["then"]}, {"properties": {"choices": {"items": _DOES_SOMETHING}}}]}
        ],
    },
    "choice": {"not": {"anyOf": [_both("to", "stay"), _both("outcomes", "to"), _both("outcomes", "stay")]}},
    "outcome": {"not": _both("to", "stay")},
    "block": {"dependencies": {"else": ["if"]}},
    "claim": {
        "oneOf": [{"required": ["never"]}, {"required": ["always"]}, {"required": ["when", "then"]}],
        "dependencies": {"when": ["then"], "then": ["when"]},
    },
    "variable": {"not": {"required": ["range", "values"]}, "dependencies": {"words": ["range"]}},
}
_FILES: dict[str, Schema] = {
    "pages": _list_of({"$ref": "#/$defs/page"}),
    "claims": _list_of({"$ref": "#/$defs/claim"}),
    "walkthroughs": _list_of({"$ref": "#/$defs/walkthrough"}),
    "scenes": {
        "type": ["object", "null"],
        "propertyNames": {"pattern": _ID["pattern"]},
        "additionalProperties": {"$ref": "#/$defs/scene"},
    },
}


def schema() -> Schema:
    """Build the schema: of each kind of file under its name, and of whichever it is at the top."""
    story = {"required": ["format"], "properties": {"format": {"not": {"type": "object"}}}}
    walkthroughs = {"type": "array", "contains": {"required": ["choose"]}}
    claims = {"type": "array", "contains": _any_key("never", "always", "when", "then")}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A file of a story for escape",
        "if": {"type": "object", **story},
        "then": {"$ref": "#/$defs/story"},
        "else": {
            "if": walkthroughs,
            "then": {"$ref": "#/$defs/walkthroughs"},
            "else": {
                "if": claims,
                "then": {"$ref": "#/$defs/claims"},
                "else": {
                    "if": {"type": "array"},
                    "then": {"$ref": "#/$defs/pages"},
                    "else": {"$ref": "#/$defs/scenes"},
                },
            },
        },
        "$defs": {
            **{name: _shape(name, keys) for name, keys in SHAPES.items()},
            _INNER: _shape(_INNER, SHAPES["scene"]),
            **_FILES,
        },
    }


def as_json() -> str:
    """Write the schema as a file's text."""
    return json.dumps(schema(), indent=2) + "\n"


def _shape(name: str, keys: tuple[Key, ...]) -> Schema:
    return {
        "type": "object",
        "properties": {key.name: {**_property(name, key), "description": key.about} for key in keys},
        "required": [key.name for key in keys if key.required],
        "additionalProperties": False,
        **_TOGETHER.get(name, {}),
    }


def _property(shape: str, key: Key) -> Schema:
    return {**_kind(key.kind), **_BESIDES.get((shape, key.name), {})}


def _kind(kind: str) -> Schema:
    if kind.endswith("[]"):
        return _list_of(_kind(kind[:-2]))
    if kind.endswith("{}"):
        names = {} if kind == "chapter{}" or kind == "value{}" else {"propertyNames": _NAME}
        return {"type": "object", "additionalProperties": _kind(kind[:-2]), **names}
    # A `$ref` in draft 7 silences what stands beside it, so the description wants it wrapped.
    return _KINDS.get(kind, {"allOf": [{"$ref": f"#/$defs/{kind}"}]})
