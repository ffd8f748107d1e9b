"""JSON Schemas: committed, up to date, and true to the loader."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from generator.sources.schema import SCHEMAS, schema_of, write_schemas
from generator.sources.yaml_reader import read_document

ROOT = Path(__file__).parents[2]
FILES = {
    "frameworks/framework.schema.json": "frameworks/our-practice.yaml",
    "frameworks/overlay.schema.json": "frameworks/our-practice.overlay.yaml",
    "surveys/clocks.schema.json": "surveys/our-baseline/clocks.yaml",
    "surveys/survey.schema.json": "surveys/our-baseline/survey.yaml",
    "surveys/teams.schema.json": "surveys/our-baseline/teams.yaml",
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_committed_schema_is_that_of_the_model(name: str) -> None:
    committed = (ROOT / name).read_bytes().replace(b"\r\n", b"\n")
    assert committed == schema_of(SCHEMAS[name]), "run `baseline schema`"


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_file_the_loader_accepts_is_accepted_by_its_schema(
    name: str, project: Path
) -> None:
    schema = json.loads(schema_of(SCHEMAS[name]))
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    overlay = project / FILES["frameworks/overlay.schema.json"]
    overlay.write_text("schema: 1\nframework: our-practice\ntitle: Ours\n", "utf-8")
    data = read_document(project / FILES[name], FILES[name]).data
    assert [error.message for error in validator.iter_errors(data)] == []


def test_the_schema_refuses_an_unknown_key() -> None:
    schema = json.loads(schema_of(SCHEMAS["surveys/teams.schema.json"]))
    validator = jsonschema.Draft202012Validator(schema)
    wrong = {"schema": 1, "teams": [], "team": []}
    assert [error.validator for error in validator.iter_errors(wrong)] == [
        "additionalProperties"
    ]


def test_keys_carry_the_models_own_words() -> None:
    schema = json.loads(schema_of(SCHEMAS["frameworks/framework.schema.json"]))
    practice = schema["$defs"]["Practice"]["properties"]
    assert practice["statement"]["description"] == "The gold standard in one sentence."


def test_schemas_are_written_once_and_left_alone(tmp_path: Path) -> None:
    paths = write_schemas(tmp_path)
    stamps = [path.stat().st_mtime_ns for path in paths]
    assert write_schemas(tmp_path) == paths
    assert [path.stat().st_mtime_ns for path in paths] == stamps
    assert sorted(path.relative_to(tmp_path).as_posix() for path in paths) == sorted(
        SCHEMAS
    )
