"""Names of things: ids, references, languages and texts in several languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, RootModel, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)]
"""A slug: lower-case letters, digits and hyphens, starting with a letter."""

WaveId = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)
]
"""A slug that may start with a digit, so that a wave can be called `2026`."""

Ref = Annotated[
    str,
    StringConstraints(pattern=r"^([a-z][a-z0-9-]*:)?[a-z][a-z0-9-]*$", max_length=121),
]
"""An id in the same file, or `framework:id` for one in another framework."""

Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")]
"""A BCP 47 language tag such as `en` or `de`."""

OptionCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{1,5}$")]
"""One to five letters or digits, so that every backend can carry it."""

Words = Mapping[str, str]
"""A text already resolved per language: language tag to words."""


class Authored(BaseModel):
    """Anything a person writes in YAML: unknown keys refused, never changed."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        use_attribute_docstrings=True,
        populate_by_name=True,
    )


class Text(RootModel[str | dict[Language, str]]):
    """Words for people: one string (source language), or one per language."""

    model_config = ConfigDict(frozen=True)

    def say(self, language: str) -> str:
        """The words in `language`; the first language given where it is missing.

        `check` reports every missing translation and `compile` refuses to freeze an
        instrument with one, so a fall-back is never silent.
        """
        if isinstance(self.root, str):
            return self.root
        return self.root.get(language) or next(iter(self.root.values()), "")

    def lacks(self, language: str, source: str) -> bool:
        """Whether nobody has written this text in `language` yet."""
        if isinstance(self.root, str):
            return language != source
        return not self.root.get(language)

    def words(self, languages: Iterator[str] | tuple[str, ...]) -> dict[str, str]:
        """The text resolved for each of `languages`, in their order."""
        return {language: self.say(language) for language in languages}

    def __bool__(self) -> bool:
        if isinstance(self.root, str):
            return bool(self.root)
        return any(self.root.values())

    def __hash__(self) -> int:
        if isinstance(self.root, str):
            return hash(self.root)
        return hash(tuple(sorted(self.root.items())))


def qualified(ref: str, framework: str) -> str:
    """`framework:id` for a reference written inside `framework`."""
    return ref if ":" in ref else f"{framework}:{ref}"
