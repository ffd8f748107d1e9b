"""What a respondent sees: a drawn page filled with what is saved or was just sent."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Mapping, Sequence

from generator.backends.local.draw import (
    TEMPLATES,
    Form,
    escaped,
    minutes_of,
    progress,
    section_name,
    step_of,
)
from generator.backends.local.form import Posted
from generator.backends.local.inbox import State
from generator.backends.local.words import count, say
from generator.model.instrument import Page, Question
from generator.model.showing import not_shown
from generator.model.wording import last_day, pick

NOTHING: frozenset[str] = frozenset()
"""No question is hidden."""

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
    if sealed_away(form, state):
        steward = form.wave.privacy.steward
        lead = [say(language, "used_sealed", closes=closes, steward=steward)]
        button = "again"
    elif state.status == "complete" and not form.wave.privacy.seal:
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


def sealed_away(form: Form, state: State) -> bool:
    """Whether everything was sent and sealed, and nothing begun anew."""
    sealed = bool(form.wave.privacy.seal)
    return sealed and state.status == "complete" and not state.pages


def _next(form: Form, state: State) -> str:
    """The first step not saved yet."""
    if state.status == "complete" and not form.wave.privacy.seal:
        return "1"
    hidden = hidden_now(form, state)
    for number, page in enumerate(form.instrument.pages, start=1):
        if page.id not in state.pages and asked(page, hidden):
            return str(number)
    return "check"


def hidden_now(form: Form, state: State) -> frozenset[str]:
    """Questions that are not asked after the answers saved so far."""
    if not form.conditional:
        return NOTHING
    return not_shown(form.instrument, state.answers())


def asked(page: Page, hidden: Collection[str]) -> Page | None:
    """The page with the questions that are asked; none where all are hidden."""
    if not hidden:
        return page
    left = tuple(one for one in page.questions if one.code not in hidden)
    return dataclasses.replace(page, questions=left) if left else None


def onward(form: Form, number: int, hidden: Collection[str]) -> str:
    """The next step after a page: pages with nothing to ask are passed over."""
    pages = form.instrument.pages
    for after in range(number, len(pages)):
        if asked(pages[after], hidden):
            return str(after + 1)
    return "check"


def backward(form: Form, number: int, hidden: Collection[str]) -> str:
    """The step before a page; empty where that is the first page."""
    for before in range(number - 1, 0, -1):
        if asked(form.instrument.pages[before - 1], hidden):
            return str(before)
    return ""


def _place(form: Form, number: int, state: State) -> dict[str, bytes]:
    """How far a respondent has come, where that depends on the answers.

    Pages ahead count as long as they may still be asked, so that the number of steps
    never grows on the way.
    """
    if not form.conditional:
        return {}
    pages, language = form.instrument.pages, form.language
    answers = state.answers()
    open_still = {one.code for page in pages[number - 1 :] for one in page.questions}
    never = not_shown(form.instrument, answers, open_still)
    behind = sum(1 for page in pages[: number - 1] if asked(page, never))
    coming = [left for page in pages[number - 1 :] if (left := asked(page, never))]
    here, steps = behind + 1, behind + len(coming) + 1
    ahead = sum(len(page.questions) for page in coming)
    return {
        "step": escaped(step_of(language, here, steps)),
        "progress": escaped(progress(form.instrument, language, here, steps, ahead)),
        "number": str(here).encode(),
        "steps": str(steps).encode(),
    }


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
    hidden = hidden_now(form, state)
    whole = form.instrument.pages[number - 1]
    page = asked(whole, hidden) or whole
    saved = state.pages.get(page.id)
    answers = dict(saved.answers) if saved else {}
    if posted:
        unseen = {code: answers[code] for code in answers.keys() - posted.seen}
        answers = {**unseen, **posted.shown}
    version = saved.version if saved else 0
    values = {
        "about": form.about.get(team, b""),
        "version": str(version).encode(),
        "drawn": " ".join(one.code for one in page.questions if one.show_if).encode(),
        **_place(form, number, state),
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
    return form.pages[number - 1].fill(values, hidden)


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
    hidden = hidden_now(form, state)
    pages = form.instrument.pages
    values = {
        "about": form.about.get(team, b""),
        "back": backward(form, len(pages) + 1, hidden).encode(),
        **_place(form, len(pages) + 1, state),
    }
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
            for number, page in enumerate(pages, start=1)
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
    empty = {section_name(page) for page in pages if not asked(page, hidden)}
    return form.check.fill(values, hidden | empty)


def show_thanks(form: Form, team: str) -> bytes:
    """The last page."""
    return form.thanks.fill({"about": form.about.get(team, b"")})
