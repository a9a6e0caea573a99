"""What the command can do: one function a verb."""
