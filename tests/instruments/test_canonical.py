"""Equal values have equal bytes."""

from __future__ import annotations

import datetime as dt

import pytest
from pydantic import TypeAdapter
from samples import small_wave

from generator.instruments.canonical import canonical, digest
from generator.model.instrument import Choice, Wave


def test_keys_are_sorted_whole_numbers_alike_and_times_in_utc() -> None:
    berlin = dt.timezone(dt.timedelta(hours=1))
    assert (
        canonical(
            {
                "b": 4.0,
                "a": (None, True, 0.5),
                "t": dt.datetime(2026, 3, 2, tzinfo=berlin),
            }
        )
        == b'{"a":[null,true,0.5],"b":4,"t":"2026-03-01T23:00:00Z"}'
    )


def test_a_value_of_ours_is_written_by_its_fields() -> None:
    assert (
        canonical(Choice("A", {"de": "Größe"}, {}, 1.0))
        == (
            '{"code":"A","help":{},"label":{"de":"Größe"},"missing":null,"value":1}'
        ).encode()
    )


def test_a_wave_read_back_from_its_bytes_is_the_same_wave() -> None:
    wave = small_wave()
    again = TypeAdapter(Wave).validate_json(canonical(wave))
    assert again == wave
    assert digest(again) == digest(wave)


def test_what_json_cannot_hold_is_refused() -> None:
    with pytest.raises(TypeError, match="cannot write a set"):
        canonical({1})
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical(float("nan"))
