"""What happens when somebody plays: states, the machine, playthroughs, saves."""
