"""Playthroughs taken by chance: at random, or guided to what has not been seen."""
