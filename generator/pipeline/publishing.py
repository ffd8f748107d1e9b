"""From the built site to the folder that people open: publish, roll back, protect."""

from __future__ import annotations

import datetime as dt
import html
import re
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.errors import Exit, refuse
from generator.pipeline.gate import audiences, guard_of
from generator.pipeline.places import Places
from generator.pipeline.reading import Reading, choose
from generator.pipeline.site import (
    NOTHING,
    drawn_from,
    read_drawn_from,
    read_manifest,
    released_of,
)
from generator.sources.project import Project, load_project
from generator.sources.wavefile import read_published
from generator.store.addresses import generations, keep_generations
from generator.store.keys import known_site_key, site_key
from generator.store.locking import writer_lock
from generator.website.audiences import Folder, address
from generator.website.config import published_to
from generator.website.gate import Guard, hold, search
from generator.website.publish import (
    SITE,
    Version,
    forget_versions,
    place,
    roll_back,
    stand_alone,
    versions,
)
from generator.website.servers import inline_scripts, snippet


@dataclass(frozen=True, slots=True)
class Door:
    """One folder with results, as it was published."""

    folder: str
    address: str
    """Where it lies below the site; empty before the first time, in a dry run."""
    readers: tuple[str, ...]
    """Audiences that may open it."""


@dataclass(frozen=True, slots=True)
class Published:
    """What `publish` did."""

    site: Path
    """What a web server shows."""
    version: Version | None
    """None where nothing was put in place."""
    changed: bool
    doors: tuple[Door, ...]
    files: int
    """Files the gate has read."""


def publish(
    root: Path,
    now: Callable[[], dt.datetime],
    *,
    survey: str | None = None,
    site: Path | None = None,
    to: Path | None = None,
    keep: int = 5,
    rotate: Sequence[str] = (),
    copy: bool = False,
    dry_run: bool = False,
    wait: float = 0,
) -> Published:
    """Take the built site through the gate once more and put it in place.

    Args:
        root: the project's folder.
        now: the clock.
        survey: which survey, where the project has several.
        site: the built site; `dist/` where not given.
        to: the folder to publish to; `mkdocs.yml` may name one, else `published/`.
        keep: versions that stay for rolling back.
        rotate: audiences whose folders get a new address.
        copy: put a real folder in place, not a link.
        dry_run: everything but writing.
        wait: seconds to wait for another program that is writing.

    Raises:
        Problems: the gate has found something, or the store is not the one the site
            was built from; exit code 4, and nothing has changed.
    """
    places = Places(root)
    project, reading = _open(root, survey)
    built = _built(site or places.dist)
    guard = _guard(project, reading, built)
    target = to or published_to(root)
    with writer_lock(places.var, wait=wait):
        key = known_site_key(places.var) if dry_run else site_key(places.var)
        turned = _own_folders(rotate, guard.folders)
        known = (
            {f: n + (f in turned) for f, n in _known(places, guard.folders).items()}
            if dry_run
            else keep_generations(places.var, guard.folders, turned)
        )
        here = {
            path: address(path, key, known[path]) if key else ""
            for path in guard.folders
            if (built / path).is_dir()
        }
        guard = replace(guard, lies=here)
        doors = tuple(
            Door(path, there, guard.folders[path].readers)
            for path, there in here.items()
        )
        if dry_run:
            return _rehearse(built, target, guard, doors)
        read = 0

        def check(folder: Path) -> None:
            nonlocal read
            read = hold(folder, guard)

        version, changed = place(
            built,
            target,
            lies=here,
            folders=tuple(guard.folders),
            check=check,
            now=now(),
            # an older version would bring back an address that was given up
            keep=1 if turned else keep,
            copy=copy,
        )
        if turned:
            forget_versions(target, 1)
    return Published(target / SITE, version, changed, doors, read)


def _rehearse(
    built: Path, target: Path, guard: Guard, doors: tuple[Door, ...]
) -> Published:
    """The gate alone, on the site as it was built."""
    read = hold(built, replace(guard, lies={}))
    return Published(target / SITE, None, False, doors, read)


def rollback(
    root: Path,
    *,
    survey: str | None = None,
    to: Path | None = None,
    copy: bool = False,
    wait: float = 0,
) -> tuple[Version, Version]:
    """Put the version before the current one in place; the one it was, and is."""
    project, reading = _open(root, survey)
    places = Places(root)
    guard = guard_of(project, reading, NOTHING, {})
    with writer_lock(places.var, wait=wait):
        return roll_back(
            to or published_to(root),
            check=lambda folder: search(folder, guard),
            copy=copy,
        )


def kept_versions(root: Path, to: Path | None = None) -> list[Version]:
    """Every version kept, oldest first."""
    return versions(to or published_to(root))


def standalone(
    root: Path,
    audience: str,
    out: Path,
    *,
    survey: str | None = None,
    site: Path | None = None,
) -> int:
    """Write what one audience may see as a folder that needs nothing else.

    It goes through the gate like the whole; how many pages with results it holds.
    """
    project, reading = _open(root, survey)
    built = _built(site or Places(root).dist)
    guard = _guard(project, reading, built)
    mine = _open_to(audience, guard.folders)
    if out.exists() and any(out.iterdir()):
        raise refuse(
            "publish-place",
            f"the folder {out.name} is not empty",
            "name a new folder with --to",
            exit_code=Exit.USAGE,
        )
    fresh = out.with_name(f".{out.name}-new")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        stand_alone(built, fresh, mine, tuple(guard.folders))
        hold(fresh, guard)
        # made of titles the gate has just read
        (fresh / "index.html").write_bytes(_front(built, mine).encode("utf-8"))
        if out.exists():
            out.rmdir()
        fresh.replace(out)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return sum(1 for folder in mine for _ in (out / folder).rglob("*.html"))


def server_snippet(
    root: Path,
    server: str,
    *,
    survey: str | None = None,
    to: Path | None = None,
    site: Path | None = None,
) -> str:
    """What a web server must be told to protect the published site."""
    places = Places(root)
    project, reading = _open(root, survey)
    folders = audiences(project, reading)
    target = to or published_to(root)
    built = site or (target / SITE if (target / SITE).exists() else places.dist)
    with writer_lock(places.var):
        key = site_key(places.var)
        known = _known(places, folders)
    here = {path: address(path, key, known[path]) for path in folders}
    shown = {
        path: folder
        for path, folder in folders.items()
        if (built / here[path]).is_dir() or (built / path).is_dir()
    }
    return snippet(
        server, str((target / SITE).absolute()), shown, here, inline_scripts(built)
    )


def _open(root: Path, survey: str | None) -> tuple[Project, Reading | None]:
    project = load_project(root)
    reading = choose(project, survey) if project.surveys else None
    if reading is not None and not reading.places.store.exists():
        gone = [
            wave.id
            for wave in reading.waves
            if read_published(reading.places.wave(wave.survey, wave.id))
        ]
        if gone:
            raise refuse(
                "store-missing",
                f"released results are not on this machine ({', '.join(gone)}), so "
                "nobody can say whether the site is what was released",
                "bring them back with 'baseline restore ARCHIVE'",
                exit_code=Exit.UNSAFE,
            )
    return project, reading


def _built(site: Path) -> Path:
    if not (site / "playbook" / "index.html").is_file():
        raise refuse(
            "publish-not-built",
            f"there is no built site in {site.name}",
            "run 'baseline build' first, or name the folder with --from",
            exit_code=Exit.USAGE,
        )
    return site


def _guard(project: Project, reading: Reading | None, built: Path) -> Guard:
    """What the gate must know; the store must be the one the site was built from."""
    places = Places(project.root)
    folders = audiences(project, reading)
    if not any((built / path).is_dir() for path in folders):
        return guard_of(project, reading, NOTHING, {})
    released = released_of(project, reading) if reading else NOTHING
    if drawn_from(released) != read_drawn_from(places):
        raise refuse(
            "publish-outdated",
            "what is released has changed since the site was built: a wave, or a "
            "team's statement",
            "run 'baseline build', look at it, and publish then",
            exit_code=Exit.UNSAFE,
        )
    return guard_of(project, reading, released, read_manifest(places))


def _known(places: Places, folders: Mapping[str, Folder]) -> dict[str, int]:
    known = generations(places.var)
    return {path: known.get(path, 1) for path in folders}


def _own_folders(named: Sequence[str], folders: Mapping[str, Folder]) -> list[str]:
    """The folder each name stands for: `leaders`, `teams/oncology` or `oncology`."""
    found = []
    for name in named:
        own = [path for path in folders if name in (path, path.rpartition("/")[2])]
        found += own or _unknown(name, [path.rpartition("/")[2] for path in folders])
    return sorted(set(found))


def _open_to(audience: str, folders: Mapping[str, Folder]) -> list[str]:
    """Every folder an audience may open."""
    mine = [path for path, folder in folders.items() if audience in folder.readers]
    readers = {who for folder in folders.values() for who in folder.readers}
    return mine or _unknown(audience, readers)


def _unknown(name: str, known: Iterable[str]) -> list[str]:
    raise refuse(
        "audience-unknown",
        f"there is no audience '{name}' with pages of its own",
        f"there are: {', '.join(sorted(set(known)))}",
        exit_code=Exit.USAGE,
    )


_TITLE = re.compile(r'<h1 id="pb-title">(.*?)</h1>', re.DOTALL)


def _front(built: Path, mine: Sequence[str]) -> str:
    """The page somebody opens first: ways to what is there, and nothing else."""
    ways = []
    for folder in [*mine, "playbook"]:
        index = built / folder / "index.html"
        if not index.is_file():
            continue
        title = _TITLE.search(index.read_text(encoding="utf-8"))
        words = title.group(1) if title else "Playbook"
        ways.append(f'<p><a href="{html.escape(folder)}/index.html">{words}</a></p>')
    listed = "\n".join(ways)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        '<meta name="robots" content="noindex, nofollow, noarchive">\n'
        "<title>Practice Baseline</title>\n</head>\n<body>\n<main>\n"
        f"<h1>Practice Baseline</h1>\n{listed}\n</main>\n</body>\n</html>\n"
    )
