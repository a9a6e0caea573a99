"""Answers from sets of states as decision diagrams, for stories that are not."""
