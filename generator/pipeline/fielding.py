"""From the files to the respondents: drafts, freezing, invitations, following up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from generator.backends import BACKENDS
from generator.backends.base import Backend, Counts, Ground, Invited, Tell
from generator.backends.mailmerge import merge_files, write_mail_merge
from generator.backends.pseudonyms import forgotten_code, pseudonym
from generator.errors import Exit, Problems, refuse
from generator.formats import FORMATS, usual
from generator.instruments.lock import Difference, differences
from generator.machine.sealing import Unseal
from generator.model.instrument import Wave
from generator.model.people import Person
from generator.pipeline.reading import Reading
from generator.sources.people import read_people
from generator.sources.wavefile import WAVE_FILE, write_wave
from generator.store.database import open_store
from generator.store.keys import survey_key
from generator.store.locking import writer_lock
from generator.store.people import turned_away, wave_gone


@dataclass(frozen=True, slots=True)
class Draft:
    """What `compile` wrote."""

    folder: Path
    files: tuple[Path, ...]
    frozen: bool
    """The files show the frozen wave, not today's texts."""
    differences: tuple[Difference, ...]
    """What today's files say differently from the frozen wave."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What `field` is going to do, or has done."""

    wave: Wave
    freshly_frozen: bool
    people: int
    invited: tuple[Invited, ...]
    per_group: tuple[tuple[str, str, int], ...]
    """Respondent group, team, people."""
    files: tuple[Path, ...]
    differences: tuple[Difference, ...]
    intended: tuple[str, ...]
    """What happens at the backend, one sentence each."""


@dataclass(frozen=True, slots=True)
class TurnoutSoFar:
    """Answers so far in one group, where it is large enough to say (rule D10)."""

    group: str
    team: str
    invited: int
    started: int | None
    """None where the group is too small to say."""
    complete: int | None
    bounced: int = 0

    @property
    def rate(self) -> int | None:
        """Lowest response rate the count allows, in percent (rule S6)."""
        if self.complete is None or not self.invited:
            return None
        return 100 * self.complete // self.invited

    @property
    def missing(self) -> int | None:
        """Most people who have not finished."""
        return None if self.complete is None else self.invited - self.complete


def draft(
    reading: Reading,
    wave: str,
    *,
    formats: Sequence[str] = (),
    out: Path | None = None,
) -> Draft:
    """Write the questionnaires of a wave, to read, to print or for another tool.

    Args:
        reading: the survey.
        wave: which wave.
        formats: which formats; the usual ones where none is named.
        out: where to; otherwise among the drafts.
    """
    reading.planned(wave)
    kept = next((each for each in reading.waves if each.id == wave), None)
    compiled = kept or reading.today(wave)
    changed: tuple[Difference, ...] = ()
    if kept is not None and any(plan.id == wave for plan in reading.survey.waves):
        changed = differences(kept, reading.today(wave))
    folder = out or reading.places.build / "drafts" / wave
    files = _formats(compiled, formats or usual(compiled.backend), folder)
    return Draft(folder, files, kept is not None, changed)


def _formats(wave: Wave, names: Sequence[str], folder: Path) -> tuple[Path, ...]:
    """Some formats of every instrument in every language."""
    written: dict[Path, bytes] = {}
    for instrument in wave.instruments:
        for language in instrument.languages:
            for name in names:
                for file in FORMATS[name](wave, instrument, language):
                    written[folder / file.name] = file.content
    folder.mkdir(parents=True, exist_ok=True)
    for path, content in sorted(written.items()):
        if not path.exists() or path.read_bytes() != content:
            fresh = path.with_name(path.name + ".new")
            fresh.write_bytes(content)
            fresh.replace(path)
    return tuple(sorted(written))


def freeze(reading: Reading, wave: str) -> tuple[Wave, bool]:
    """The frozen wave, and whether it was frozen just now.

    Once frozen, a wave is never written again; see `draft` for what changed since.
    """
    for each in reading.waves:
        if each.id == wave:
            return each, False
    compiled = reading.today(wave)
    folder = reading.places.wave(reading.survey.id, wave)
    _formats(compiled, usual(compiled.backend), folder)
    write_wave(folder / WAVE_FILE, compiled)
    return compiled, True


def backend_for(reading: Reading, wave: Wave, unseal: Unseal | None = None) -> Backend:
    """The backend the wave was frozen with; `unseal` opens sealed answers."""
    var = reading.places.var
    make = BACKENDS.get(wave.backend)
    if make is None:
        raise unknown_backend(wave)
    return make(
        Ground(wave, var, lambda: survey_key(var, wave.survey), reading.survey, unseal)
    )


def unknown_backend(wave: Wave) -> Problems:
    """A wave of a backend this version does not have."""
    return refuse(
        "backend-unknown",
        f"wave '{wave.id}' names the backend '{wave.backend}', which is not here",
        f"this version knows: {', '.join(sorted(BACKENDS))}",
        exit_code=Exit.USAGE,
    )


def refuse_forgotten(reading: Reading, wave: Wave) -> None:
    """Say so where a wave's names, or its answers too, were deleted."""
    if not reading.places.store.exists():
        return
    with closing(open_store(reading.places.store)) as store:
        gone = wave_gone(store, wave.survey, wave.id)
    if gone is not None:
        what = "answers were" if gone == "answers" else "invitations and inbox were"
        raise refuse(
            "wave-forgotten",
            f"the {what} deleted from wave '{wave.id}' with 'baseline forget'",
            f"what was released stays: see 'baseline score {wave.id}'",
        )


def _welcome(reading: Reading, wave: Wave, people: Sequence[Person]) -> list[Person]:
    """The people of a list without those who were forgotten in this wave."""
    store = reading.places.store
    if not store.exists() or wave.privacy.identity == "anonymous":
        return list(people)
    with closing(open_store(store)) as opened:
        away = turned_away(opened, wave.survey, wave.id)
    if not away:
        return list(people)
    key = survey_key(reading.places.var, wave.survey)
    return [
        one
        for one in people
        if forgotten_code(key, pseudonym(key, one.person or one.email)) not in away
    ]


def still_open(reading: Reading, wave: str, now: Callable[[], dt.datetime]) -> bool:
    """Whether a frozen wave takes answers, or will."""
    frozen = reading.frozen(wave)
    if now() >= frozen.closes:
        return False
    return not backend_for(reading, frozen).closed()


def people_of(reading: Reading, path: Path) -> list[Person]:
    """The people list, checked against the survey's groups, teams and languages."""
    return read_people(
        path,
        groups=[group.id for group in reading.survey.groups],
        teams=[team.id for team in reading.folder.organisation.teams],
        languages=list(reading.survey.languages),
    )


def field(
    reading: Reading,
    wave: str,
    people: Sequence[Person],
    public_url: str,
    *,
    now: Callable[[], dt.datetime],
    dry_run: bool = False,
    wait: float = 0,
    tell: Tell = lambda _words: None,
) -> Plan:
    """Freeze the wave and invite people; run again, it invites only who is new.

    Args:
        reading: the survey.
        wave: which wave.
        people: whom to invite.
        public_url: where respondents reach the collector.
        now: the clock.
        dry_run: say what would happen, write nothing.
        wait: seconds to wait for another program that is writing.
        tell: told what was done, while it goes on.
    """
    kept = next((each for each in reading.waves if each.id == wave), None)
    compiled = kept or reading.today(wave)
    over = now() >= compiled.closes
    if over or (kept is not None and not still_open(reading, wave, now)):
        day = f" on {compiled.closes:%Y-%m-%d}" if over else ""
        raise refuse(
            "wave-over",
            f"wave '{wave}' closed{day}; nobody can answer it",
            "correct `opens` and `closes` in survey.yaml, or invite to a later wave"
            if kept is None
            else "add a new wave to survey.yaml and invite to that one",
        )
    listed = len(people)
    people = _welcome(reading, compiled, people)
    counts: dict[tuple[str, str], int] = {}
    for person in people:
        place = (person.group, person.team)
        counts[place] = counts.get(place, 0) + 1
    per_group = tuple((*place, n) for place, n in sorted(counts.items()))
    changed: tuple[Difference, ...] = ()
    if kept is not None and any(plan.id == wave for plan in reading.survey.waves):
        changed = differences(kept, reading.today(wave))
    intended = backend_for(reading, compiled).intend(people, public_url)
    if len(people) < listed:
        intended += (
            f"leave out {listed - len(people)} of the list who asked to be forgotten",
        )
    if dry_run:
        return Plan(
            compiled, kept is None, len(people), (), per_group, (), changed, intended
        )
    if kept is None:
        backend_for(reading, compiled).ready()
    with writer_lock(reading.places.var, wait=wait):
        frozen, fresh = freeze(reading, wave)
        backend = backend_for(reading, frozen)
        invited = backend.field(people, public_url, tell)
    target = reading.places.invitations(frozen.survey, frozen.id)
    files = tuple(merge_files(target))
    return Plan(
        frozen,
        fresh,
        len(people),
        tuple(invited),
        per_group,
        files,
        changed,
        intended,
    )


def turnout(reading: Reading, wave: str) -> list[TurnoutSoFar]:
    """Who has answered so far, per group and team; small groups say nothing.

    Counts in the field are given in steps of five (rule D5), so that two looks in a
    row never tell what one person did.
    """
    frozen = reading.frozen(wave)
    refuse_forgotten(reading, frozen)
    k = frozen.privacy.k_scores
    counts = backend_for(reading, frozen).status()
    rows = [
        _so_far(group, team, count, k)
        for (group, team), count in sorted(counts.items())
    ]
    totals: dict[str, Counts] = {}
    for (group, _), count in counts.items():
        so_far = totals.get(group, Counts(0, 0, 0))
        totals[group] = Counts(
            so_far.invited + count.invited,
            so_far.started + count.started,
            so_far.complete + count.complete,
            so_far.bounced + count.bounced,
        )
    return rows + [
        _so_far(group, "", count, k) for group, count in sorted(totals.items())
    ]


def _so_far(group: str, team: str, count: Counts, k: int) -> TurnoutSoFar:
    if count.invited < k:
        return TurnoutSoFar(group, team, count.invited, None, None, count.bounced)
    return TurnoutSoFar(
        group,
        team,
        count.invited,
        count.started // 5 * 5,
        count.complete // 5 * 5,
        count.bounced,
    )


def remind(
    reading: Reading,
    wave: str,
    now: Callable[[], dt.datetime],
    tell: Tell = lambda _words: None,
) -> tuple[int, tuple[Path, ...]]:
    """Write to those who have not finished, and mail-merge files of the rest.

    Returns how many are in the files, and the files.
    """
    frozen = reading.frozen(wave)
    if not still_open(reading, wave, now):
        raise refuse(
            "wave-over",
            f"wave '{wave}' has closed; nobody can finish it",
            f"go on with 'baseline collect {wave}'",
        )
    refuse_forgotten(reading, frozen)
    backend = backend_for(reading, frozen)
    people = backend.remind(tell)
    target = reading.places.invitations(frozen.survey, f"{frozen.id}-reminder")
    return len(people), tuple(write_mail_merge(target, people))


def close(reading: Reading, wave: str, now: Callable[[], dt.datetime]) -> Wave:
    """Take no more answers, even before the closing day."""
    frozen = reading.frozen(wave)
    with writer_lock(reading.places.var):
        backend_for(reading, frozen).close(now())
    return frozen
