from __future__ import annotations

import pytest

from generator.disclosure.peers import peers_refused

SEVEN = dict.fromkeys("abcdefg", 1.0)


@pytest.mark.parametrize(
    ("now", "before", "why"),
    [
        ("abcd", None, "few"),
        ("abcde", None, ""),
        ("abcdef", "abcdef", ""),
        ("abcdef", "abcde", "joined"),
        ("abcdefghij", "abcde", ""),
        ("abcde", "abcdefgh", "left"),
        ("abcde", "abcdefghij", ""),
        ("fghijabcde", "klmnoabcde", ""),
        ("fghijabcde", "klmnabcde", "left"),
    ],
)
def test_figure_of_peers_changes_by_five_organisations_or_not_at_all(
    now: str, before: str | None, why: str
) -> None:
    assert peers_refused(dict.fromkeys(now, 1.0), before) == why


def test_no_organisation_carries_more_than_a_quarter() -> None:
    assert peers_refused(SEVEN) == ""
    assert peers_refused({**SEVEN, "a": 2.0}) == ""
    assert peers_refused({**SEVEN, "a": 2.1}) == "one"
