"""Any other form tool: its forms are written, its file of answers is read."""

from generator.backends.tables.columns import find_columns
from generator.backends.tables.guess import Guess, guess_map
from generator.backends.tables.lost import lost_with
from generator.backends.tables.rows import NAME, FileRows, read_rows

__all__ = [
    "NAME",
    "FileRows",
    "Guess",
    "find_columns",
    "guess_map",
    "lost_with",
    "read_rows",
]
