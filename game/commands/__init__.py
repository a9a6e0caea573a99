"""What the command can do: one module a verb."""
