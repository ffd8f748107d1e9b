"""Texts in every language of a survey, or a finding for each one missing."""

from __future__ import annotations

from collections.abc import Sequence

from generator.instruments.finding import Finding, Place
from generator.model.ids import Text


class Translator:
    """Resolves texts and keeps what nobody has translated yet."""

    def __init__(self, languages: Sequence[str], findings: list[Finding]) -> None:
        self.languages = tuple(languages)
        self._findings = findings

    def words(self, text: Text, source: str, place: Place, what: str) -> dict[str, str]:
        """The text in every language; empty where the author wrote none."""
        if not text:
            return {}
        for language in self.languages:
            if text.lacks(language, source) and not _needs_no_translation(text):
                self._findings.append(
                    Finding(
                        place,
                        "instrument-untranslated",
                        f"{what} has no text in '{language}': {_quote(text, source)}",
                        f"write it as `{{{source}: …, {language}: …}}`, or take"
                        f" '{language}' out of the survey's languages",
                    )
                )
        return text.words(self.languages)

    def name(self, text: Text) -> dict[str, str]:
        """A proper name: one spelling serves all languages."""
        return text.words(self.languages) if text else {}


def _needs_no_translation(text: Text) -> bool:
    """A text such as '2026' reads the same everywhere."""
    return isinstance(text.root, str) and not any(map(str.isalpha, text.root))


def _quote(text: Text, source: str) -> str:
    words = " ".join(text.say(source).split())
    return f"'{words}'" if len(words) <= 60 else f"'{words[:59].rstrip()}…'"
