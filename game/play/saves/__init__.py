"""Playthroughs on disk: records, slots, atomic writing, and saves restored."""
