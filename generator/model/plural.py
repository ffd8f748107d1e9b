"""Which plural form a number takes, after the Unicode CLDR rules."""

from __future__ import annotations

from collections.abc import Mapping

_ONE_FORM = {"id", "ja", "ko", "ms", "th", "vi", "zh"}
_ZERO_IS_ONE = {"fr", "hy", "pt"}
_SLAVIC = {"be", "bs", "hr", "ru", "sr", "uk"}


def category(language: str, n: int) -> str:
    """The CLDR category of a whole number: `one`, `few`, `many` or `other`."""
    base = language.partition("-")[0]
    if base in _ONE_FORM:
        return "other"
    if base in _ZERO_IS_ONE:
        return "one" if n in (0, 1) else "other"
    if base in ("cs", "sk"):
        return "one" if n == 1 else "few" if n in (2, 3, 4) else "other"
    few = n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14)
    if base == "pl":
        return "one" if n == 1 else "few" if few else "many"
    if base in _SLAVIC:
        return "one" if n % 10 == 1 and n % 100 != 11 else "few" if few else "many"
    return "one" if n == 1 else "other"


def plural(language: str, n: int, forms: Mapping[str, str]) -> str:
    """The form for `n`, with `{n}` filled in; `other` where a form is missing."""
    form = forms.get(category(language, n), forms["other"])
    return form.replace("{n}", str(n))
