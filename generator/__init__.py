"""Practice Baseline: a framework of good practice becomes baseline pages."""

__version__ = "0.1.0"
