"""What a respondent sees: a drawn page filled with what is saved or was just sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from generator.backends.local.draw import TEMPLATES, Form, escaped, minutes_of
from generator.backends.local.form import Posted
from generator.backends.local.inbox import State
from generator.backends.local.words import count, say
from generator.model.instrument import Page, Question
from generator.model.wording import last_day, pick

CHOSEN = b" checked"
HIDDEN = b" hidden"


def notice(
    heading: str,
    text: str = "",
    links: Sequence[tuple[str, str]] = (),
    *,
    error: bool = False,
) -> bytes:
    """The box above a page that says what happened."""
    return (
        TEMPLATES.get_template("notice.html")
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
        length = count(language, "minutes", minutes_of(instrument, language))
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
                b'<p class="lead">%s</p>\n' % escaped(text) for text in lead if text
            ),
            "method": b"post" if shared else b"get",
            "action": escaped(token if shared else f"{token}/{_next(form, state)}"),
            "button": escaped(say(language, button)),
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
        if question.kind in ("text", "number")
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
        values["error_title"] = escaped(say(form.language, "error_title"))
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
            values[f"text:{code}"] = escaped(answer or "")
        elif question.kind == "number" and answer not in _codes(question):
            values[f"text:{code}"] = escaped(answer or "")
            values[f"clear:{code}"] = HIDDEN
        elif answer:
            for choice in answer.split():
                values[f"on:{code}:{choice}"] = CHOSEN
        else:
            values[f"clear:{code}"] = HIDDEN
    return values


def _codes(question: Question) -> set[str]:
    return {choice.code for choice in question.choices}


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
            escaped(message),
        )
        values[f"describe:{code}"] = _described(question, wrong=True)
        values[f"aria:{code}"] = b' aria-invalid="true"'
    values["notice"] = notice(say(language, "problem"), "", links, error=True)
    values["error_title"] = escaped(say(language, "error_title"))
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
    heading = count(language, "left_empty", len(empty))
    return {
        "notice": notice(
            f"{heading}.", count(language, "left_empty_hint", len(empty)), links
        ),
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
    none = b'<span class="none">%s</span>' % escaped(say(language, "not_answered"))
    values = {"about": form.about.get(team, b"")}
    for question in form.instrument.questions():
        answer = answers.get(question.code, "")
        labels = {
            choice.code: pick(choice.label, language) for choice in question.choices
        }
        text = (
            answer
            if question.kind in ("text", "number") and answer not in labels
            else "\n".join(labels.get(code, code) for code in answer.split())
        )
        values[f"answer:{question.code}"] = escaped(text) if text else none
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
        values["error_title"] = escaped(say(language, "error_title"))
    return form.check.fill(values)


def show_thanks(form: Form, team: str) -> bytes:
    """The last page."""
    return form.thanks.fill({"about": form.about.get(team, b"")})
