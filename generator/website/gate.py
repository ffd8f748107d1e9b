"""The gate: an attack on the site as it would be published; a finding stops it.

It is given the folder that was built and the values it may hold, and reads every byte
again. Nothing it says holds what it found.
"""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from generator.disclosure.attack import count_leaks, printed_leaks
from generator.disclosure.comments import fewest, measure_of_comments
from generator.disclosure.packs import own_value
from generator.errors import Exit, Problem, Problems
from generator.model.edition import UNION, CellKey, LedgerEntry, Shown
from generator.model.instrument import Wave
from generator.model.survey import ORGANISATION
from generator.website.audiences import PLAYBOOK, Folder, folder_of, may_follow
from generator.website.bytes import Unreadable, texts
from generator.website.drawn import code, digest_of
from generator.website.files import files_below, write_if_changed
from generator.website.forbidden import Forbidden, found_in, plainly
from generator.website.known import Known
from generator.website.numerals import (
    COMMENT,
    PEER_FIELDS,
    Source,
    Truth,
    expectation,
    faults,
)
from generator.website.printed import RESULT, links_of, read_page
from generator.website.sound_numbers import is_sound, sound_measures

Manifest = Mapping[str, Mapping[str, Source]]
"""Path of a page with results to its counters and what they are."""

OPEN_KINDS = frozenset(
    {
        *(".css", ".html", ".ico", ".js", ".json", ".map", ".txt", ".vtt", ".xml"),
        *(".csv", ".docx", ".ics", ".pdf", ".pptx", ".xlsx", ".yaml", ".yml"),
        *(".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"),
        *(".mp4", ".webm", ".woff", ".woff2"),
    }
)
"""Kinds of files the playbook may hold; anything else is refused."""

OPEN_NAMES = frozenset({"LICENSE"})
"""Files without a kind that come with the engines' scripts."""

RESULT_KINDS = frozenset({".html"})
"""Kinds of files that may hold results: the gate must be able to read the numbers."""

MOST_TOLD = 5
"""Findings of one kind told per file."""


@dataclass(frozen=True, slots=True)
class Guard:
    """What the gate holds a site against: values only, nothing is looked up."""

    survey: str
    folders: Mapping[str, Folder]
    truth: Truth
    ledger: Sequence[LedgerEntry]
    people: Mapping[str, Mapping[int, object]]
    """Wave to number in the ledger to person."""
    manifest: Manifest
    forbidden: Forbidden
    """People, registered words, teams, and what people wrote."""
    may_name: Mapping[str, frozenset[tuple[str, ...]]]
    """Folder to names of teams and to comments that may stand there; no others may."""
    known: Known
    """Numerals of texts that anybody may read."""
    own: Mapping[str, Known]
    """Folder to numerals of texts that stand there alone, such as statements."""
    lies: Mapping[str, str] = field(default_factory=dict)
    """Where a folder lies in the site, if elsewhere: `leaders` to `leaders-3f…`."""


@dataclass(frozen=True, slots=True)
class _File:
    """What is kept of a file that is clean, so that it need not be read again."""

    mark: str
    links: tuple[tuple[str, int, int], ...] = ()
    """Address, line, column."""
    counters: tuple[str, ...] = ()
    language: str = ""
    frame: str = ""


def hold(site: Path, guard: Guard, *, kept: Path | None = None) -> int:
    """Refuse a site that says anything it must not; how many files were read.

    Args:
        site: the built folder, not yet in place.
        guard: what it may hold.
        kept: where to remember which files were clean; every file is read without it.

    Raises:
        Problems: every finding, with exit code 4; none of them holds what was found.
    """
    problems, read = look(site, guard, kept=kept)
    if problems:
        raise Problems(problems, Exit.UNSAFE)
    return read


def search(site: Path, guard: Guard) -> None:
    """Refuse a site that names a person or a registered word, whatever it is made of.

    For an older version: its numbers went through the gate when it was published, and
    the texts it was made from may have changed since.
    """
    wrong: list[Problem] = []
    for path in files_below(site):
        name = path.relative_to(site).as_posix()
        allowed = frozenset().union(*guard.may_name.values())
        _search(name, path.read_bytes(), guard, allowed, wrong, results=True)
    if wrong:
        raise Problems(_told(wrong), Exit.UNSAFE)


def look(
    site: Path, guard: Guard, *, kept: Path | None = None
) -> tuple[list[Problem], int]:
    """Every finding in a site, and how many files had to be read for it."""
    before = _remembered(kept)
    marks = _marks(guard)
    found: list[Problem] = []
    files: dict[str, _File] = {}
    clean: dict[str, _File] = {}
    read = 0
    paths = {path.relative_to(site).as_posix(): path for path in files_below(site)}
    by_place = {guard.lies.get(name, name): name for name in guard.folders}
    for name, path in paths.items():
        place = folder_of(name, by_place)
        if place is None:
            why = "lies in a folder that no audience is named for"
            found.append(_finding(name, "gate-audience", f"this file {why}", guard))
            continue
        folder = by_place.get(place, place)
        counters = guard.manifest.get(_built_as(name, place, folder), {})
        data = path.read_bytes()
        mark = _mark(name, data, marks[folder], counters, guard, folder)
        if name in before and before[name].mark == mark:
            files[name] = clean[name] = before[name]
            continue
        read += 1
        wrong: list[Problem] = []
        if path.is_symlink():
            why = "this is a link to another file"
            wrong.append(_finding(name, "gate-file", why, guard))
        files[name] = _examine(name, data, mark, folder, counters, guard, wrong)
        if wrong:
            found += _told(wrong)
        else:
            clean[name] = files[name]
    found += _frames(files, guard)
    found += _links(files, by_place, guard)
    found += _leaks(files, by_place, guard)
    if kept is not None:
        _remember(kept, clean)
    return sorted(set(found)), read


def _built_as(name: str, place: str, folder: str) -> str:
    return folder + name.removeprefix(place) if place else name


def _examine(
    name: str,
    data: bytes,
    mark: str,
    folder: str,
    counters: Mapping[str, Source],
    guard: Guard,
    wrong: list[Problem],
) -> _File:
    """Read one file; what is wrong with it is added to `wrong`."""
    kinds = RESULT_KINDS if folder in guard.folders else OPEN_KINDS
    hidden = any(part.startswith(".") for part in name.split("/"))
    suffix = posixpath.splitext(name)[1].lower()
    named = folder == PLAYBOOK and posixpath.basename(name) in OPEN_NAMES
    if hidden or (suffix not in kinds and not named):
        text = "a file of this kind is not published here"
        wrong.append(_finding(name, "gate-file", text, guard))
    allowed = guard.may_name.get(folder, frozenset())
    _search(name, data, guard, allowed, wrong, results=folder in guard.folders)
    if suffix != ".html":
        return _File(mark)
    try:
        page = data.decode("utf-8")
    except UnicodeDecodeError:
        wrong.append(_finding(name, "gate-file", "this page is not UTF-8", guard))
        return _File(mark)
    links = tuple(
        (link, *_position(page, at))
        for link, at in links_of(page)
        if not link.startswith("#")
    )
    if folder not in guard.folders:
        return _File(mark, links)
    printed = read_page(page)
    for text, at in printed.odd:
        wrong.append(_finding(name, "gate-frame", f"here is {text}", guard, page, at))
    known = [guard.known, guard.own.get(folder, {})]
    for fault in faults(printed, counters, guard.truth, guard.folders[folder], known):
        wrong.append(_finding(name, fault.code, fault.why, guard, page, fault.at))
    used = {number.counter for number in printed.numbers if number.counter}
    used |= {comment.counter for comment in printed.comments}
    return _File(
        mark,
        links,
        tuple(sorted({*used, *printed.listed} & counters.keys())),
        printed.language,
        printed.frame,
    )


CODES_OF = {
    "comment": "gate-comment",
    "name": "gate-name",
    "result": "gate-cell",
    "secret": "gate-secret",
    "team": "gate-team",
    "word": "gate-word",
}

TOLD = {
    "result": "a result stands here, outside the pages of the audiences",
    "secret": "somebody's own link to a survey, or a key of this project, stands here",
    "comment": "a comment stands here that was not released for these readers",
    "name": "the name or address of a person who was invited stands here",
    "team": "the name of a team stands here whose pages these readers may not see",
    "word": "a word stands here that is registered as never to be published",
}


def _search(
    name: str,
    data: bytes,
    guard: Guard,
    allowed: frozenset[tuple[str, ...]],
    wrong: list[Problem],
    *,
    results: bool,
) -> None:
    """Look for names and words in a file's name and in everything it holds.

    Results are looked for where none may stand; elsewhere each is read by itself.
    """
    for _, text in texts(name.encode("utf-8")):
        for kind in found_in(text, guard.forbidden, allowed):
            if kind != "team":
                told = f"in the name of this file: {TOLD[kind]}"
                wrong.append(_finding(name, CODES_OF[kind], told, guard))
    seen: set[tuple[str, str]] = set()
    first = True
    try:
        for inside, text in texts(data):
            found: list[tuple[str, int]] = [
                *found_in(text, guard.forbidden, allowed).items(),
                *(() if results else _result_in(text)),
            ]
            for sort, at in found:
                if (sort, inside) in seen:
                    continue
                seen.add((sort, inside))
                told = TOLD[sort]
                if inside and not _says_something(inside, guard):
                    told += f", packed as {inside}"
                elif not first:
                    told += ", packed or written in another form"
                page = text if first and not inside else ""
                wrong.append(_finding(name, CODES_OF[sort], told, guard, page, at))
            first = False
    except Unreadable:
        told = "a part of this file cannot be looked into"
        wrong.append(_finding(name, "gate-file", told, guard))


def _result_in(text: str) -> Iterator[tuple[str, int]]:
    """Where an element stands that pages print results in."""
    if "data-cell" in text or "pb-" in text:
        found = RESULT.search(text)
        if found:
            yield "result", found.start()


def _says_something(name: str, guard: Guard) -> bool:
    """Whether a file's name itself holds what must not be told."""
    kinds = {
        kind
        for _, text in texts(name.encode("utf-8"))
        for kind in found_in(text, guard.forbidden)
    }
    return bool(kinds - {"team"})


def _position(text: str, at: int) -> tuple[int, int]:
    start = text.rfind("\n", 0, at) + 1
    return text.count("\n", 0, at) + 1, at - start + 1


HINTS = {
    "gate-audience": "say in teams.yaml who may see it, or take it away",
    "gate-cell": "build again; if it stays, report it: the site was not put in place",
    "gate-comment": "find it in the statement or the text this page is made from",
    "gate-file": "take it out of site_src/, or save it in a form that can be read",
    "gate-frame": "look for it in mkdocs.yml, custom_dir and site_src/, build again",
    "gate-leak": "report it with the wave's ledger; nothing was put in place",
    "gate-link": "mend the link; readers may follow only to what they may see",
    "gate-name": "find it in the statement or the text this page is made from",
    "gate-number": "build again; if it stays, report it: the site was not put in place",
    "gate-secret": "take it out, and give whoever it belongs to a new one",
    "gate-team": "find it in the statement or the text this page is made from",
    "gate-word": "find it in the text this file is made from",
}


def _finding(
    name: str, code: str, message: str, guard: Guard, page: str = "", at: int = 0
) -> Problem:
    """A finding with its place, and nothing of what was found."""
    place = "/".join(
        "…" if _says_something(part, guard) else part for part in name.split("/")
    )
    line, column = _position(page, at) if page else (0, 0)
    return Problem(place, line, column, code, message, HINTS[code])


def _told(wrong: Iterable[Problem]) -> list[Problem]:
    """The first few of each kind: one mistake in a template is on every line."""
    count: Counter[str] = Counter()
    told = []
    for problem in sorted(set(wrong)):
        count[problem.code] += 1
        if count[problem.code] <= MOST_TOLD:
            told.append(problem)
    return told


def _frames(files: Mapping[str, _File], guard: Guard) -> Iterator[Problem]:
    """Pages whose frame differs from that of the others: nothing may hide there."""
    frames: dict[str, Counter[str]] = defaultdict(Counter)
    for file in files.values():
        if file.frame:
            frames[file.language][file.frame] += 1
    usual = {
        language: max(sorted(count), key=lambda frame: count[frame])
        for language, count in frames.items()
    }
    alone = {
        language
        for language, count in frames.items()
        if len(count) > 1 and count[usual[language]] * 2 <= sum(count.values())
    }
    for name, file in files.items():
        if file.frame and (
            file.language in alone or file.frame != usual[file.language]
        ):
            why = "what surrounds the results is not as on the other pages"
            yield _finding(name, "gate-frame", why, guard)


_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def _links(
    files: Mapping[str, _File], by_place: Mapping[str, str], guard: Guard
) -> Iterator[Problem]:
    """Links to nowhere, and to what those who read the page may not see."""
    known: dict[tuple[str, str], str] = {}
    for name, file in files.items():
        here = posixpath.dirname(name)
        for link, line, column in file.links:
            if (here, link) not in known:
                known[here, link] = _astray(here, link, files, by_place, guard)
            why = known[here, link]
            if why:
                problem = _finding(name, "gate-link", f"a link here {why}", guard)
                yield Problem(
                    problem.path, line, column, problem.code, problem.message,
                    problem.hint,
                )  # fmt: skip


def _astray(
    here: str,
    link: str,
    files: Mapping[str, _File],
    by_place: Mapping[str, str],
    guard: Guard,
) -> str:
    """What is wrong with a link; empty where nothing is."""
    if link.startswith("//"):
        return "changes with the way the page is opened"
    if _SCHEME.match(link):
        allowed = link.lower().startswith(("https:", "http:", "mailto:", "data:"))
        return "" if allowed else "leads to something other than a page"
    target = unquote(re.split(r"[?#]", link, maxsplit=1)[0])
    if not target:
        return ""
    path = posixpath.normpath(posixpath.join(here, target))
    if target.endswith("/") or target in (".", ".."):
        path = posixpath.normpath(f"{path}/index.html")
    if path.startswith(("../", "/")) or path not in files:
        return "leads nowhere"
    place = folder_of(path, by_place)
    mine = folder_of(f"{here}/x" if here else "x", by_place)
    there = by_place.get(place or "", place or "")
    if not may_follow(guard.folders, by_place.get(mine or "", mine or ""), there):
        return "leads to a page that those who read this one may not see"
    return ""


def _leaks(
    files: Mapping[str, _File], by_place: Mapping[str, str], guard: Guard
) -> Iterator[Problem]:
    """What all pages together tell about fewer than k people (exact test, D3)."""
    sources: set[Source] = set()
    for name, file in files.items():
        if file.counters:
            place = folder_of(name, by_place) or ""
            cells = guard.manifest[_built_as(name, place, by_place.get(place, place))]
            sources |= {tuple(cells[counter]) for counter in file.counters}
    scores = set()
    counts: dict[tuple[str, str], set[str]] = defaultdict(set)
    compared: set[tuple[str, str, str, str]] = set()
    for wave, view, node, group, what in sources:
        practice = guard.truth.nodes.get((wave, node))
        if what == COMMENT:
            scores.add((wave, measure_of_comments(view, node), group))
        elif is_sound(what):
            source = wave, view, node, group, what
            frozen, edition = guard.truth.waves[wave], guard.truth.editions[wave]
            rests_on = sound_measures(source, edition, frozen)
            scores |= {(wave, measure, one) for measure, one in rests_on}
        elif what in {"answered", "eligible"}:
            counts[wave, view].add(group)
        elif practice is not None and practice.kind == "practice":
            if what in PEER_FIELDS:
                compared.add((wave, view, node, what.partition("-")[0]))
            else:
                scores.add((wave, f"{view}|{node}", group))
    for wave, view, node, kind in compared:
        groups = _behind(wave, view, node, kind, guard.truth)
        scores |= {(wave, f"{view}|{node}", one) for one in groups}
    k = {wave: edition.k for wave, edition in guard.truth.editions.items()}
    k_comments = {wave: fewest(guard.truth.waves[wave]) for wave in k}
    found = printed_leaks(
        scores, guard.ledger, guard.survey, k, guard.people, k_comments
    )
    for (wave, view), groups in sorted(counts.items()):
        frozen = guard.truth.waves[wave]
        sizes = {
            team.id: size
            for team in frozen.teams
            if (size := team.eligible.get(view)) is not None
        }
        teams = _teams_of(frozen, groups)
        safe = {g: inside for g, inside in teams.items() if inside <= sizes.keys()}
        measure = f"{guard.survey} {wave} {view}"
        found += count_leaks(safe, sizes, k[wave], measure)
    for leak in sorted(set(found)):
        what = (
            "what is shown, taken together, tells the answers of too few people"
            if leak.numbers
            else "what is shown is not in the ledger, or cannot be decided"
        )
        yield Problem(
            "", 0, 0, "gate-leak", f"{leak.measure}: {what}", HINTS["gate-leak"]
        )


def _behind(
    wave: str, view: str, node: str, kind: str, truth: Truth
) -> Collection[str]:
    """The groups a figure about peers is made of: every team that is shown.

    An organisation's own value is the whole where it is not the mean of its teams;
    what other organisations have is made of nobody here.
    """
    if kind == "peers":
        return ()
    if kind == "own":
        own = own_value(truth.waves[wave], truth.editions[wave], view, node)
        if own is not None and own.of == ORGANISATION:
            return (ORGANISATION,)
    cells = truth.editions[wave].cells
    return [
        team.id
        for team in truth.waves[wave].teams
        if isinstance(cells.get(CellKey(view, node, team.id)), Shown)
    ]


def _teams_of(wave: Wave, groups: Iterable[str]) -> dict[str, set[str]]:
    """The teams each group is made of: itself, a union's, or all below it."""
    parents = wave.parents()
    inside: dict[str, set[str]] = {}
    for team in wave.teams:
        here: str | None = team.id
        while here is not None:
            inside.setdefault(here, set()).add(team.id)
            here = parents[here]
    return {
        group: set().union(*(inside.get(one, ()) for one in group.split(UNION)))
        for group in groups
    }


def _marks(guard: Guard) -> dict[str, str]:
    """For each folder, everything that decides about its files but their content."""
    base = digest_of(
        # what an older gate let pass is looked at again
        code(),
        plainly(guard.forbidden),
        sorted(guard.known.items()),
        sorted(guard.truth.fixed),
        sorted(guard.truth.stated),
    )
    return {
        folder: digest_of(
            base,
            sorted(guard.may_name.get(folder, ())),
            sorted(guard.own.get(folder, {}).items()),
            guard.folders.get(folder),
            guard.lies.get(folder),
        )
        for folder in ("", PLAYBOOK, *guard.folders)
    }


def _mark(
    name: str,
    data: bytes,
    mark: str,
    counters: Mapping[str, Source],
    guard: Guard,
    folder: str,
) -> str:
    """Equal only where the file and all that decides about it are the same."""
    expected = (
        [
            (counter, *expectation(source, guard.truth, guard.folders[folder]))
            for counter, source in sorted(counters.items())
        ]
        if folder in guard.folders
        else []
    )
    return digest_of(name, hashlib.sha256(data).hexdigest(), mark, expected)


def _remembered(kept: Path | None) -> dict[str, _File]:
    if kept is None:
        return {}
    try:
        record = json.loads(kept.read_text(encoding="utf-8"))
        return {
            name: _File(
                file[0],
                tuple((link, line, column) for link, line, column in file[1]),
                tuple(file[2]),
                file[3],
                file[4],
            )
            for name, file in record["files"].items()
        }
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return {}


def _remember(kept: Path, clean: Mapping[str, _File]) -> None:
    record = {
        "format": 1,
        "files": {
            name: [file.mark, file.links, file.counters, file.language, file.frame]
            for name, file in sorted(clean.items())
        },
    }
    write_if_changed(kept, json.dumps(record, separators=(",", ":")) + "\n")
