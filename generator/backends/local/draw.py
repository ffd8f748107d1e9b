"""The form's pages, drawn once per instrument and language, then only filled in."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from generator.backends.local.words import (
    count,
    direction,
    say,
)
from generator.model.instrument import Choice, Instrument, Page, Question, Wave
from generator.model.seeing import (
    place_of,
    what_of_comments,
    what_of_names,
    who_sees,
)
from generator.model.showing import conditional
from generator.model.wording import language_name, last_day, pick, written_date

_MARK = "\x01"
_SLOTS = re.compile(f"{_MARK}([^{_MARK}]*){_MARK}")


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A page cut at the places that differ from respondent to respondent."""

    parts: tuple[bytes, ...]
    """What is the same for everybody, in order; a slot between any two."""
    names: tuple[str, ...]
    """Names of the slots, in order."""

    def fill(
        self, values: Mapping[str, bytes], hidden: Collection[str] = frozenset()
    ) -> bytes:
        """The page with its slots filled; a slot without a value stays empty.

        What stands between the slots `if:name` and `end:name` is left out where the
        name is hidden.
        """
        pieces = [self.parts[0]]
        left_out = ""
        for name, part in zip(self.names, self.parts[1:], strict=True):
            if left_out:
                if name != left_out:
                    continue
                left_out = ""
            elif hidden and name.startswith("if:") and name[3:] in hidden:
                left_out = f"end:{name[3:]}"
                continue
            value = values.get(name)
            if value:
                pieces.append(value)
            pieces.append(part)
        return b"".join(pieces)


@dataclass(frozen=True, slots=True)
class Static:
    """A file of ours that pages refer to, named by its content."""

    name: str
    kind: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Form:
    """One instrument in one language, ready to be filled in."""

    wave: Wave
    instrument: Instrument
    language: str
    start: Skeleton
    pages: tuple[Skeleton, ...]
    check: Skeleton
    thanks: Skeleton
    about: dict[str, bytes]
    """Whom the questions are about, by team."""
    conditional: bool = False
    """Whether some questions are asked only after certain answers."""


def static_files() -> dict[str, Static]:
    """Style sheet, script and icon, by the name they are served under."""
    found = {}
    for name, kind in (
        ("form.css", "text/css; charset=utf-8"),
        ("form.js", "text/javascript; charset=utf-8"),
        ("icon.svg", "image/svg+xml"),
    ):
        content = files(__package__).joinpath("static", name).read_bytes()
        served = name
        if name != "icon.svg":
            stem, _, ending = name.partition(".")
            digest = hashlib.sha256(content).hexdigest()[:12]
            served = f"{stem}.{digest}.{ending}"
        found[name] = Static(served, kind, content)
    return found


_STATIC = static_files()
TEMPLATES = Environment(
    loader=PackageLoader("generator.backends.local", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def slot(name: str) -> Markup:
    """A place in a template that is filled in per respondent."""
    return Markup(f"{_MARK}{name}{_MARK}")  # noqa: S704  # names are ours


def _draw(
    template: str, wave: Wave, language: str, depth: int, **values: object
) -> Skeleton:
    def say_here(key: str) -> str:
        return say(language, key)

    text = TEMPLATES.get_template(template).render(
        language=language,
        direction=direction(language),
        survey=pick(wave.survey_title, language),
        others=[
            {"tag": other, "name": language_name(other)}
            for other in wave.languages
            if other != language
        ],
        root="../" * depth,
        css=_STATIC["form.css"].name,
        js=_STATIC["form.js"].name,
        say=say_here,
        slot=slot,
        **values,
    )
    pieces = _SLOTS.split(text)
    return Skeleton(tuple(piece.encode() for piece in pieces[::2]), tuple(pieces[1::2]))


def kind_page(wave: Wave, key: str, language: str, depth: int) -> bytes:
    """A plain, kind page for a link that cannot be answered now."""
    text = say(
        language,
        f"{key}_text",
        contact=wave.privacy.contact,
        opens=written_date(wave.opens, wave.timezone, language),
        closes=last_day(wave.closes, wave.timezone, language),
    )
    return _draw(
        "kind.html", wave, language, depth, title=say(language, key), text=text
    ).fill({})


def draw_forms(wave: Wave) -> dict[tuple[str, str], Form]:
    """Every survey instrument of the wave in each of its languages."""
    return {
        (instrument.id, language): _draw_form(wave, instrument, language)
        for instrument in wave.instruments
        if instrument.mode == "survey"
        for language in instrument.languages
    }


def _draw_form(wave: Wave, instrument: Instrument, language: str) -> Form:
    some = conditional(tuple(instrument.questions()))
    steps = len(instrument.pages) + 1
    closes = last_day(wave.closes, wave.timezone, language)
    title = pick(instrument.title, language)
    sealed = "_sealed" if wave.privacy.seal else ""
    check_progress = slot("step") if some else step_of(language, steps, steps)
    return Form(
        wave=wave,
        instrument=instrument,
        language=language,
        start=_draw(
            "start.html",
            wave,
            language,
            1,
            title=title,
            instrument_title=title,
            changes=[pick(change, language) for change in instrument.changes],
            details=_details(wave, instrument, language),
        ),
        pages=tuple(
            _draw_page(wave, instrument, language, number)
            for number in range(1, len(instrument.pages) + 1)
        ),
        check=_draw(
            "check.html",
            wave,
            language,
            2,
            title=f"{check_progress}: {say(language, 'check')}",
            progress=check_progress,
            steps=slot("steps") if some else steps,
            back=slot("back") if some else steps - 1,
            check_intro=say(language, f"check_intro{sealed}", closes=closes),
            sections=[
                {
                    "id": section_name(page),
                    "some": all(one.show_if for one in page.questions),
                    "title": pick(page.title, language),
                    "questions": [
                        {
                            "code": one.code,
                            "text": pick(one.text, language),
                            "show_if": bool(one.show_if),
                        }
                        for one in page.questions
                    ],
                }
                for page in instrument.pages
            ],
        ),
        thanks=_draw(
            "thanks.html",
            wave,
            language,
            2,
            title=say(language, "thanks"),
            thanks=pick(instrument.thanks, language),
            amend_line=say(language, f"thanks_amend{sealed}", closes=closes),
            next_line=say(language, "thanks_next", k=wave.privacy.k_scores),
        ),
        about=_about(wave, instrument, language),
        conditional=some,
    )


def section_name(page: Page) -> str:
    """The name of a page's part of the check page; no question has such a code."""
    return f"page-{page.id}"


def _about(wave: Wave, instrument: Instrument, language: str) -> dict[str, bytes]:
    """Whom the questions are about; a partner never reads of other partners."""
    outside = wave.asks_outside(instrument.group)
    found = {}
    for team in wave.teams:
        name, about = pick(team.name, language), pick(team.about, language)
        told = about and about != name and not outside
        what = f"{name} – {about}" if told else name
        found[team.id] = escaped(say(language, "about", what=what))
    return found


def minutes_of(instrument: Instrument, language: str) -> int:
    """Minutes a respondent is told in advance."""
    words = pick(instrument.estimated_minutes, language)
    return int(words) if words.isdigit() else instrument.minutes[1]


def _details(
    wave: Wave, instrument: Instrument, language: str
) -> list[tuple[str, list[str]]]:
    promise = wave.privacy
    place = place_of(wave.backend, promise.seal)
    organisation = pick(wave.organisation, language)
    anonymous = promise.identity == "anonymous"
    required = any(question.required for question in instrument.questions())
    clusters = wave.asks_outside(instrument.group)
    years, rest = divmod(promise.retention_days, 365)
    kept = (
        count(language, "kept_days", promise.retention_days)
        if rest or not years
        else count(language, "kept_years", years)
    )
    closes = last_day(wave.closes, wave.timezone, language)
    lines = {
        "who": [
            say(
                language,
                "who_text",
                organisation=organisation,
                survey=pick(wave.survey_title, language),
                wave=pick(wave.title, language),
            )
        ],
        "why": [say(language, "why_text")],
        "time": [
            say(
                language,
                "time_text",
                minutes=count(language, "minutes", minutes_of(instrument, language)),
                languages=", ".join(map(language_name, instrument.languages)),
                closes=closes,
            )
        ],
        "sees": [
            pick(promise.statement, language),
            who_sees(place, promise.steward, language),
            what_of_names(place, promise.identity, language),
        ],
        "shown": [
            say(language, "shown_text", k=promise.k_scores, organisation=organisation),
            *([say(language, "shown_clusters")] if clusters else []),
            what_of_comments(
                promise.comments, promise.k_comments, language, outside=clusters
            ),
        ],
        "kept": [kept],
        "withdraw": [
            say(
                language,
                "withdraw_anonymous" if anonymous else "withdraw_text",
                contact=promise.contact,
            ),
            *([] if required else [say(language, "may_stay_empty")]),
        ],
    }
    return [
        (say(language, key), [text for text in texts if text])
        for key, texts in lines.items()
    ]


def step_of(language: str, number: int, steps: int) -> str:
    """`Step 2 of 8`."""
    return say(language, "step", n=number, all=steps)


def progress(
    instrument: Instrument, language: str, number: int, steps: int, ahead: int
) -> str:
    """`Step 2 of 8 · about 6 minutes left`, by the share of questions still to come."""
    everything = sum(len(page.questions) for page in instrument.pages) or 1
    left = max(1, math.ceil(minutes_of(instrument, language) * ahead / everything))
    minutes = count(language, "minutes_left", left)
    return f"{step_of(language, number, steps)} · {minutes}"


def _draw_page(
    wave: Wave, instrument: Instrument, language: str, number: int
) -> Skeleton:
    page = instrument.pages[number - 1]
    title = pick(page.title, language)
    steps = len(instrument.pages) + 1
    ahead = sum(len(page.questions) for page in instrument.pages[number - 1 :])
    some = conditional(tuple(instrument.questions()))
    step = slot("step") if some else step_of(language, number, steps)
    return _draw(
        "page.html",
        wave,
        language,
        2,
        title=f"{step}: {title}",
        page_title=title,
        intro=pick(page.intro, language),
        progress=slot("progress")
        if some
        else progress(instrument, language, number, steps, ahead),
        step=slot("number") if some else number,
        steps=slot("steps") if some else steps,
        conditional=conditional(page.questions),
        cards=[_card(question, language) for question in page.questions],
        comments_read=say(language, "comments_read", steward=wave.privacy.steward),
    )


def _card(question: Question, language: str) -> dict[str, object]:
    """What the template needs to know of one question."""
    scale = [choice for choice in question.choices if choice.missing is None]
    apart = [choice for choice in question.choices if choice.missing is not None]
    hint = pick(question.help, language)
    multi = question.kind == "multi"
    if multi and question.max_choices:
        most = say(language, "choose_up_to", n=question.max_choices)
        hint = f"{hint} {most}".strip()
    columns = "" if multi or not 2 <= len(scale) <= 5 else f" columns n{len(scale)}"
    return {
        "question": question,
        "text": pick(question.text, language),
        "help": pick(question.help, language),
        "hint": hint,
        "type": "checkbox" if multi else "radio",
        "unit": pick(dict(question.unit), language),
        "columns": columns,
        "scale": [_choice(choice, language) for choice in scale],
        "apart": [_choice(choice, language) for choice in apart],
        "helps": [
            _choice(choice, language)
            for choice in question.choices
            if pick(choice.help, language)
        ],
        "characters": say(language, "characters", n=question.max_length),
        "chosen": say(language, "chosen", most=question.max_choices or 0),
    }


def _choice(choice: Choice, language: str) -> dict[str, str]:
    return {
        "code": choice.code,
        "label": pick(choice.label, language),
        "help": pick(choice.help, language),
    }


def escaped(text: str) -> bytes:
    """Text as it stands in a page."""
    return str(escape(text)).encode()
