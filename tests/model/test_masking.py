"""What gives people away in a comment is taken out; other words stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.masking import mask_of, masked

MASK = mask_of(
    ["Jürgen Groß", "Anna-Lena Will", "Wei Li"],
    ["Immunology", "Team Nord"],
    ["Aurora Pharma"],
)

CASES = [
    ("Jürgen Groß helped", "[name] helped"),
    ("jürgen groß helped", "[name] helped"),
    ("Jürgens Liste und Groß' Antwort", "[name] Liste und [name] Antwort"),
    ("Juergen Gross said so", "[name] said so"),
    ("Jurgen said so", "[name] said so"),
    ("GROSS said so", "[name] said so"),
    ("a gross mistake", "a gross mistake"),
    ("Anna told Lena; we will see", "[name] told [name]; we will see"),
    ("Wei Li and Li", "[name] and Li"),
    ("Immunology is slow", "[team] is slow"),
    ("in team nord and team  nord", "in [team] and [team]"),
    ("Immunologysts", "Immunologysts"),
    ("Aurora Pharma's people", "[company] people"),
    ("write to a.b+c@x-y.example.org.", "write to [e-mail]."),
    ("see https://x.example/a?b=1#c and www.y.example", "see [link] and [link]"),
    ("call +49 (0)30 123-4567 now", "call [number] now"),
    ("call 030/1234567", "call [number]"),
    ("on 12.03.2026 at 10", "on [number] at 10"),
    ("number 4711234", "number [number]"),
    ("in 2026 it took 14 days, 3.5 times", "in 2026 it took 14 days, 3.5 times"),
    ("100 % of 12 of us", "100 % of 12 of us"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "shown"), CASES)
def test_a_text_is_masked(text: str, shown: str) -> None:
    assert masked(text, MASK).text == shown


def test_how_much_was_masked_is_counted() -> None:
    assert masked("Anna, a@b.example, 12345", MASK).found == 3
    assert masked("nothing here", MASK).found == 0


def test_without_any_names_addresses_still_go() -> None:
    assert masked("Anna a@b.example", mask_of([])).text == "Anna [e-mail]"


@given(st.text(), st.lists(st.text(max_size=20), max_size=4))
def test_masking_again_changes_nothing(text: str, names: list[str]) -> None:
    mask = mask_of([name for name in names if "name" not in name.casefold()])
    once = masked(text, mask).text
    if not any(word in once for word in ("[", "]")):
        assert masked(once, mask).text == once


@given(
    st.text(st.characters(categories=["Ll", "Lu"]), min_size=3, max_size=12),
    st.text(st.characters(categories=["Ll", "Lu"]), min_size=3, max_size=12),
)
def test_no_whole_name_survives(first: str, last: str) -> None:
    name = f"{first} {last}"
    assert name not in masked(f"We asked {name} twice.", mask_of([name])).text
