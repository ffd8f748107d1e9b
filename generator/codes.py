"""Every problem code, with what it means and what to do; the manual prints it."""

from __future__ import annotations

CODES: dict[str, str] = {}
"""Problem code to one or two sentences in Markdown, sorted by code."""
