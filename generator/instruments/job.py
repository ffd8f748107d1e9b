"""One compilation: the survey, its frameworks, its languages, what was found."""

from __future__ import annotations

from collections.abc import Mapping

from generator.instruments.catalogue import catalogue
from generator.instruments.finding import Finding, Place
from generator.model.framework import Framework
from generator.model.ids import Text
from generator.model.survey import Survey


class Job:
    """What every part of a compilation needs; findings gather here."""

    def __init__(self, survey: Survey, frameworks: Mapping[str, Framework]) -> None:
        self.survey = survey
        self.source = survey.languages[0]
        self.top = Place("survey", survey.id)
        self.findings: list[Finding] = []
        used = [frameworks[use.id] for use in survey.frameworks if use.id in frameworks]
        self.book = catalogue(used)

    def find(self, place: Place, code: str, message: str, hint: str = "") -> None:
        """Keep something that stops the wave from being frozen."""
        self.findings.append(Finding(place, code, message, hint))

    def words(self, text: Text, place: Place, what: str) -> dict[str, str]:
        """A text of the survey in every language; empty where there is none."""
        self._translated(text, self.survey.languages, self.source, place, what)
        return text.words(self.survey.languages) if text else {}

    def text(self, framework: Framework, text: Text, place: Place) -> dict[str, str]:
        """A text of a framework; languages it is not written in are reported once."""
        written = tuple(
            language
            for language in self.survey.languages
            if language in framework.languages
        )
        what = f"'{place.loc[-1]}'"
        self._translated(text, written, framework.languages[0], place, what)
        return text.words(self.survey.languages) if text else {}

    def name(self, text: Text) -> dict[str, str]:
        """A proper name: one spelling serves all languages."""
        return text.words(self.survey.languages) if text else {}

    def source_of(self, framework: Framework) -> str:
        """The language in which fingerprints of a framework's items are taken."""
        source = framework.languages[0]
        return source if source in self.survey.languages else self.source

    def _translated(
        self,
        text: Text,
        languages: tuple[str, ...],
        source: str,
        place: Place,
        what: str,
    ) -> None:
        if not text or _needs_no_translation(text):
            return
        for language in languages:
            if text.lacks(language, source):
                self.find(
                    place,
                    "instrument-untranslated",
                    f"{what} has no text in '{language}': {_quote(text, source)}",
                    f"write it as `{{{source}: …, {language}: …}}`, or take"
                    f" '{language}' out of the survey's languages",
                )


def _needs_no_translation(text: Text) -> bool:
    """A text such as '2026' reads the same everywhere."""
    return isinstance(text.root, str) and not any(map(str.isalpha, text.root))


def _quote(text: Text, source: str) -> str:
    words = " ".join(text.say(source).split())
    return f"'{words}'" if len(words) <= 60 else f"'{words[:59].rstrip()}…'"
