"""What every backend does, and how a submission becomes a response."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from generator.errors import Problem
from generator.machine.sealing import Unseal
from generator.model.instrument import Instrument, Question, Wave
from generator.model.people import Person
from generator.model.response import Response, Submission, read_number
from generator.model.showing import not_shown
from generator.model.survey import Survey


@dataclass(frozen=True, slots=True)
class Invited:
    """One person's invitation, as written to the mail-merge file."""

    name: str
    email: str
    language: str
    group: str
    team: str
    link: str
    minutes: str
    """Estimate in the person's language, as a number in words."""
    closes: str
    """Last day answers are taken, written in the person's language."""
    relay: str = ""
    """E-mail of who passes the link on; empty: it is sent to the person."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How far one group of one team has come; limits on showing it are the caller's."""

    invited: int
    started: int
    """People with at least one saved page, finished or not."""
    complete: int
    bounced: int = 0
    """Invitations that came back undelivered, where the backend learns of it."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A part of what a backend holds; the store takes it whole or not at all."""

    submissions: tuple[Submission, ...] = ()
    gone: tuple[str, ...] = ()
    """Remote ids of what was deleted there since."""
    marks: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """Remote id to what tells the next pull that nothing changed there."""
    problems: tuple[Problem, ...] = ()
    """What could not be read, for the operator; never an answer."""
    done: int = 0
    """Rows read so far, for the progress shown."""
    total: int = 0


Tell = Callable[[str], None]
"""Told what was done, while it goes on."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a backend is built on."""

    wave: Wave
    var: Path
    """The project's `var/`: the only folder it writes to."""
    key: Callable[[], bytes]
    """The survey's secret key for pseudonyms, asked for only when needed."""
    survey: Survey
    """The survey as written today: addresses and settings, never questions."""
    unseal: Unseal | None = None
    """Opens sealed answers, where the steward's key was given."""


class Backend(Protocol):
    """A system that fields one wave and hands back what arrived."""

    @property
    def name(self) -> str:
        """The name used in `survey.yaml`."""
        ...

    def intend(self, people: Sequence[Person], public_url: str) -> tuple[str, ...]:
        """What `field` is going to do, one sentence each; touches nothing.

        Raises:
            Problems: what keeps this wave from being fielded here, such as a missing
                address.
        """
        ...

    def ready(self) -> None:
        """Asked before a wave is frozen.

        Raises:
            Problems: the backend cannot be reached, or will not do what is needed.
        """
        ...

    def field(
        self, people: Sequence[Person], public_url: str, tell: Tell
    ) -> list[Invited]:
        """Invites people; a person already invited keeps the link.

        Stopped at any moment and called again, it goes on where it was.
        """
        ...

    def remind(self, tell: Tell) -> list[Invited]:
        """Writes to those who have not finished, where the backend sends mails.

        Returns those the practice leader must write to herself.
        """
        ...

    def status(self) -> Mapping[tuple[str, str], Counts]:
        """Counts per (respondent group, team)."""
        ...

    def arrivals(
        self, marks: Mapping[str, str], *, full: bool = False
    ) -> Iterator[Arrival]:
        """What arrived, changed or went since the marks were made, part by part.

        Args:
            marks: what earlier arrivals left behind, by remote id.
            full: read everything again, whatever the marks say.
        """
        ...

    def close(self, now: datetime.datetime) -> None:
        """Takes no more answers from `now` on, UTC."""
        ...

    def closed(self) -> bool:
        """Whether it was told to take no more answers, whatever the day."""
        ...


def normalise(
    submission: Submission, wave: Wave
) -> tuple[Response | None, list[Problem]]:
    """A submission checked against the frozen instrument, and what did not fit.

    An answer that does not fit is dropped and the others are kept. An answer to a
    question that is not asked after the other answers, such as one from before an
    earlier answer was changed, is left out in silence. A submission made for another
    survey, wave or instrument is not read at all. No problem ever quotes an answer.
    """
    instrument, problems = _instrument_of(submission, wave)
    if instrument is None:
        return None, problems
    questions = {question.code: question for question in instrument.questions()}
    answers: dict[str, str] = {}
    unfit: dict[str, Problem] = {}
    for code in sorted(submission.answers):
        question = questions.get(code)
        if question is None:
            problems.append(
                _problem(
                    submission,
                    "answer-unknown-question",
                    f"question `{code[:40]}` is not in instrument `{instrument.id}`",
                    "the answer was left out; check that the form in use is the one "
                    "frozen with the wave",
                )
            )
            continue
        answer, wrong = checked_answer(question, submission.answers[code])
        if wrong:
            unfit[code] = _problem(
                submission,
                wrong,
                f"the answer to question `{code}` {WRONG[wrong]}",
                "the answer was left out, the others were kept",
            )
        elif answer:
            answers[code] = answer
    hidden = not_shown(instrument, answers)
    problems += [problem for code, problem in unfit.items() if code not in hidden]
    answers = {code: one for code, one in answers.items() if code not in hidden}
    order = {question.code: n for n, question in enumerate(instrument.questions())}
    response = Response(
        backend=submission.backend,
        remote_id=submission.remote_id,
        survey=submission.survey,
        wave=submission.wave,
        wave_fingerprint=wave.fingerprint,
        group=submission.group,
        team=submission.team,
        respondent=submission.respondent,
        cluster=submission.cluster,
        language=submission.language,
        status=submission.status,
        late=submission.late,
        revision=submission.revision,
        changed_at=submission.changed_at,
        answers=dict(sorted(answers.items(), key=lambda pair: order[pair[0]])),
    )
    return response, problems


WRONG = {
    "answer-unknown-option": "is not one of its options",
    "answer-too-many-choices": "has more choices than allowed",
    "answer-too-long": "is longer than allowed",
}
"""What is said of an answer that does not fit, by problem code."""


def _instrument_of(
    submission: Submission, wave: Wave
) -> tuple[Instrument | None, list[Problem]]:
    """The instrument a submission was made with; none where nothing can be read."""
    hint = "the submission was not read; collect it with the wave it belongs to"
    if (submission.survey, submission.wave) != (wave.survey, wave.id):
        return None, [
            _problem(
                submission,
                "submission-other-wave",
                f"was made for another wave than `{wave.survey}/{wave.id}`",
                hint,
            )
        ]
    instrument = next(
        (
            one
            for one in wave.instruments
            if one.id == submission.instrument and one.mode == "survey"
        ),
        None,
    )
    if instrument is None or instrument.group != submission.group:
        return None, [
            _problem(
                submission,
                "submission-other-instrument",
                f"instrument `{submission.instrument[:60]}` is not asked of group "
                f"`{submission.group[:60]}` in this wave",
                hint,
            )
        ]
    if submission.instrument_fingerprint != instrument.fingerprint:
        return None, [
            _problem(
                submission,
                "submission-other-fingerprint",
                f"instrument `{instrument.id}` is not the one frozen with the wave",
                "the submission was not read; answers count only for the text that "
                "was asked",
            )
        ]
    if submission.team not in {team.id for team in wave.teams}:
        return None, [
            _problem(
                submission,
                "submission-unknown-team",
                f"team `{submission.team[:60]}` is not in this wave",
                hint,
            )
        ]
    return instrument, []


def checked_answer(question: Question, raw: str) -> tuple[str, str]:
    """An answer in the instrument's own order, or the code of what is wrong."""
    if question.kind == "text":
        text = raw.strip()
        return (
            ("", "answer-too-long") if len(text) > question.max_length else (text, "")
        )
    if question.kind == "number" and (number := number_answer(question, raw)):
        return number, ""
    chosen = set(raw.split())
    known = [choice.code for choice in question.choices if choice.code in chosen]
    if len(known) != len(chosen):
        return "", "answer-unknown-option"
    most = question.max_choices if question.kind == "multi" else 1
    if most is not None and len(known) > most:
        return "", "answer-too-many-choices"
    return " ".join(known), ""


def number_answer(question: Question, raw: str) -> str:
    """A number as it is stored; empty where it is none or not one that is taken.

    A comma may stand for the point: that is how half of Europe types it.
    """
    text = raw.strip().removesuffix("%").strip().replace(",", ".")
    number = read_number(text)
    if number is None or text.count(".") > 1:
        return ""
    if question.low is not None and number < question.low:
        return ""
    if question.high is not None and number > question.high:
        return ""
    return f"{number:.12g}"


def _problem(submission: Submission, code: str, what: str, hint: str) -> Problem:
    place = submission.place or (
        f"response {submission.remote_id} of {submission.survey}/{submission.wave}"
    )
    return Problem("", 0, 0, code, f"{place}: {what}", hint, "warning")
