"""Answers put together into a verdict, validated by playing, and rendered."""
