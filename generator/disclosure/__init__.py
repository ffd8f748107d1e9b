"""What may be shown, and the proof that it gives nobody away."""

from __future__ import annotations

from generator.disclosure.release import Released, release

__all__ = ["Released", "release"]
