"""The form speaks every language it offers, completely."""

import re

import pytest
from samples import small_wave

from generator.backends.local.words import (
    FORMS,
    WORDS,
    count,
    direction,
    say,
)
from generator.model.plural import category, plural
from generator.model.wording import last_day, written_date


@pytest.mark.parametrize("language", [one for one in WORDS if one != "en"])
def test_every_sentence_exists_in_every_language_with_the_same_places(
    language: str,
) -> None:
    def places(text: str) -> set[str]:
        return set(re.findall(r"{(\w+)}", text))

    assert WORDS[language].keys() == WORDS["en"].keys()
    assert FORMS[language].keys() == FORMS["en"].keys()
    assert {
        key
        for key in WORDS["en"]
        if places(WORDS[language][key]) != places(WORDS["en"][key])
    } == set()


@pytest.mark.parametrize(
    ("language", "n", "form"),
    [
        ("en", 1, "one"),
        ("en", 0, "other"),
        ("de-AT", 1, "one"),
        ("fr", 0, "one"),
        ("ja", 1, "other"),
        ("cs", 3, "few"),
        ("pl", 22, "few"),
        ("pl", 12, "many"),
        ("pl", 5, "many"),
        ("ru", 21, "one"),
        ("ru", 11, "many"),
    ],
)
def test_numbers_take_the_form_their_language_asks_for(
    language: str, n: int, form: str
) -> None:
    assert category(language, n) == form


def test_a_missing_form_falls_back_to_the_general_one() -> None:
    assert plural("pl", 3, {"one": "jedna", "other": "{n} x"}) == "3 x"


def test_one_and_many_minutes() -> None:
    assert count("en", "minutes_left", 1) == "about 1 minute left"
    assert count("de", "minutes_left", 6) == "noch etwa 6 Minuten"


def test_a_language_without_words_of_its_own_falls_back_to_english() -> None:
    assert say("fr", "continue") == "Continue"
    assert say("de-CH", "continue") == "Weiter"


def test_the_last_day_is_the_day_before_answers_are_refused() -> None:
    wave = small_wave()
    assert last_day(wave.closes, wave.timezone, "en") == "29 March 2026"
    assert written_date(wave.opens, wave.timezone, "de") == "2. März 2026"


def test_languages_written_from_the_right_say_so() -> None:
    assert (direction("ar"), direction("de")) == ("rtl", "ltr")
