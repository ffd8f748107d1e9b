"""JSON Schemas for editors: help while typing, from the model's own words."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from generator.model.clocks import Clocks
from generator.model.framework import Framework
from generator.model.overlay import Overlay
from generator.model.survey import Organisation, Survey

SCHEMAS: dict[str, type[BaseModel]] = {
    "frameworks/framework.schema.json": Framework,
    "frameworks/overlay.schema.json": Overlay,
    "surveys/clocks.schema.json": Clocks,
    "surveys/survey.schema.json": Survey,
    "surveys/teams.schema.json": Organisation,
}
"""Path below the project to the model it describes."""


def schema_of(model: type[BaseModel]) -> bytes:
    """The JSON Schema of a model, the same bytes every time."""
    schema: JsonSchemaValue = {
        "$schema": GenerateJsonSchema.schema_dialect,
        **model.model_json_schema(by_alias=True),
    }
    text = json.dumps(_tidy(schema), ensure_ascii=False, indent=2, sort_keys=True)
    return (text + "\n").encode("utf-8")


def write_schemas(root: Path) -> tuple[Path, ...]:
    """Write the schemas of a project; gives their paths, changed or not."""
    written = []
    for name, model in SCHEMAS.items():
        path = root / name
        content = schema_of(model)
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_bytes() != content:
            fresh = path.with_name(f"{path.name}.new")
            fresh.write_bytes(content)
            fresh.replace(path)
        written.append(path)
    return tuple(written)


def _tidy(value: object) -> object:
    """Without the titles pydantic makes up from names: they say nothing new."""
    if isinstance(value, dict):
        return {
            key: _tidy(below)
            for key, below in value.items()
            if not (key == "title" and isinstance(below, str))
        }
    if isinstance(value, list):
        return [_tidy(below) for below in value]
    return value
