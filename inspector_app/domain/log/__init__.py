"""Changes, registers and the merge."""
