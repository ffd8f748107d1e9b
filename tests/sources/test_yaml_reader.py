"""YAML as authors mean it: words stay words, every fault has a place."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.codes import CODES
from generator.errors import Problems
from generator.sources import yaml_reader
from generator.sources.yaml_reader import LIMIT_BYTES, parse, read_document


@pytest.fixture(params=["libyaml", "python"])
def _both_parsers(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    if request.param == "python":
        monkeypatch.setattr(yaml_reader, "_parser", yaml_reader._slow)
    elif not yaml.__with_libyaml__:
        pytest.skip("this PyYAML has no libyaml")


def refused(text: str | bytes) -> str:
    raw = text if isinstance(text, bytes) else text.encode("utf-8")
    with pytest.raises(Problems) as caught:
        parse(raw, "f.yaml")
    return str(caught.value)


@pytest.mark.usefixtures("_both_parsers")
class TestScalars:
    @pytest.mark.parametrize(
        ("typed", "value"),
        [
            ("no", "no"),
            ("on", "on"),
            ("Yes", "Yes"),
            ("12:30", "12:30"),
            ("010", "010"),
            ("1_000", "1_000"),
            ("2026-03-01", "2026-03-01"),
            ("1.0.0", "1.0.0"),
            ("=", "="),
            ("true", True),
            ("False", False),
            ("null", None),
            ("~", None),
            ("", None),
            ("0", 0),
            ("-7", -7),
            ("+7", 7),
            ("0o17", 15),
            ("0x1F", 31),
            ("1.50", 1.5),
            (".5", 0.5),
            ("1e3", 1000.0),
            ("-.inf", float("-inf")),
            ("'3'", "3"),
            ('"true"', "true"),
            ("!!str 3", "3"),
        ],
    )
    def test_a_plain_value_is_read_as_yaml_1_2_says(
        self, typed: str, value: object
    ) -> None:
        read = parse(f"key: {typed}".encode(), "f.yaml").data
        assert read == {"key": value}
        assert type(read["key"]) is type(value)  # type: ignore[index]

    def test_not_a_number_is_a_number(self) -> None:
        read = parse(b"key: .nan", "f.yaml").data
        assert str(read) == "{'key': nan}"

    def test_a_number_of_a_thousand_digits_stays_a_word(self) -> None:
        digits = "9" * 1000
        assert parse(f"key: {digits}".encode(), "f.yaml").data == {"key": digits}

    def test_keys_are_always_words(self) -> None:
        read = parse(b"no: 1\n1: 2\ntrue: 3\n2026-01-01: 4", "f.yaml").data
        assert read == {"no": 1, "1": 2, "true": 3, "2026-01-01": 4}

    def test_words_come_in_one_unicode_form(self) -> None:
        decomposed = unicodedata.normalize("NFD", "schlüssel: Wärme")
        document = parse(decomposed.encode(), "f.yaml")
        assert document.data == {"schlüssel": "Wärme"}
        assert document.place(("schlüssel",)) == ("f.yaml", 1, 13)


@pytest.mark.usefixtures("_both_parsers")
class TestFaults:
    @pytest.mark.parametrize(
        ("text", "message"),
        [
            (
                "a:\n\t- b",
                (
                    "f.yaml:2:1: yaml-syntax: a tab is used as indentation\n"
                    "  hint: use spaces instead"
                ),
            ),
            (
                "title: One: two",
                (
                    "f.yaml:1:11: yaml-syntax: a `:` is not expected here\n"
                    "  hint: put quotes around a text that holds `: `, or check the "
                    "indentation"
                ),
            ),
            (
                'title: "One\nb: 1',
                (
                    "f.yaml:1:8: yaml-syntax: a quote is opened here and never closed\n"
                    "  hint: close it, or double a quote that belongs to the text"
                ),
            ),
            (
                "title: @home",
                (
                    "f.yaml:1:8: yaml-syntax: a text cannot start with `@`\n"
                    "  hint: put quotes around it"
                ),
            ),
            (
                "a:\n  b: 1\n c: 2",
                (
                    "f.yaml:3:2: yaml-syntax: the indentation does not fit the lines "
                    "above\n"
                    "  hint: align this line with its neighbours; quote a text that "
                    "holds "
                    '`"` or `:`'
                ),
            ),
            (
                "a: [1, 2\nb: 3",
                (
                    "f.yaml:2:2: yaml-syntax: a list opened with `[` is not closed\n"
                    "  hint: add `]`, or a `,` between its entries"
                ),
            ),
            (
                "a: b\nfoo\nc: d",
                (
                    "f.yaml:3:1: yaml-syntax: this line is neither a key with `:` "
                    "nor part "
                    "of the text above\n"
                    "  hint: add a `:`, or indent the line if it continues the text"
                ),
            ),
            (
                "a: - b",
                (
                    "f.yaml:1:4: yaml-syntax: a list entry `- ` is not expected here\n"
                    "  hint: start the list on a line of its own"
                ),
            ),
            (
                "a: 1\n---\na: 2",
                (
                    "f.yaml:2:1: yaml-documents: a second document starts here\n"
                    "  hint: write one document per file; remove the line `---`"
                ),
            ),
            (
                "",
                (
                    "f.yaml: file-empty: this file is empty\n"
                    "  hint: `baseline init` in an empty folder writes an example"
                ),
            ),
            (
                "a: !!python/name:os.system x",
                (
                    "f.yaml:1:4: yaml-tag: the tag "
                    "`tag:yaml.org,2002:python/name:os.system` cannot be used\n"
                    "  hint: remove it; put quotes around a value that is a text"
                ),
            ),
            (
                "? [a, b]\n: c",
                (
                    "f.yaml:1:3: yaml-key: a key must be a word, not a list or a "
                    "mapping\n"
                    "  hint: put quotes around it"
                ),
            ),
            (
                "<<: {a: 1}",
                (
                    "f.yaml:1:1: yaml-merge: `<<` does not merge keys here\n"
                    "  hint: write the keys out, or use an alias for a whole value"
                ),
            ),
            (
                "a: *none",
                (
                    "f.yaml:1:4: yaml-alias: `*none` repeats a value that is not "
                    "marked "
                    "above\n"
                    "  hint: mark the value with `&none`, or put quotes around a "
                    "text that "
                    "starts with `*`"
                ),
            ),
            (
                "a: &x [*x]",
                (
                    "f.yaml:1:8: yaml-alias: `*x` stands inside the value it repeats\n"
                    "  hint: write the value out"
                ),
            ),
            (
                "a: &x 1\nb: &x 2",
                (
                    "f.yaml:2:4: yaml-alias: the anchor `&x` is given twice\n"
                    "  hint: give each anchor its own name"
                ),
            ),
            (
                "a: b\x07c",
                (
                    "f.yaml:1:5: yaml-control: the character U+0007 cannot be part "
                    "of a "
                    "text\n"
                    "  hint: delete it; it may be invisible in your editor"
                ),
            ),
            (
                "[" * 70,
                (
                    "f.yaml:1:61: yaml-depth: more than 60 levels are nested here\n"
                    "  hint: check the brackets and the indentation"
                ),
            ),
        ],
    )
    def test_a_fault_is_said_in_words_with_its_place(
        self, text: str, message: str
    ) -> None:
        assert refused(text) == message

    def test_keys_given_twice_are_all_noted_and_the_rest_is_read(self) -> None:
        document = parse(b"a: 1\nb:\n  c: 1\n  c: 2\na: 3\n", "f.yaml")
        assert document.data == {"a": 3, "b": {"c": 2}}
        assert [str(problem) for problem in document.problems] == [
            (
                "f.yaml:4:3: key-duplicate: the key `c` is given twice\n"
                "  hint: keep one of the two"
            ),
            (
                "f.yaml:5:1: key-duplicate: the key `a` is given twice\n"
                "  hint: keep one of the two"
            ),
        ]

    def test_an_alias_bomb_is_refused_before_it_unfolds(self) -> None:
        bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True):
            bomb += f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n"
        assert refused(bomb) == (
            "f.yaml:6:20: yaml-too-many: the file unfolds to more than 500,000 values "
            "here\n"
            "  hint: repeat fewer values with `*`"
        )


def test_anchors_repeat_a_value() -> None:
    document = parse(b"a: &shared {k: v}\nb: *shared\n", "f.yaml")
    assert document.data == {"a": {"k": "v"}, "b": {"k": "v"}}
    assert document.place(("b", "k")) == ("f.yaml", 1, 16)


def test_every_value_and_key_has_a_place() -> None:
    document = parse(b"a:\n  - b: 1\n    c: [x, y]\n", "f.yaml")
    assert document.place(()) == ("f.yaml", 1, 1)
    assert document.place(("a", 0, "c", 1)) == ("f.yaml", 3, 12)
    assert document.place(("a", 0, "c"), key=True) == ("f.yaml", 3, 5)
    assert document.place(("a", 0, "missing", 3)) == ("f.yaml", 2, 5)


def test_a_byte_order_mark_and_windows_line_ends_change_nothing() -> None:
    plain = parse("a: ä\nb:\n  - c\n".encode(), "f.yaml")
    windows = parse("\ufeffa: ä\r\nb:\r\n  - c\r\n".encode(), "f.yaml")
    assert windows.data == plain.data == {"a": "ä", "b": ["c"]}
    assert windows.place(("b", 0)) == plain.place(("b", 0)) == ("f.yaml", 3, 5)


def test_bytes_that_are_not_utf_8_are_refused_with_their_place() -> None:
    assert refused("a: 1\nb: schön\n".encode("cp1252")) == (
        "f.yaml:2:7: file-encoding: this file is not UTF-8: byte 12 is 0xF6\n"
        "  hint: save it again with the encoding UTF-8"
    )


def test_the_place_of_a_foreign_byte_counts_a_byte_order_mark_once() -> None:
    assert refused(b"\xef\xbb\xbfa: \xff") == (
        "f.yaml:1:4: file-encoding: this file is not UTF-8: byte 7 is 0xFF\n"
        "  hint: save it again with the encoding UTF-8"
    )


def test_a_file_of_5_mb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    path.write_bytes(b"# " + b"x" * 5_000_000)
    with pytest.raises(Problems) as caught:
        read_document(path, "frameworks/big.yaml")
    assert str(caught.value) == (
        "frameworks/big.yaml: file-too-large: this file is larger than 4 MB\n"
        "  hint: shorten it; a long framework may be a folder, a file per dimension"
    )


def test_a_file_of_exactly_the_limit_is_read(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    path.write_bytes(b"a: 1 #" + b"x" * (LIMIT_BYTES - 6))
    assert read_document(path, "big.yaml").data == {"a": 1}


def test_a_missing_file_and_a_folder_are_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(Problems) as caught:
        read_document(tmp_path / "no.yaml", "no.yaml")
    assert str(caught.value) == (
        "no.yaml: file-missing: this file is missing\n"
        "  hint: create it, or restore it from your version history"
    )
    with pytest.raises(Problems) as caught:
        read_document(tmp_path, "folder")
    assert str(caught.value).startswith(
        "folder: file-unreadable: this file cannot be read: "
    )


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cn", "Co"]),
    max_size=20,
).filter(lambda text: unicodedata.is_normalized("NFC", text) and "\ufeff" not in text)


def _reads_alike(word: str) -> bool:
    """Leave out words such as `1e3` and `0o7`: numbers in YAML 1.2 only."""
    return not yaml_reader._NUMBER.fullmatch(word) or not isinstance(
        yaml.safe_load(word), str
    )


SCALARS = st.one_of(
    WORDS.filter(_reads_alike),
    st.integers(min_value=-(10**18), max_value=10**18),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.none(),
)
DOCUMENTS = st.recursive(
    SCALARS,
    lambda below: st.one_of(
        st.lists(below, max_size=4),
        st.dictionaries(WORDS.filter(_reads_alike), below, max_size=4),
    ),
    max_leaves=20,
)


@settings(deadline=None)
@given(DOCUMENTS, st.booleans())
def test_the_reader_agrees_with_pyyaml(value: object, flow: bool) -> None:
    text = yaml.safe_dump(value, allow_unicode=True, default_flow_style=flow)
    assert parse(text.encode("utf-8"), "f.yaml").data == yaml.safe_load(text) == value


YAML_LIKE = st.text(
    st.sampled_from("ab:-[]{}&*!|>'\"%@`#,? \n\t\r\\~0.<é\u2028"), max_size=60
)


@settings(deadline=None)
@given(st.one_of(st.binary(max_size=200), YAML_LIKE.map(str.encode)))
def test_arbitrary_bytes_give_a_document_or_problems(raw: bytes) -> None:
    try:
        document = parse(raw, "f.yaml")
    except Problems as problems:
        for problem in problems.problems:
            assert problem.path == "f.yaml"
            assert problem.message
            assert problem.code in CODES
    else:
        assert document.place(())[1] >= 1
