"""What is stored about one person, written into one file for that person alone."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Callable, Collection, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from generator.backends.forgetting import Removal, Sought
from generator.errors import Problems
from generator.machine.private import erase, write_private
from generator.model.instrument import Question, Wave
from generator.model.response import Response
from generator.model.wording import pick
from generator.pipeline.places import Places
from generator.pipeline.reading import Reading
from generator.pipeline.somebody import (
    Somebody,
    find_somebody,
    listed_in,
    memory_of,
    store_of,
)
from generator.store import people
from generator.store.comments import Verdict, digest_of, verdicts
from generator.store.responses import responses

FOLDER = "access"
"""Below `var/`: files written for people who asked."""

Json = str | int | bool | None | list["Json"] | dict[str, "Json"]


@dataclass(frozen=True, slots=True)
class HeldPart:
    """How much is stored of a person in one wave."""

    wave: str
    rows: int
    """Lines of invitation files."""
    responses: int
    """Responses in the store."""
    comments: int
    """Comments in them."""
    kept_there: int
    """Invitations and responses in the inbox or on the server."""


@dataclass(frozen=True, slots=True)
class Held:
    """What is stored about a person, and where it was written."""

    parts: tuple[HeldPart, ...]
    numbers: int
    """Links from the person to the ledger."""
    elsewhere: tuple[str, ...]
    """What could not be asked, one sentence each."""
    codes: int
    """How many codes belong to this address."""
    path: Path | None
    """None where it was only looked."""


def data_of_person(
    reading: Reading, who: str, *, now: Callable[[], dt.datetime], only_look: bool
) -> Held:
    """Everything stored about a person in every wave, written into `var/access/`.

    Args:
        reading: the survey.
        who: the person's id on the people list, or the e-mail address.
        now: the clock, for the day on the file.
        only_look: count; write nothing.

    Raises:
        Problems: nobody is known by this.
    """
    with store_of(reading, only_look=True) as store:
        somebody = find_somebody(reading, store, who.strip())
        codes = somebody.sought.pseudonyms
        held = people.held_of(store, reading.survey.id, codes)
        elsewhere = list(somebody.by_hand)
        parts: list[HeldPart] = []
        waves: list[Json] = []
        for wave in reading.waves:
            part, told = _wave(reading, wave, store, somebody, elsewhere)
            if part != HeldPart(wave.id, 0, 0, 0, 0):
                parts.append(part)
                waves.append(told)
    path = None
    if not only_look:
        path = _free(reading.places, reading.survey.id)
        content: Json = {
            "about": who.strip(),
            "survey": reading.survey.title.say(reading.survey.languages[0]),
            "written": now().date().isoformat(),
            "codes": list[Json](sorted(codes)),
            "links_to_the_ledger": held.numbers,
            "waves": waves,
            "could_not_be_asked": list[Json](elsewhere),
        }
        text = json.dumps(content, ensure_ascii=False, indent=1)
        write_private(path, f"{text}\n".encode())
    return Held(tuple(parts), held.numbers, tuple(elsewhere), somebody.codes, path)


def _wave(
    reading: Reading,
    wave: Wave,
    store: sqlite3.Connection,
    somebody: Somebody,
    elsewhere: list[str],
) -> tuple[HeldPart, Json]:
    """What is there of one wave; what cannot be asked is added to `elsewhere`."""
    rows = [one for one in listed_in(reading, wave) if somebody.has(wave.id, one)]
    given = [
        response
        for response in responses(store, wave.survey, wave.id, late=True)
        if response.respondent in somebody.sought.pseudonyms
    ]
    there = _there(reading, wave, somebody, given)
    if there.by_hand:
        elsewhere.append(
            f"wave '{wave.id}': the system the survey is on could not be asked; look "
            "there yourself"
        )
    decided = verdicts(store, wave.survey, wave.id)
    answered = [list(_answers(wave, response, decided)) for response in given]
    comments = sum("decision" in one for listed in answered for one in listed)
    kept_there = there.invitations + there.responses
    told: Json = {
        "wave": wave.id,
        "invitations": [dict(asdict(row)) for row in rows],
        "responses": [
            {
                "group": response.group,
                "team": response.team,
                "code_of_partner_company": response.cluster,
                "language": response.language,
                "status": response.status,
                "after_the_close": response.late,
                "last_changed": response.changed_at.isoformat()
                if response.changed_at
                else None,
                "answers": list[Json](listed),
            }
            for response, listed in zip(given, answered, strict=True)
        ],
        "where_they_were_given": {
            "invitations": there.invitations,
            "responses": there.responses,
        },
    }
    return HeldPart(wave.id, len(rows), len(given), comments, kept_there), told


def _there(
    reading: Reading, wave: Wave, somebody: Somebody, given: Collection[Response]
) -> Removal:
    """How much the wave's backend keeps of the person; nothing is removed."""
    sought = Sought(
        somebody.sought.pseudonyms,
        somebody.sought.emails,
        somebody.tokens[wave.id],
        frozenset(response.remote_id for response in given),
    )
    try:
        return memory_of(reading, wave).forget_people(sought, dry_run=True)
    except Problems as refused:
        return Removal(by_hand=tuple(one.message for one in refused.problems))


def _answers(
    wave: Wave, response: Response, decided: dict[tuple[str, str], Verdict]
) -> Iterator[dict[str, Json]]:
    """Each answer with what was asked; of comments also what a reader decided."""
    questions = {
        question.code: question
        for instrument in wave.instruments
        if instrument.group == response.group
        for question in instrument.questions()
    }
    for code, answer in response.answers.items():
        question = questions.get(code)
        asked = pick(question.text, response.language) if question else ""
        told: dict[str, Json] = {
            "question": code,
            "asked": asked,
            "answer": _said(question, answer, response.language),
        }
        if question is not None and question.kind == "text":
            verdict = decided.get((code, digest_of(code, answer)))
            told["decision"] = (
                "not read yet"
                if verdict is None
                else "may be shown"
                if verdict.kept
                else "not shown"
            )
            told["as_shown"] = verdict.text if verdict else ""
            told["theme"] = verdict.theme if verdict else ""
        yield told


def _said(question: Question | None, answer: str, language: str) -> str:
    """An answer in words; as it is stored where it is no option."""
    if question is None or not question.choices:
        return answer
    labels = {choice.code: pick(choice.label, language) for choice in question.choices}
    return "; ".join(labels.get(code, code) for code in answer.split())


def erase_written(
    places: Places, survey: str, *, codes: Collection[str] = (), wave: str = ""
) -> int:
    """Remove the files written here about somebody, or with anything of a wave.

    What cannot be read any more is left: a search for what remains names it.

    Args:
        places: the project's folders.
        survey: whose files.
        codes: pseudonyms of the person they are about.
        wave: a wave they tell of.

    Returns:
        How many files there were.
    """
    found = [
        path
        for path in sorted((places.var / FOLDER).glob(f"{survey}-*.json"))
        if _tells(path, codes, wave)
    ]
    for path in found:
        erase(path)
    return len(found)


def _tells(path: Path, codes: Collection[str], wave: str) -> bool:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        about = set(told["codes"])
        waves = {one["wave"] for one in told["waves"]}
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return not about.isdisjoint(codes) or wave in waves


def _free(places: Places, survey: str) -> Path:
    """A file that does not exist yet; its name says nothing about the person."""
    number = 1
    while (path := places.var / FOLDER / f"{survey}-{number}.json").exists():
        number += 1
    return path
