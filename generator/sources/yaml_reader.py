"""YAML as authors mean it: words stay words, and every value has a place.

Scalars follow the YAML 1.2 core schema (https://yaml.org/spec/1.2.2/#103-core-schema):
`no`, `on`, `12:30`, `010` and dates stay what the author typed. Keys are always words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, cast

import yaml
from yaml.composer import Composer
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner

from generator.errors import Problem, Problems, refuse
from generator.sources.yaml_syntax import syntax_problem

LIMIT_BYTES = 4_000_000
"""Larger files are refused: a framework of 4 MB is a mistake."""
LIMIT_NODES = 500_000
"""Most values after every alias is followed; stops files that unfold without end."""
LIMIT_DEPTH = 60
"""Deepest nesting; a framework of ten nested dimensions needs 30."""

Loc = tuple[str | int, ...]
"""The way to a value: keys, and positions in lists from 0."""

_NUMBER = re.compile(
    r"[-+]?(?:(?P<int>0|[1-9][0-9]{0,299})"
    r"|(?P<float>(?:\.[0-9]+|[0-9]+\.[0-9]*)(?:[eE][-+]?[0-9]+)?|[0-9]+[eE][-+]?[0-9]+))"
    r"|0o(?P<oct>[0-7]{1,99})|0x(?P<hex>[0-9a-fA-F]{1,99})"
    r"|(?P<inf>[-+]?\.(?:inf|Inf|INF))|(?P<nan>\.(?:nan|NaN|NAN))"
)
_WORDS: dict[str, bool | None] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_NUMBER_STARTS = frozenset("0123456789-+.")
_NOT_TEXT = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_STRING_TAG = "tag:yaml.org,2002:str"


class _Plain:
    """Node kinds only: what a value means is decided by this module."""

    def resolve(self, kind: type[Node], _value: object, _implicit: object) -> str:
        return kind.__name__

    def descend_resolver(self, parent: object, index: object) -> None:
        pass

    def ascend_resolver(self) -> None:
        pass


class _SlowParser(_Plain, Reader, Scanner, Parser, Composer):
    """The same events from Python alone, where libyaml is not there."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)
        Composer.__init__(self)


class _Mark(Protocol):
    line: int
    column: int


class _Event(Protocol):
    """What the events of both parsers share, as far as it is read here."""

    start_mark: _Mark
    anchor: str | None
    tag: str | None
    value: str
    style: str | None


class _Parser(Protocol):
    def get_event(self) -> _Event: ...

    def get_single_node(self) -> Node: ...


def _slow(text: str) -> _Parser:
    return cast("_Parser", _SlowParser(text))


if yaml.__with_libyaml__:

    class _FastParser(_Plain, yaml.CSafeLoader):
        """Events and nodes from libyaml: nine times as fast."""

    def _fast(text: str) -> _Parser:
        return cast("_Parser", _FastParser(text))

    _parser = _fast
else:  # pragma: no cover  (the slow parser has tests of its own)
    _parser = _slow


@dataclass(slots=True)
class Document:
    """One YAML file: its values, and on demand the place of each."""

    path: str
    """As shown to the author: relative to the project, forward slashes."""
    text: str
    data: object
    problems: tuple[Problem, ...] = ()
    """Faults that do not stop reading, such as a key given twice."""
    _root: Node | None = field(default=None, repr=False)

    def place(self, loc: Loc, *, key: bool = False) -> tuple[str, int, int]:
        """Path, line and column of a value, or of its key.

        A value that is not there stands where its nearest surrounding value starts.
        """
        found, _ = self._find(loc, key=key)
        mark = found.start_mark
        return self.path, mark.line + 1, mark.column + 1

    def typed(self, loc: Loc) -> str | None:
        """A single value as the author typed it; none for lists and mappings."""
        found, whole = self._find(loc, key=False)
        return found.value if whole and isinstance(found, ScalarNode) else None

    def _find(self, loc: Loc, *, key: bool) -> tuple[Node, bool]:
        if self._root is None:
            # A second pass only where something is to be said keeps loading fast.
            self._root = _parser(self.text).get_single_node()
        node = shown = self._root
        for part in loc:
            step = _child(node, part)
            if step is None:
                return shown, False
            shown, node = step
        return (shown if key else node), True


def _child(node: Node, part: str | int) -> tuple[Node, Node] | None:
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if isinstance(key, ScalarNode) and _nfc(key.value) == part:
                return key, value
    if not isinstance(node, SequenceNode) or not isinstance(part, int):
        return None
    entries = node.value
    return (entries[part], entries[part]) if 0 <= part < len(entries) else None


def _nfc(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def read_document(path: Path, shown: str) -> Document:
    """Read one YAML file; raises `Problems` where nothing can be read from it."""
    try:
        with path.open("rb") as file:
            raw = file.read(LIMIT_BYTES + 1)
    except FileNotFoundError:
        raise refuse(
            "file-missing",
            "this file is missing",
            "create it, or restore it from your version history",
            path=shown,
        ) from None
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise refuse(
            "file-unreadable",
            f"this file cannot be read: {reason}",
            "check that it is a file and that you may read it",
            path=shown,
        ) from None
    return parse(raw, shown)


def parse(raw: bytes, shown: str) -> Document:
    """Read YAML bytes; raises `Problems` where nothing can be read from them."""
    if len(raw) > LIMIT_BYTES:
        raise refuse(
            "file-too-large",
            f"this file is larger than {LIMIT_BYTES // 1_000_000} MB",
            "shorten it; a long framework may be a folder, a file per dimension",
            path=shown,
        )
    text = _decode(raw, shown)
    reading = _Reading(shown, text)
    try:
        data = reading.whole()
    except (yaml.YAMLError, ValueError) as error:
        # PyYAML without libyaml raises ValueError on escapes such as "\U00110000".
        raise Problems(
            [*reading.problems, syntax_problem(error, shown, text)]
        ) from None
    return Document(shown, text, data, tuple(reading.problems))


def _decode(raw: bytes, shown: str) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        bom = 3 if raw.startswith(b"\xef\xbb\xbf") else 0
        offset = error.start + bom
        before = raw[:offset]
        line = len(re.findall(rb"\r\n|\r|\n", before)) + 1
        start = max(before.rfind(b"\n"), before.rfind(b"\r")) + 1
        shown_before = raw[max(start, bom) : offset].decode("utf-8", "replace")
        column = len(shown_before) + 1
        raise Problems(
            [
                Problem(
                    shown,
                    line,
                    column,
                    "file-encoding",
                    f"this file is not UTF-8: byte {offset + 1} is 0x{raw[offset]:02X}",
                    "save it again with the encoding UTF-8",
                )
            ]
        ) from None
    if bad := _NOT_TEXT.search(text):
        line, column = _line_column(text, bad.start())
        raise Problems(
            [
                Problem(
                    shown,
                    line,
                    column,
                    "yaml-control",
                    f"the character U+{ord(bad.group()):04X} cannot be part of a text",
                    "delete it; it may be invisible in your editor",
                )
            ]
        )
    return text


def _line_column(text: str, index: int) -> tuple[int, int]:
    lines = (text[:index] + "x").splitlines()
    return len(lines), len(lines[-1])


class _Reading:
    """One pass over a document's events."""

    def __init__(self, shown: str, text: str) -> None:
        self.shown = shown
        self.text = text
        self.problems: list[Problem] = []
        self.count = 0
        self.anchors: dict[str, tuple[object, int]] = {}
        self.open: set[str] = set()
        self.normal = unicodedata.is_normalized("NFC", text)
        self.next: Callable[[], _Event] = _parser(text).get_event

    def problem(
        self, event: _Event, code: str, message: str, hint: str = ""
    ) -> Problem:
        mark = event.start_mark
        return Problem(self.shown, mark.line + 1, mark.column + 1, code, message, hint)

    def refusal(
        self, event: _Event, code: str, message: str, hint: str = ""
    ) -> Problems:
        return Problems([*self.problems, self.problem(event, code, message, hint)])

    def whole(self) -> object:
        event = self.next()
        if isinstance(event, StreamStartEvent):
            event = self.next()
        if isinstance(event, StreamEndEvent):
            raise Problems(
                [
                    Problem(
                        self.shown,
                        0,
                        0,
                        "file-empty",
                        "this file is empty",
                        "`baseline init` in an empty folder writes an example",
                    )
                ]
            )
        data = self.value(self.next(), 0)
        self.next()
        event = self.next()
        if isinstance(event, DocumentStartEvent):
            raise self.refusal(
                event,
                "yaml-documents",
                "a second document starts here",
                "write one document per file; remove the line `---`",
            )
        return data

    def value(self, event: _Event, depth: int) -> object:
        self.count += 1
        if self.count > LIMIT_NODES:
            raise self.too_many(event)
        kind: type[object] = type(event)
        if kind is ScalarEvent:
            if event.anchor is None and event.tag is None:
                return self.scalar(event)
        elif kind is AliasEvent:
            return self.alias(event)
        elif depth >= LIMIT_DEPTH:
            raise self.refusal(
                event,
                "yaml-depth",
                f"more than {LIMIT_DEPTH} levels are nested here",
                "check the brackets and the indentation",
            )
        return self.marked(event, depth)

    def marked(self, event: _Event, depth: int) -> object:
        """A list, a mapping, or anything with an anchor or a tag."""
        anchor: str | None = event.anchor
        before = self.count
        if anchor is not None:
            if anchor in self.anchors or anchor in self.open:
                raise self.refusal(
                    event,
                    "yaml-alias",
                    f"the anchor `&{anchor}` is given twice",
                    "give each anchor its own name",
                )
            self.open.add(anchor)
        value: object
        if event.tag is not None and not (
            event.tag == _STRING_TAG and isinstance(event, ScalarEvent)
        ):
            raise self.refusal(
                event,
                "yaml-tag",
                f"the tag `{event.tag}` cannot be used",
                "remove it; put quotes around a value that is a text",
            )
        if isinstance(event, MappingStartEvent):
            value = self.mapping(depth + 1)
        elif isinstance(event, SequenceStartEvent):
            value = self.sequence(depth + 1)
        elif event.tag is not None:
            value = _nfc(event.value)
        else:
            value = self.scalar(event)
        if anchor is not None:
            self.open.discard(anchor)
            self.anchors[anchor] = (value, self.count - before + 1)
        return value

    def sequence(self, depth: int) -> list[object]:
        values: list[object] = []
        event = self.next()
        while not isinstance(event, SequenceEndEvent):
            values.append(self.value(event, depth))
            event = self.next()
        return values

    def mapping(self, depth: int) -> dict[str, object]:
        values: dict[str, object] = {}
        first: dict[str, int] | None = None
        event = self.next()
        while not isinstance(event, MappingEndEvent):
            self.count += 1
            if isinstance(event, AliasEvent):
                known = self.alias(event)
                key = known if isinstance(known, str) else None
            else:
                key = self.key(event)
            if key is None:
                raise self.refusal(
                    event,
                    "yaml-key",
                    "a key must be a word, not a list or a mapping",
                    "put quotes around it",
                )
            if key == "<<" and not event.style:
                raise self.refusal(
                    event,
                    "yaml-merge",
                    "`<<` does not merge keys here",
                    "write the keys out, or use an alias for a whole value",
                )
            if key in values:
                first = first or {}
                self.problems.append(
                    self.problem(
                        event,
                        "key-duplicate",
                        f"the key `{key}` is given twice",
                        "keep one of the two",
                    )
                )
            values[key] = self.value(self.next(), depth)
            event = self.next()
        return values

    def key(self, event: _Event) -> str | None:
        if not isinstance(event, ScalarEvent):
            return None
        key = event.value if self.normal else _nfc(event.value)
        if event.anchor is not None:
            self.anchors[event.anchor] = (key, 1)
        return key

    def scalar(self, event: _Event) -> object:
        value = event.value
        if event.style:
            if event.style == '"' and (bad := _NOT_TEXT.search(value)):
                raise self.refusal(
                    event,
                    "yaml-control",
                    f"the character U+{ord(bad.group()):04X} cannot be part of a text",
                    "delete its escape",
                )
            return value if self.normal else _nfc(value)
        if value in _WORDS:
            return _WORDS[value]
        if value[0] in _NUMBER_STARTS and (match := _NUMBER.fullmatch(value)):
            return _number(value, match.lastgroup)
        return value if self.normal else _nfc(value)

    def alias(self, event: _Event) -> object:
        name = event.anchor or ""
        if name in self.open:
            raise self.refusal(
                event,
                "yaml-alias",
                f"`*{name}` stands inside the value it repeats",
                "write the value out",
            )
        if name not in self.anchors:
            raise self.refusal(
                event,
                "yaml-alias",
                f"`*{name}` repeats a value that is not marked above",
                f"mark the value with `&{name}`, or put quotes around a text "
                "that starts with `*`",
            )
        value, size = self.anchors[name]
        self.count += size - 1  # the alias itself is counted already
        if self.count > LIMIT_NODES:
            raise self.too_many(event)
        return value

    def too_many(self, event: _Event) -> Problems:
        return self.refusal(
            event,
            "yaml-too-many",
            f"the file unfolds to more than {LIMIT_NODES:,} values here",
            "repeat fewer values with `*`",
        )


def _number(value: str, kind: str | None) -> int | float:
    if kind == "int":
        return int(value)
    if kind == "oct":
        return int(value[2:], 8)
    if kind == "hex":
        return int(value[2:], 16)
    if kind in {"inf", "nan"}:
        return float(value.replace(".", "", 1))
    return float(value)
