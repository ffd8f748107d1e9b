"""The local page for a team's meeting; it writes a statement, nothing else."""
