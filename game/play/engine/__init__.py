"""The rules of a story at work: states, steps, the machine, the words rendered."""
