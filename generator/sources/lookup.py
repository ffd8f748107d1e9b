"""Where things are: a location, in the author's data and in the model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from generator.model.ids import Text
from generator.sources.yaml_reader import Loc


def real_loc(data: object, loc: Loc, *, missing: bool) -> Loc:
    """The part of a pydantic location that exists in the data, plus a missing key."""
    here: list[str | int] = []
    value = data
    for index, part in enumerate(loc):
        below = _step(value, part)
        if below is None:
            if missing and index == len(loc) - 1:
                here.append(part)
            break
        here.append(part)
        (value,) = below
    return tuple(here)


def _step(value: object, part: str | int) -> tuple[object] | None:
    """What stands at `part`, in a tuple because it may be empty."""
    if isinstance(value, Mapping) and part in value:
        return (value[part],)
    if isinstance(value, list) and isinstance(part, int) and part < len(value):
        return (value[part],)
    return None


def value_at(data: object, loc: Loc) -> object:
    """What stands at a location; none where nothing does."""
    value = data
    for part in loc:
        below = _step(value, part)
        if below is None:
            return None
        (value,) = below
    return value


def model_at(model: type[BaseModel], loc: Loc) -> type[BaseModel] | None:
    """The model that describes what stands at `loc`."""
    here: type[BaseModel] | None = model
    for part in loc:
        if isinstance(part, int):
            continue
        if here is None:
            return None
        field = field_of(here, part)
        here = _model_in(field.annotation) if field else None
    return here


def field_of(model: type[BaseModel], key: str) -> FieldInfo | None:
    """The field a key stands for."""
    for name, field in model.model_fields.items():
        if key == (field.alias or name):
            return field
    return None


def _model_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation if annotation is not Text else None
    for part in get_args(annotation):
        if found := _model_in(part):
            return found
    return None


def text_loc(model: type[BaseModel], loc: Loc) -> Loc:
    """The location of the whole text a part of it belongs to."""
    for end in range(1, len(loc) + 1):
        part = loc[end - 1]
        above = model_at(model, loc[: end - 1])
        if above is None or isinstance(part, int):
            continue
        for name, field in above.model_fields.items():
            if part == (field.alias or name) and holds_text(field.annotation):
                after = loc[end : end + 1]
                return loc[:end] + (
                    after if after and isinstance(after[0], int) else ()
                )
    return loc


def holds_text(annotation: object) -> bool:
    """Whether a field holds texts for people, itself or in a list or mapping."""
    if annotation is Text:
        return True
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return False
    return any(holds_text(part) for part in get_args(annotation))
