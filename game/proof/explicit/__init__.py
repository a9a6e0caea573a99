"""Answers from the list of all states, for stories that are small enough."""
