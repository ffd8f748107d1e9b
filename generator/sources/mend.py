"""Good enough to look further: a document without the parts that do not fit."""

from __future__ import annotations

import copy
import difflib

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from generator.sources.lookup import (
    field_of,
    holds_text,
    model_at,
    real_loc,
    value_at,
)
from generator.sources.yaml_reader import Loc


def passed_over(
    model: type[BaseModel], data: object, details: list[ErrorDetails]
) -> object:
    """A copy of the data without what does not fit, as far as it can do without."""
    data = copy.deepcopy(data)
    missing = {detail["loc"] for detail in details if detail["type"] == "missing"}
    # Keys first: what follows may stand below one.
    for detail in details:
        above = value_at(data, detail["loc"][:-1]) if detail["loc"] else None
        if detail["type"] != "extra_forbidden" or not isinstance(above, dict):
            continue
        name = str(detail["loc"][-1])
        wanted = [str(loc[-1]) for loc in missing if loc[:-1] == detail["loc"][:-1]]
        value = above.pop(name, None)
        if close := difflib.get_close_matches(name, wanted, 1, 0.6):
            above.setdefault(close[0], value)
    for detail in details:
        if detail["type"] not in _NO_VALUE:
            _leave_out(model, data, real_loc(data, detail["loc"], missing=False))
    return data


_NO_VALUE = frozenset(
    # Without these a file says something else: what refers to them would look wrong.
    ("missing", "extra_forbidden", "tuple_type", "model_type", "dict_type")
)


_TELLING = frozenset(("languages", "headline", "value", "missing"))
"""Optional keys whose default would make something else look wrong."""


def _leave_out(model: type[BaseModel], data: object, loc: Loc) -> None:
    """Drop the optional key around a misfit; a text gets a placeholder instead."""
    for end in range(len(loc), 0, -1):
        name, above = loc[end - 1], loc[: end - 1]
        described, holder = model_at(model, above), value_at(data, above)
        if isinstance(name, int):
            if described is not None:
                return  # one of a list of parts: others may refer to it
            continue
        field = field_of(described, name) if described is not None else None
        if field is None or not isinstance(holder, dict):
            continue
        if name in _TELLING:
            return
        if not field.is_required():
            holder.pop(name, None)
            return
        if holds_text(field.annotation):
            holder[name] = "…"
            return
