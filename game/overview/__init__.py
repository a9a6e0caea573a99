"""A story drawn and counted: maps, statistics, reading time."""
