"""The form's pages, drawn once per instrument and language, then only filled in."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from generator.backends.local.form import Posted
from generator.backends.local.inbox import State
from generator.backends.local.words import (
    count,
    direction,
    language_name,
    last_day,
    pick,
    say,
    written_date,
)
from generator.model.instrument import Choice, Instrument, Page, Question, Wave

_MARK = "\x01"
_SLOTS = re.compile(f"{_MARK}([^{_MARK}]*){_MARK}")

CHOSEN = b" checked"
HIDDEN = b" hidden"


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A page cut at the places that differ from respondent to respondent."""

    parts: tuple[bytes, ...]
    """Fixed bytes and slot names in turn, fixed bytes first and last."""
    names: tuple[str, ...]

    def fill(self, values: Mapping[str, bytes]) -> bytes:
        """The page with its slots filled; a slot without a value stays empty."""
        pieces = [self.parts[0]]
        for name, part in zip(self.names, self.parts[1:], strict=True):
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
_TEMPLATES = Environment(
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

    text = _TEMPLATES.get_template(template).render(
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
    steps = len(instrument.pages) + 1
    closes = last_day(wave.closes, wave.timezone, language)
    title = pick(instrument.title, language)
    check_progress = say(language, "step", n=steps, all=steps)
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
            steps=steps,
            check_intro=say(language, "check_intro", closes=closes),
            sections=[
                {
                    "title": pick(page.title, language),
                    "questions": [
                        {"code": one.code, "text": pick(one.text, language)}
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
            amend_line=say(language, "thanks_amend", closes=closes),
            next_line=say(language, "thanks_next", k=wave.privacy.k_scores),
        ),
        about=_about(wave, language),
    )


def _about(wave: Wave, language: str) -> dict[str, bytes]:
    found = {}
    for team in wave.teams:
        name, about = pick(team.name, language), pick(team.about, language)
        what = f"{name} – {about}" if about and about != name else name
        found[team.id] = _escaped(say(language, "about", what=what))
    return found


def _minutes(instrument: Instrument, language: str) -> int:
    words = pick(instrument.estimated_minutes, language)
    return int(words) if words.isdigit() else instrument.minutes[1]


def _details(
    wave: Wave, instrument: Instrument, language: str
) -> list[tuple[str, list[str]]]:
    promise = wave.privacy
    organisation = pick(wave.organisation, language)
    anonymous = promise.identity == "anonymous"
    required = any(question.required for question in instrument.questions())
    clusters = any(one.clusters for one in wave.groups if one.id == instrument.group)
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
                minutes=count(language, "minutes", _minutes(instrument, language)),
                languages=", ".join(map(language_name, instrument.languages)),
                closes=closes,
            )
        ],
        "sees": [
            pick(promise.statement, language),
            say(language, "sees_text", steward=promise.steward),
            say(language, f"sees_{promise.identity}"),
        ],
        "shown": [
            say(language, "shown_text", k=promise.k_scores, organisation=organisation),
            *([say(language, "shown_clusters")] if clusters else []),
            say(language, f"shown_{promise.comments}", k=promise.k_comments),
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


def _progress(instrument: Instrument, language: str, number: int) -> str:
    """`Step 2 of 8 · about 6 minutes left`, by the share of questions still to come."""
    pages = instrument.pages
    everything = sum(len(page.questions) for page in pages) or 1
    ahead = sum(len(page.questions) for page in pages[number - 1 :])
    left = max(1, math.ceil(_minutes(instrument, language) * ahead / everything))
    step = say(language, "step", n=number, all=len(pages) + 1)
    return f"{step} · {count(language, 'minutes_left', left)}"


def _draw_page(
    wave: Wave, instrument: Instrument, language: str, number: int
) -> Skeleton:
    page = instrument.pages[number - 1]
    title = pick(page.title, language)
    step = say(language, "step", n=number, all=len(instrument.pages) + 1)
    return _draw(
        "page.html",
        wave,
        language,
        2,
        title=f"{step}: {title}",
        page_title=title,
        intro=pick(page.intro, language),
        progress=_progress(instrument, language, number),
        step=number,
        steps=len(instrument.pages) + 1,
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


def _escaped(text: str) -> bytes:
    return str(escape(text)).encode()


def notice(
    heading: str,
    text: str = "",
    links: Sequence[tuple[str, str]] = (),
    *,
    error: bool = False,
) -> bytes:
    """The box above a page that says what happened."""
    return (
        _TEMPLATES.get_template("notice.html")
        .render(heading=heading, text=text, links=links, error=error)
        .encode()
    )


def show_start(form: Form, state: State, team: str, token: str, shared: bool) -> bytes:
    """The first page: one button; where it leads depends on what is saved."""
    language, instrument = form.language, form.instrument
    closes = last_day(form.wave.closes, form.wave.timezone, language)
    if state.status == "complete":
        lead, button = [say(language, "used", closes=closes)], "amend"
    else:
        length = count(language, "minutes", _minutes(instrument, language))
        steps = count(language, "steps", len(instrument.pages) + 1)
        line = "start_line_shared" if shared else "start_line"
        lead = [
            pick(instrument.introduction, language),
            f"{length}, {steps}. {say(language, line)}",
        ]
        button = "go_on" if state.pages else "start"
    return form.start.fill(
        {
            "about": form.about.get(team, b""),
            "lead": b"".join(
                b'<p class="lead">%s</p>\n' % _escaped(text) for text in lead if text
            ),
            "method": b"post" if shared else b"get",
            "action": _escaped(token if shared else f"{token}/{_next(form, state)}"),
            "button": _escaped(say(language, button)),
        }
    )


def _next(form: Form, state: State) -> str:
    """The first step not saved yet."""
    if state.status == "complete":
        return "1"
    for number, page in enumerate(form.instrument.pages, start=1):
        if page.id not in state.pages:
            return str(number)
    return "check"


def first_control(question: Question) -> str:
    """Where a link to a question leads: its first control."""
    return (
        question.code
        if question.kind == "text"
        else f"{question.code}-{question.choices[0].code}"
    )


def show_page(
    form: Form,
    number: int,
    team: str,
    state: State,
    *,
    posted: Posted | None = None,
    prompt: bool = False,
    save_failed: bool = False,
) -> bytes:
    """One page of questions with saved answers, or with what was just sent."""
    page = form.instrument.pages[number - 1]
    saved = state.pages.get(page.id)
    answers = posted.shown if posted else saved.answers if saved else {}
    version = saved.version if saved else 0
    values = {
        "about": form.about.get(team, b""),
        "version": str(version).encode(),
        **_answered(page, answers),
    }
    if posted and save_failed:
        values["notice"] = notice(
            say(form.language, "save_failed"),
            say(form.language, "save_failed_hint"),
            error=True,
        )
        values["version"] = str(max(posted.version, 0)).encode()
        values["error_title"] = _escaped(say(form.language, "error_title"))
    elif posted and posted.wrong:
        values |= _errors(form, page, posted.wrong)
    elif prompt:
        values |= _prompt(form, page, answers)
    return form.pages[number - 1].fill(values)


def _answered(page: Page, answers: Mapping[str, str]) -> dict[str, bytes]:
    values = {}
    for question in page.questions:
        code = question.code
        answer = answers.get(code)
        values[f"describe:{code}"] = _described(question, wrong=False)
        if question.kind == "text":
            values[f"text:{code}"] = _escaped(answer or "")
        elif answer:
            for choice in answer.split():
                values[f"on:{code}:{choice}"] = CHOSEN
        else:
            values[f"clear:{code}"] = HIDDEN
    return values


def _described(question: Question, *, wrong: bool) -> bytes:
    """Which texts a screen reader adds to a question: what is wrong, and the hint."""
    has_hint = (
        question.kind == "text"
        or any(question.help.values())
        or (question.kind == "multi" and question.max_choices is not None)
    )
    ids = [f"{question.code}-error"] if wrong else []
    ids += [f"{question.code}-hint"] if has_hint else []
    return f' aria-describedby="{" ".join(ids)}"'.encode() if ids else b""


def _errors(form: Form, page: Page, wrong: Mapping[str, str]) -> dict[str, bytes]:
    language = form.language
    values: dict[str, bytes] = {}
    links = []
    for question in page.questions:
        code = question.code
        if code not in wrong:
            continue
        message = wrong[code]
        links.append(
            (
                f"#{first_control(question)}",
                f"{pick(question.text, language)} {message}",
            )
        )
        values[f"invalid:{code}"] = b" invalid"
        values[f"error:{code}"] = b'<p class="wrong" id="%s-error">%s</p>' % (
            code.encode(),
            _escaped(message),
        )
        values[f"describe:{code}"] = _described(question, wrong=True)
        values[f"aria:{code}"] = b' aria-invalid="true"'
    values["notice"] = notice(say(language, "problem"), "", links, error=True)
    values["error_title"] = _escaped(say(language, "error_title"))
    values["prompted"] = b'<input type="hidden" name="prompted" value="1">'
    return values


def _prompt(form: Form, page: Page, answers: Mapping[str, str]) -> dict[str, bytes]:
    language = form.language
    empty = unanswered(page, answers)
    if not empty:
        return {}
    links = [
        (f"#{first_control(question)}", pick(question.text, language))
        for question in empty
    ]
    hint = "left_empty_hint_one" if len(empty) == 1 else "left_empty_hint"
    heading = count(language, "left_empty", len(empty))
    return {
        "notice": notice(f"{heading}.", say(language, hint), links),
        "prompted": b'<input type="hidden" name="prompted" value="1">',
    }


def unanswered(page: Page, answers: Iterable[str]) -> list[Question]:
    """Questions of a page left empty; a comment may always stay empty."""
    given = set(answers)
    return [
        question
        for question in page.questions
        if question.code not in given and question.kind != "text"
    ]


def show_check(form: Form, team: str, state: State, wrong: Sequence[Question]) -> bytes:
    """Every answer once more, before they are sent."""
    language = form.language
    answers = state.answers()
    none = b'<span class="none">%s</span>' % _escaped(say(language, "not_answered"))
    values = {"about": form.about.get(team, b"")}
    for question in form.instrument.questions():
        answer = answers.get(question.code, "")
        labels = {
            choice.code: pick(choice.label, language) for choice in question.choices
        }
        text = (
            answer
            if question.kind == "text"
            else "\n".join(labels.get(code, code) for code in answer.split())
        )
        values[f"answer:{question.code}"] = _escaped(text) if text else none
    if wrong:
        where = {
            question.code: number
            for number, page in enumerate(form.instrument.pages, start=1)
            for question in page.questions
        }
        links = [
            (
                f"{where[one.code]}?lang={language}#{first_control(one)}",
                say(language, "answer_first", question=pick(one.text, language)),
            )
            for one in wrong
        ]
        values["notice"] = notice(say(language, "problem"), "", links, error=True)
        values["error_title"] = _escaped(say(language, "error_title"))
    return form.check.fill(values)


def show_thanks(form: Form, team: str) -> bytes:
    """The last page."""
    return form.thanks.fill({"about": form.about.get(team, b"")})
