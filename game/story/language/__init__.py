"""The language of conditions and effects: parsed, checked for types, compiled."""
