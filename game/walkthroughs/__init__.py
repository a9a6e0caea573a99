"""Recorded playthroughs: run as tests, written down, chosen so that few cover much."""
