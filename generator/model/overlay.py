"""An organisation's own changes to a framework, kept beside it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from generator.model.framework import Dimension, Guidance, Labels, Practice
from generator.model.ids import Authored, Id, Text


class OverlayText(Authored):
    """Other words for a dimension or practice; what is left out stays."""

    id: Id
    """The dimension or practice."""
    code: str | None = None
    """Another short label; for a practice."""
    title: Text | None = None
    """Another title."""
    statement: Text | None = None
    """Another sentence for the gold standard."""
    guidance: Guidance | None = None
    """Other guidance; its keys that are left out stay."""


class OverlayMove(Authored):
    """A dimension or practice that stands elsewhere."""

    id: Id
    """The dimension or practice."""
    into: Id | None = None
    """The dimension it moves to; leave out to move a dimension to the top."""
    before: Id | None = None
    """Stands before this one; leave out to stand last."""


class OverlayAddition(Authored):
    """Dimensions or practices of your own."""

    into: Id | None = None
    """The dimension they join; leave out to add dimensions at the top."""
    before: Id | None = None
    """They stand before this one; leave out to stand last."""
    dimensions: tuple[Dimension, ...] = ()
    """Dimensions to add."""
    practices: tuple[Practice, ...] = ()
    """Practices to add."""


class Overlay(Authored):
    """Changes to a framework without a copy of it.

    The framework's own file stays as it came, so that a new version can replace it.
    Questions keep their words and fingerprints: a renamed practice is still comparable.
    """

    schema_version: Literal[1] = Field(alias="schema")
    """Version of the file format: 1."""
    framework: Id
    """Id of the framework it changes."""
    title: Text | None = None
    """Another title for the framework."""
    summary: Text | None = None
    """Another summary; Markdown."""
    labels: Labels | None = None
    """Other words for its parts."""
    texts: tuple[OverlayText, ...] = ()
    """Other words for dimensions and practices."""
    hide: tuple[Id, ...] = ()
    """Dimensions and practices that are left out, with all they hold."""
    move: tuple[OverlayMove, ...] = ()
    """Dimensions and practices that stand elsewhere."""
    add: tuple[OverlayAddition, ...] = ()
    """Dimensions and practices of your own."""
