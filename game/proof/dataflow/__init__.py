"""Analyses over the program graph that need no search: value sets, live variables, equal marks."""
