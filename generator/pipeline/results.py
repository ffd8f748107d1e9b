"""From the answers to an edition: collect, score, release."""

from __future__ import annotations

import dataclasses
import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field

from generator.backends.base import Arrival, normalise
from generator.disclosure.comments import fewest
from generator.disclosure.common import Again, Parts
from generator.disclosure.ledger import numbering_key
from generator.disclosure.matched import Before
from generator.disclosure.reasons import Hidden, explain, explain_comments
from generator.disclosure.release import release as release_wave
from generator.errors import Exit, Problem, Problems, refuse
from generator.findings import continuity
from generator.machine.sealing import SealKey
from generator.model.edition import Edition, Suppressed
from generator.model.instrument import Wave
from generator.model.response import Response
from generator.model.score import PersonScores
from generator.model.statement import Statement
from generator.pipeline.commenting import unread, words_of_wave
from generator.pipeline.fielding import backend_for, refuse_forgotten, still_open
from generator.pipeline.places import Places
from generator.pipeline.published import publish, verify
from generator.pipeline.reading import Reading
from generator.pipeline.turning_away import who_is_away, without
from generator.scoring.careless import SIGNS
from generator.scoring.person import person_scores
from generator.sources.wavefile import read_published
from generator.store import editions, ledger, responses, statements
from generator.store.comments import drop_orphans, verdicts
from generator.store.database import open_store, transaction
from generator.store.keys import survey_key
from generator.store.locking import writer_lock
from generator.store.people import number_people, people_numbers


@dataclass(frozen=True, slots=True)
class Collected:
    """What `collect` found."""

    new: int
    changed: int
    unchanged: int
    gone: int = 0
    """Responses removed because they were deleted at the backend."""
    problems: tuple[Problem, ...] = field(default=())
    """Answers that did not fit the frozen instrument; never with their content."""


@dataclass(frozen=True, slots=True)
class Released:
    """What `release` did."""

    edition: Edition
    written: bool
    """False where the wave had its edition already: nothing changed."""
    shown: int
    hidden: int


@dataclass(frozen=True, slots=True)
class Explained:
    """The hidden values of an edition, each with the rule that hides it."""

    edition: Edition
    hidden: tuple[Hidden, ...]
    as_released: bool
    """False where answers were deleted since: the reasons are of what is left."""
    k_comments: int
    """Fewest people behind comments in this wave."""
    unread: int
    """Comments nobody has read."""
    dropped: int
    """Comments a reader dropped."""
    signs: tuple[tuple[str, str, int], ...] = ()
    """View, sign of answers given without reading, and how many people at least: a
    multiple of 5; 0 for none or fewer than 5."""


MANY_GONE = (3, 0.2)
"""More responses than both this number and this share do not vanish by themselves."""


def collect(
    reading: Reading,
    wave: str,
    *,
    now: Callable[[], dt.datetime],
    full: bool = False,
    accept_deleted: bool = False,
    seal_key: SealKey | None = None,
    wait: float = 0,
    tell: Callable[[int, int], None] = lambda _done, _total: None,
) -> Collected:
    """Fetch what arrived in a wave into the store; run again, nothing doubles.

    Args:
        reading: the survey.
        wave: which wave.
        now: the clock; once the wave is over, everything is read again.
        full: read everything again, not only what changed since the last time.
        seal_key: the steward's private key, where answers are sealed.
        accept_deleted: remove here what was deleted there, even if it is much.
        wait: seconds to wait for another program that is writing.
        tell: told rows read and rows to read, after each part is on disk.
    """
    frozen = reading.frozen(wave)
    refuse_forgotten(reading, frozen)
    if seal_key is not None and seal_key.public != frozen.privacy.seal:
        raise refuse(
            "seal-key-other",
            f"this is not the key that seals the answers of wave '{wave}'"
            if frozen.privacy.seal
            else f"the answers of wave '{wave}' are not sealed",
            f"its public key is {frozen.privacy.seal}"
            if frozen.privacy.seal
            else "leave --seal-key out",
            exit_code=Exit.USAGE,
        )
    unseal = seal_key.unseal if seal_key else None
    backend = backend_for(reading, frozen, unseal)
    whose = (frozen.survey, frozen.id, backend.name)
    new = changed = gone = 0
    problems: list[Problem] = []
    with (
        writer_lock(reading.places.var, wait=wait),
        closing(open_store(reading.places.store)) as store,
    ):
        known = responses.marks(store, *whose)
        away = who_is_away(
            store, frozen, lambda: survey_key(reading.places.var, frozen.survey)
        )
        stored = responses.stored_ids(store, *whose)
        full = full or not still_open(reading, wave, now)
        for arrival in backend.arrivals(known, full=full):
            welcome, back = without(arrival.submissions, away, frozen)
            if back:
                ids = {
                    one.remote_id for one in arrival.submissions if away(one.respondent)
                }
                left = {one: m for one, m in arrival.marks.items() if one not in ids}
                arrival = dataclasses.replace(arrival, submissions=welcome, marks=left)
            problems += back
            checked, unfit, wrong = _checked(arrival, frozen)
            # a row that was only opened is marked, and never was a response
            lost = stored.intersection(arrival.gone)
            if not accept_deleted and _many(len(lost), len(stored)):
                problems.append(_many_gone(frozen, len(lost), len(stored)))
                kept = tuple(one for one in arrival.gone if one not in lost)
                arrival = dataclasses.replace(arrival, gone=kept)
            with transaction(store):
                counts = responses.save_responses(store, checked)
                gone += responses.remove_responses(store, *whose, arrival.gone)
                responses.save_marks(store, *whose, {**arrival.marks, **unfit})
            new += counts.new
            changed += counts.changed
            problems += [*arrival.problems, *wrong]
            if arrival.total:
                tell(arrival.done, arrival.total)
        drop_orphans(store, frozen.survey)
        held = responses.count_responses(store, *whose)
    return Collected(new, changed, held - new - changed, gone, tuple(problems))


def _many(gone: int, stored: int) -> bool:
    return gone > max(MANY_GONE[0], MANY_GONE[1] * stored)


def _many_gone(wave: Wave, gone: int, stored: int) -> Problem:
    return Problem(
        "",
        0,
        0,
        "responses-gone",
        f"{gone} of {stored} responses of wave '{wave.id}' are no longer at the "
        "backend; nothing was removed here",
        "look there first: a survey may have been stopped or emptied by mistake. If "
        f"they were deleted on purpose, run 'baseline collect {wave.id} "
        "--accept-deleted'",
        "warning",
    )


def _checked(
    arrival: Arrival, wave: Wave
) -> tuple[list[Response], dict[str, str], list[Problem]]:
    """The responses of an arrival, empty marks for what did not fit, and why.

    What did not fit is asked for again at the next pull, and reported again.
    """
    found: list[Response] = []
    unfit: dict[str, str] = {}
    problems: list[Problem] = []
    for submission in arrival.submissions:
        response, wrong = normalise(submission, wave)
        if response is not None:
            found.append(response)
        if wrong and submission.remote_id in arrival.marks:
            unfit[submission.remote_id] = ""
        problems += wrong
    return found, unfit, problems


def release(
    reading: Reading,
    wave: str,
    now: Callable[[], dt.datetime],
    *,
    wait: float = 0,
    leave_unread: bool = False,
) -> Released:
    """Decide what may be shown of a closed wave, and write it once.

    Args:
        reading: the survey.
        wave: which wave.
        now: the clock.
        wait: seconds to wait for another program that is writing.
        leave_unread: go on where comments were not read; they will never be shown.

    Raises:
        Problems: the wave is still open, comments are waiting to be read, or the
            ledger is not the one we left.
    """
    frozen = reading.frozen(wave)
    places = reading.places
    with (
        writer_lock(places.var, wait=wait),
        closing(open_store(places.store)) as store,
    ):
        verify(reading, store, releasing=wave)
        kept = editions.read_edition(store, frozen.survey, frozen.id)
        if kept is not None:
            publish(reading, store, frozen, kept)
            return _report(kept, written=False)
        if still_open(reading, wave, now):
            raise refuse(
                "wave-open",
                f"wave '{wave}' takes answers until {frozen.closes:%Y-%m-%d %H:%M} UTC",
                f"wait, or close it now with 'baseline close {wave}'",
            )
        with transaction(store):
            answers = list(responses.responses(store, frozen.survey, frozen.id))
            people = person_scores(frozen, answers)
            decided_on = verdicts(store, frozen.survey, frozen.id)
            waiting = unread(frozen, answers, decided_on)
            if waiting and not leave_unread:
                raise _unread(frozen, waiting)
            numbers = number_people(
                store, frozen.survey, frozen.id, map(numbering_key, people)
            )
            before = _baseline(reading, store, frozen)
            decided = release_wave(
                frozen,
                people,
                ledger.entries(store),
                before.edition if before else None,
                1,
                numbers,
                before,
                _again(frozen, answers, before, store) if before else None,
                words_of_wave(frozen, answers, decided_on),
            )
            ledger.append(store, decided.ledger)
            editions.save_edition(store, decided.edition)
        publish(reading, store, frozen, decided.edition)
    return _report(decided.edition, written=True)


def _unread(wave: Wave, waiting: int) -> Problems:
    return refuse(
        "comments-unread",
        f"comments of wave '{wave.id}' have not been read ({waiting}), and an edition "
        "is written once: they could never be shown",
        f"run 'baseline comments {wave.id}' first, or release without them: "
        f"'baseline release {wave.id} --leave-unread'",
    )


def explained(reading: Reading, wave: str) -> Explained:
    """Why each hidden value of a released wave is hidden; for the operator alone."""
    edition = released(reading, wave)
    frozen = reading.frozen(wave)
    with open_for_reading(reading.places) as store:
        answers = list(responses.responses(store, frozen.survey, frozen.id))
        people = person_scores(frozen, answers)
        decided_on = verdicts(store, frozen.survey, frozen.id)
        again = release_wave(
            frozen,
            people,
            (),
            None,
            edition.number,
            words=words_of_wave(frozen, answers, decided_on),
        )
    hidden = explain(edition, again.edition, again.reasons)
    hidden += explain_comments(edition, again.edition, again.unsaid)
    return Explained(
        edition,
        tuple(hidden),
        again.edition.cells == edition.cells,
        fewest(frozen),
        unread(frozen, answers, decided_on),
        sum(not one.kept for one in decided_on.values()),
        tuple(_signs(people, edition.k)),
    )


def _signs(people: Sequence[PersonScores], k: int) -> Iterator[tuple[str, str, int]]:
    """How many people show each sign, of a whole view of k or more, in steps (D10)."""
    for view in sorted({one.view for one in people}):
        own = [one for one in people if one.view == view]
        if len({one.respondent for one in own}) < k:
            continue
        for sign in SIGNS:
            many = len({one.respondent for one in own if sign in one.flags})
            yield view, sign, many - many % STEP


STEP = 5
"""People are counted in steps of so many."""


def released(reading: Reading, wave: str) -> Edition:
    """The edition of a wave, or words about how to make it."""
    frozen = reading.frozen(wave)
    with open_for_reading(reading.places) as store:
        verify(reading, store)
        edition = editions.read_edition(store, frozen.survey, frozen.id)
    if edition is None:
        raise refuse(
            "wave-not-released",
            f"wave '{wave}' has no released scores yet",
            f"run 'baseline collect {wave}', then 'baseline release {wave}'",
        )
    return edition


def everything_released(
    reading: Reading,
) -> tuple[dict[str, Edition], dict[tuple[str, str], Statement]]:
    """Editions by wave, and the teams' statements that are signed off and standing.

    Raises:
        Problems: the store is not the one the results were released with.
    """
    if not reading.places.store.exists():
        _refuse_lost(reading)
        return {}, {}
    found: dict[str, Edition] = {}
    said: dict[tuple[str, str], Statement] = {}
    with closing(open_store(reading.places.store)) as store:
        verify(reading, store)
        for wave in reading.waves:
            edition = editions.read_edition(store, wave.survey, wave.id)
            if edition is None:
                continue
            found[wave.id] = edition
            for statement in statements.read_statements(store, wave.survey, wave.id):
                if statement.signed_off is not None and not statement.withdrawn:
                    said[wave.id, statement.team] = statement
    return found, said


def _refuse_lost(reading: Reading) -> None:
    """Without its store, nothing released may stand on a page."""
    gone = [
        wave.id
        for wave in reading.waves
        if read_published(reading.places.wave(wave.survey, wave.id))
    ]
    if gone:
        raise refuse(
            "ledger-lost",
            f"results were released ({', '.join(gone)}), and the store that holds "
            "them is not on this machine",
            "bring it back with 'baseline restore ARCHIVE', or leave every result out "
            "with 'baseline build --playbook-only'",
            path=reading.places.store,
            exit_code=Exit.UNSAFE,
        )


@contextmanager
def open_for_reading(places: Places) -> Iterator[sqlite3.Connection]:
    """The store, or words where nothing has been collected yet."""
    if not places.store.exists():
        raise refuse(
            "store-missing",
            "nothing has been collected in this project yet",
            "run 'baseline collect WAVE' first, or 'baseline restore ARCHIVE'",
        )
    with closing(open_store(places.store)) as store:
        yield store


def _baseline(reading: Reading, store: sqlite3.Connection, wave: Wave) -> Before | None:
    """The reference wave before this one, if released, with the answers still held."""
    for other in reversed(reading.waves):
        if other.reference and other.id != wave.id and other.closes <= wave.opens:
            edition = editions.read_edition(store, other.survey, other.id)
            if edition is None:
                return None
            answers = list(responses.responses(store, other.survey, other.id))
            return Before(
                other,
                edition,
                person_scores(other, answers),
                people_numbers(store, other.survey, other.id),
            )
    return None


def _again(
    wave: Wave, answers: list[Response], before: Before, store: sqlite3.Connection
) -> Again | None:
    """Both waves scored on the questions in common, where some practice needs it."""
    lines = {
        group.id: continuity.lines(wave, before.wave, group.id) for group in wave.groups
    }
    parts = {
        view: {ref: line for ref, line in found.items() if line.kind == "part"}
        for view, found in lines.items()
    }
    if not any(parts.values()):
        return None
    old = list(responses.responses(store, before.wave.survey, before.wave.id))
    shares = {rules.framework: rules.minimum_share for rules in wave.rules}

    def scored(of: Wave, given: list[Response], now: bool) -> Parts:
        kept, left = {}, {}
        for view, found in parts.items():
            codes = {
                (ref if now else line.before): {
                    pair[0 if now else 1] for pair in line.common
                }
                for ref, line in found.items()
            }
            kept[view], left[view] = continuity.parted(of, view, codes)
        return Parts(
            *(
                person_scores(continuity.narrowed(of, one, shares), given)
                for one in (kept, left)
            )
        )

    return Again(scored(wave, answers, True), scored(before.wave, old, False))


def _report(edition: Edition, *, written: bool) -> Released:
    hidden = sum(isinstance(cell, Suppressed) for cell in edition.cells.values())
    return Released(edition, written, len(edition.cells) - hidden, hidden)
