"""What is kept: one SQLite file, its keys and its lock, all below `var/`."""
