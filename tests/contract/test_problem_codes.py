"""Problem codes are a contract: each one used is explained, each explained is used."""

import ast
import re
from pathlib import Path

from generator.codes import CODES

ROOT = Path(__file__).parents[2]
CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+")
MAKERS = {"Problem", "refuse", "Finding"}


def string_literals() -> set[str]:
    found: set[str] = set()
    for path in (ROOT / "generator").rglob("*.py"):
        if path.name == "codes.py" and path.parent.name == "generator":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


def codes_given_to_problems() -> dict[str, str]:
    found: dict[str, str] = {}
    for path in (ROOT / "generator").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name not in MAKERS:
                continue
            given = [
                *node.args[:5],
                *[k.value for k in node.keywords if k.arg == "code"],
            ]
            for argument in given:
                if (
                    isinstance(argument, ast.Constant)
                    and isinstance(argument.value, str)
                    and CODE.fullmatch(argument.value)
                ):
                    place = f"{path.relative_to(ROOT).as_posix()}:{node.lineno}"
                    found.setdefault(argument.value, place)
    return found


def test_every_code_a_problem_carries_is_explained() -> None:
    unexplained = {
        code: place
        for code, place in codes_given_to_problems().items()
        if code not in CODES
    }
    assert unexplained == {}


def test_every_explained_code_is_used_somewhere() -> None:
    literals = string_literals()
    assert [code for code in CODES if code not in literals] == []


def test_codes_are_sorted_and_say_more_than_their_name() -> None:
    assert list(CODES) == sorted(CODES)
    assert [code for code, text in CODES.items() if len(text) < 30] == []
