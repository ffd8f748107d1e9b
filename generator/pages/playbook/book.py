"""Everything the playbook is made from, in one language, with its addresses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.framework import Artefact, Dimension, Framework, Practice, Source
from generator.model.ids import Text, qualified
from generator.model.instrument import Instrument, Question, Wave
from generator.model.survey import Survey
from generator.pages.playbook.markdown import plain
from generator.pages.playbook.words import word

_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", "index", "practices"}
    | {f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)}
)


def page_name(identifier: str) -> str:
    """A file name for an id: Windows keeps some names for itself."""
    return f"{identifier}-page" if identifier in _RESERVED else identifier


def practice_path(ref: str) -> str:
    """The page of a practice, from `framework:practice`."""
    framework, _, practice = ref.partition(":")
    return f"{framework}/practices/{page_name(practice)}.md"


def dimension_path(framework: str, dimension: str) -> str:
    """The page of a dimension."""
    return f"{framework}/{page_name(dimension)}.md"


def framework_path(framework: str) -> str:
    """The page of a framework."""
    return f"{framework}/index.md"


def artefact_path(framework: str, artefact: Artefact) -> str:
    """The file of a template."""
    return f"{framework}/templates/{page_name(artefact.id)}.{artefact.kind}"


def services_path(framework: str) -> str:
    """The page of what stakeholders may expect."""
    return f"{framework}/services-page.md"


def survey_path(survey: str, page: str = "index") -> str:
    """A page about a survey: its front page, an instrument or the codebook."""
    name = page if page in {"index", "codebook"} else page_name(page)
    return f"surveys/{survey}/{name}.md"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about a practice, and who is asked it."""

    survey: str
    wave: Wave
    instrument: Instrument
    question: Question


@dataclass(frozen=True, slots=True)
class Book:
    """The sources of the playbook, and the language it speaks."""

    frameworks: tuple[Framework, ...]
    surveys: tuple[Survey, ...]
    waves: tuple[Wave, ...]
    language: str
    source: str
    manual: bool
    """Whether the site holds the manual."""

    def word(self, key: str, **fill: object) -> str:
        """Words of the interface in this language, English where it has none."""
        text = word(key, self.language)
        return text.format(**fill) if fill else text

    def say(self, text: Text) -> str:
        """An author's words, safe for Markdown."""
        return plain(text.say(self.language))

    def raw(self, text: Text) -> str:
        """An author's words as typed: for titles and for Markdown fields."""
        return text.say(self.language).strip()

    def told(self, words: dict[str, str]) -> str:
        """Frozen words, safe for Markdown."""
        return plain(self.frozen(words))

    def frozen(self, words: dict[str, str]) -> str:
        """Frozen words as they stand in the wave."""
        return words.get(self.language) or next(iter(words.values()), "")

    def practices(self) -> Iterator[tuple[Framework, tuple[Dimension, ...], Practice]]:
        """Every practice of every framework, in the authors' order."""
        for framework in self.frameworks:
            for above, practice in framework.walk():
                yield framework, above, practice

    def practice(self, ref: str) -> tuple[Framework, Practice] | None:
        """A practice by `framework:practice`; none where it is not in this book."""
        for framework, _above, practice in self.practices():
            if f"{framework.id}:{practice.id}" == ref:
                return framework, practice
        return None

    def name(self, practice: Practice) -> str:
        """Code and title of a practice, safe for Markdown."""
        return plain(self.full_title(practice))

    def full_title(self, practice: Practice) -> str:
        """Code and title of a practice, as typed."""
        return " ".join(filter(None, (practice.code, self.raw(practice.title))))

    def newest(self) -> dict[str, Wave]:
        """The newest wave of each survey."""
        return {wave.survey: wave for wave in self.waves}

    def asked(self, ref: str) -> list[Asked]:
        """The questions that measure a practice, as the newest wave asks them."""
        return [
            Asked(survey, wave, instrument, question)
            for survey, wave in self.newest().items()
            for instrument in wave.instruments
            for question in instrument.questions()
            if any(target.practice == ref for target in question.targets)
        ]

    def same(self) -> dict[str, list[tuple[str, str]]]:
        """Practice to (other practice, relation), read in both directions."""
        found: dict[str, list[tuple[str, str]]] = {}
        for framework, _above, practice in self.practices():
            ref = f"{framework.id}:{practice.id}"
            for entry in practice.maps_to:
                other = qualified(entry.ref, framework.id)
                found.setdefault(ref, []).append((other, entry.relation))
                back = {"part": "whole"}.get(entry.relation, entry.relation)
                found.setdefault(other, []).append((ref, back))
        return {
            ref: sorted(set(others), key=lambda pair: (pair[1] != "same", pair))
            for ref, others in found.items()
        }

    def cite(self, source: Source) -> str:
        """A published work as a line of a list of sources."""
        line = f"{plain(source.authors)} ({source.year}). *{plain(source.title)}*."
        url = source.url
        if url.startswith(("https://", "http://")) and not set(url) & set(" <>\"'()\\"):
            line += f" [{plain(url)}]({url})"
        return line
