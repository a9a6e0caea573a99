"""YAML read from parser events into nodes that know their place."""
