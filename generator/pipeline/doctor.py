"""What this machine has, and what is missing for which command."""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import importlib.util
import os
import shutil
import sqlite3
import stat
import sys
import time
import zoneinfo
from collections.abc import Callable
from pathlib import Path

from generator.errors import Problems
from generator.machine.observation import Observation, State
from generator.pipeline.places import Places
from generator.pipeline.reading import Reading, choose
from generator.pipeline.retention import due_waves
from generator.sources.project import load_project
from generator.store.keys import benchmark_key_file, benchmark_public_file

ENOUGH_SPACE = 500_000_000
"""Bytes that a site, its staging and a backup need with room to spare."""

OLDEST_SQLITE = (3, 35, 0)
"""First release with `RETURNING` and `DROP COLUMN`."""


def examine_limesurvey(
    reading: Reading, now: Callable[[], dt.datetime]
) -> list[Observation]:
    """Everything `baseline doctor --limesurvey` looks at; changes nothing there."""
    from generator.backends.limesurvey.checkup import examine as examine_server
    from generator.backends.limesurvey.record import read_record, record_path

    var = reading.places.var
    records = {
        wave.id: record
        for wave in reading.waves
        if (record := read_record(record_path(var, wave.survey, wave.id)))
    }
    return examine_server(reading.survey, var, records, now=now, sleep=time.sleep)


def examine(root: Path | None) -> list[Observation]:
    """Everything `baseline doctor` looks at; changes nothing."""
    found = [_python(), _sqlite(), _packages(), *_engines(), _timezones()]
    if root is None:
        found.append(
            Observation(
                "project", "note", "none found here; 'baseline init NAME' writes one"
            )
        )
        return found
    places = Places(root)
    found.append(Observation("project", "good", str(root)))
    found.append(_space(root))
    found.append(_writable(places))
    if places.var.exists():
        found.append(_private(places))
        found.append(_peer_key(places))
    return found


def examine_retention(root: Path, now: Callable[[], dt.datetime]) -> list[Observation]:
    """Until when personal data may be here, for every wave that still has some."""
    try:
        project = load_project(root)
        kept = [
            one
            for name in sorted(project.surveys)
            for one in due_waves(choose(project, name), now)
        ]
    except Problems:
        # what is wrong with the files is told by `check`
        return []
    return [
        Observation(
            "retention",
            "note" if one.over or one.soon else "good",
            f"{one}: run 'baseline forget --due'" if one.over else str(one),
        )
        for one in kept
    ]


def _python() -> Observation:
    version = ".".join(map(str, sys.version_info[:3]))
    good = sys.version_info >= (3, 11)
    return Observation(
        "python",
        "good" if good else "bad",
        version if good else f"{version}; 3.11 or newer is needed",
    )


def _sqlite() -> Observation:
    good = sqlite3.sqlite_version_info >= OLDEST_SQLITE
    needed = ".".join(map(str, OLDEST_SQLITE))
    return Observation(
        "sqlite",
        "good" if good else "bad",
        sqlite3.sqlite_version
        if good
        else f"{sqlite3.sqlite_version}; {needed} or newer is needed",
    )


def _packages() -> Observation:
    names = ("pydantic", "PyYAML", "Jinja2", "starlette", "uvicorn", "openpyxl")
    missing = []
    for name in names:
        try:
            importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            missing.append(name)
    if missing:
        return Observation("packages", "bad", f"missing: {', '.join(missing)}")
    import yaml

    if not hasattr(yaml, "CSafeLoader"):
        return Observation(
            "packages", "note", "PyYAML has no C parser here; large files load slowly"
        )
    return Observation("packages", "good", "all installed")


def _engines() -> list[Observation]:
    found = []
    for name, package, needed in (
        ("mkdocs", "mkdocs-material", True),
        ("zensical", "zensical", False),
    ):
        try:
            version = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            state: State = "bad" if needed else "note"
            words = "not installed" + ("" if needed else "; not needed")
            found.append(Observation(f"engine {name}", state, words))
        else:
            found.append(Observation(f"engine {name}", "good", f"{package} {version}"))
    return found


def _timezones() -> Observation:
    try:
        zoneinfo.ZoneInfo("Europe/Berlin")
    except zoneinfo.ZoneInfoNotFoundError:
        return Observation(
            "time zones", "bad", "no time zone data; install the package tzdata"
        )
    return Observation("time zones", "good", "known")


def _space(root: Path) -> Observation:
    free = shutil.disk_usage(root).free
    words = f"{free // 1_000_000:,} MB free".replace(",", " ")
    return Observation("disk", "good" if free > ENOUGH_SPACE else "note", words)


def _writable(places: Places) -> Observation:
    refused = [
        folder.name
        for folder in (places.root, places.var, places.build, places.dist)
        if folder.exists() and not os.access(folder, os.W_OK)
    ]
    if refused:
        return Observation("rights", "bad", f"cannot write in: {', '.join(refused)}")
    return Observation("rights", "good", "the project can be written")


def _peer_key(places: Places) -> Observation:
    """The key that peers know this organisation by."""
    from generator.machine.signing import fingerprint, spelled

    public = benchmark_public_file(places.var)
    if not public.exists():
        words = "none yet; made with the first 'baseline benchmark export'"
        return Observation("peer key", "note", words)
    if not benchmark_key_file(places.var).exists():
        words = "benchmark.key is gone: bring back var/keys from a backup"
        return Observation("peer key", "bad", words)
    try:
        digits = fingerprint(public.read_text(encoding="ascii").strip())
    except ValueError:
        words = "benchmark.pub cannot be read: bring back var/keys from a backup"
        return Observation("peer key", "bad", words)
    return Observation("peer key", "good", spelled(digits))


def _private(places: Places) -> Observation:
    if os.name != "posix":
        return Observation(
            "privacy", "note", "check that only you can read the folder var/"
        )
    open_to_others = [
        path.relative_to(places.root).as_posix()
        for path in sorted([places.var, *places.var.rglob("*")])
        if stat.S_IMODE(path.stat().st_mode) & 0o077
        and (path.is_dir() or path.suffix != "")
    ]
    if open_to_others:
        shown = ", ".join(open_to_others[:3])
        return Observation(
            "privacy", "bad", f"others on this machine can read: {shown}"
        )
    return Observation("privacy", "good", "var/ can be read by you alone")
