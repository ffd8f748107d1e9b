"""Texts of a wave in a person's language, and days as people write them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from zoneinfo import ZoneInfo

_MONTHS = {
    "en": "January February March April May June July August September October "
    "November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober "
    "November Dezember",
}
_DATE = {"en": "{day} {month} {year}", "de": "{day}. {month} {year}"}


NAMES = {
    "ar": "العربية",
    "de": "Deutsch",
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "he": "עברית",
    "it": "Italiano",
    "ja": "日本語",
    "nl": "Nederlands",
    "pl": "Polski",
    "pt": "Português",
    "zh": "中文",
}
"""What each language calls itself."""


def language_name(language: str) -> str:
    """What a language calls itself."""
    return NAMES.get(language.partition("-")[0], language)


def pick(words: Mapping[str, str], language: str) -> str:
    """A text of the survey in `language`; its first language where it is missing."""
    return words.get(language) or next(iter(words.values()), "")


def written_date(moment: dt.datetime, timezone: str, language: str) -> str:
    """A day as people write it, in the survey's time zone."""
    day = moment.astimezone(ZoneInfo(timezone))
    base = language.partition("-")[0]
    spoken = base if base in _DATE else "en"
    return _DATE[spoken].format(
        day=day.day, month=_MONTHS[spoken].split()[day.month - 1], year=day.year
    )


def last_day(closes: dt.datetime, timezone: str, language: str) -> str:
    """The last day answers are taken, from the moment they are refused."""
    return written_date(closes - dt.timedelta(seconds=1), timezone, language)
