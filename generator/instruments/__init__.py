"""Frameworks and a survey become the frozen instruments of one wave."""
