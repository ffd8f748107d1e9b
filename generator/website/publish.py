"""Putting a site in place: whole versions, one pointer, and the way back.

    published/
      site -> versions/0007     what a web server shows
      versions/0005 0006 0007   the last few sites, whole
      versions/0007.json        when, from what, and its digest

A version is written beside the others, goes through the gate, and is then named by one
rename: whoever is stopped, at whatever moment, leaves the old site or the new one.
"""

from __future__ import annotations

import contextlib
import datetime
import functools
import json
import os
import posixpath
import re
import shutil
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.errors import Exit, refuse
from generator.website.audiences import PLAYBOOK, Folder, folder_of, may_follow
from generator.website.files import (
    files_below,
    remove_leftovers,
    swap,
    tree_digest,
    write_if_changed,
)

SITE = "site"
"""What a web server shows, below the folder that is published to."""

VERSIONS = "versions"
RECORD_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Version:
    """One site that was published."""

    number: int
    digest: str
    """SHA-256 over all its files."""
    published: str
    """When, UTC."""
    current: bool = False
    """Whether it is the one in place."""


Check = Callable[[Path], object]
"""The gate: refuses a folder by raising `Problems`."""


def place(
    site: Path,
    target: Path,
    *,
    lies: Mapping[str, str],
    folders: Collection[str],
    check: Check,
    now: datetime.datetime,
    keep: int = 5,
    copy: bool = False,
) -> tuple[Version, bool]:
    """Make `site` the one in place below `target`; whether anything changed.

    Args:
        site: the built site.
        target: the folder that is published to.
        lies: folder with results to where it lies once published.
        folders: every folder with results.
        check: the gate; it sees the site as it will lie there.
        now: the moment, for the record.
        keep: versions that stay for rolling back, this one among them.
        copy: put a copy in place, where links between folders are not understood.
    """
    _check_target(target)
    shelf = target / VERSIONS
    shelf.mkdir(parents=True, exist_ok=True)
    _tidy(target)
    fresh = shelf / f".new-{os.getpid()}"
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        arrange(site, fresh, lies=lies, folders=folders)
        check(fresh)
        digest = tree_digest(fresh)
        here = versions(target)
        now_in_place = next((one for one in here if one.current), None)
        if now_in_place and now_in_place.digest == digest:
            return now_in_place, False
        number = max((one.number for one in here), default=0) + 1
        version = Version(number, digest, f"{now:%Y-%m-%d %H:%M:%S}", current=True)
        _write_record(shelf, version)
        fresh.replace(shelf / _name(number))
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    _point(target, number, copy=copy)
    forget_versions(target, keep)
    return version, True


def roll_back(
    target: Path, *, check: Check, copy: bool = False
) -> tuple[Version, Version]:
    """Put the version before the current one in place; the one it was, and is.

    Raises:
        Problems: there is none, or it is no longer what was published.
    """
    _check_target(target)
    _tidy(target)
    here = versions(target)
    current = next((one for one in here if one.current), None)
    earlier = [one for one in here if current and one.number < current.number]
    if current is None or not earlier:
        raise refuse(
            "publish-no-version",
            f"there is no earlier version in {target.name}",
            "'baseline publish --list' names the versions that are kept",
        )
    version = earlier[-1]
    folder = target / VERSIONS / _name(version.number)
    if tree_digest(folder) != version.digest:
        raise refuse(
            "publish-edited",
            f"version {version.number} is no longer what was published",
            "somebody changed files there: build and publish again instead",
            path=folder.name,
            exit_code=Exit.UNSAFE,
        )
    check(folder)
    _point(target, version.number, copy=copy)
    return current, version


def versions(target: Path) -> list[Version]:
    """Every version kept below `target`, oldest first."""
    shelf = target / VERSIONS
    current = _current(target)
    found = []
    for path in sorted(shelf.glob("*.json")) if shelf.is_dir() else ():
        if not (shelf / path.stem).is_dir():
            continue
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
            found.append(
                Version(
                    int(record["number"]),
                    str(record["digest"]),
                    str(record["published"]),
                    path.stem == current,
                )
            )
        except (ValueError, KeyError, TypeError):
            continue
    return sorted(found, key=lambda one: one.number)


def forget_versions(target: Path, keep: int) -> None:
    """Delete older versions; the one in place always stays."""
    here = versions(target)
    shelf = target / VERSIONS
    for one in here[: max(0, len(here) - max(1, keep))]:
        if not one.current:
            # without its folder a record counts for nothing
            shutil.rmtree(shelf / _name(one.number), ignore_errors=True)
            (shelf / f"{_name(one.number)}.json").unlink(missing_ok=True)


def _name(number: int) -> str:
    return f"{number:04d}"


def _write_record(shelf: Path, version: Version) -> None:
    record = {
        "format": RECORD_FORMAT,
        "number": version.number,
        "digest": version.digest,
        "published": version.published,
    }
    write_if_changed(
        shelf / f"{_name(version.number)}.json", json.dumps(record, indent=1) + "\n"
    )


def _check_target(target: Path) -> None:
    """Refuse a folder that holds other things than published sites."""
    if not target.exists():
        return
    names = {path.name for path in target.iterdir()} if target.is_dir() else {"?"}
    strange = {name for name in names if not name.startswith(".")} - {SITE, VERSIONS}
    if strange or (names and VERSIONS not in names):
        raise refuse(
            "publish-place",
            f"{target.name} holds files that were not published from here",
            "name a new or empty folder with --to",
            exit_code=Exit.USAGE,
        )


def _tidy(target: Path) -> None:
    """Take away what an interrupted run left, and bring back what it moved aside."""
    remove_leftovers(target / SITE)
    shelf = target / VERSIONS
    for left in [*shelf.glob(".new-*"), *target.glob(".point-*")]:
        if left.is_symlink() or left.is_file():
            left.unlink()
        else:
            shutil.rmtree(left, ignore_errors=True)
    for folder in shelf.glob("[0-9]*"):
        if folder.is_dir() and not folder.with_suffix(".json").is_file():
            shutil.rmtree(folder, ignore_errors=True)
    for record in shelf.glob("[0-9]*.json"):
        if not record.with_suffix("").is_dir():
            record.unlink()


_MARK = ".published-version"


def _current(target: Path) -> str:
    site = target / SITE
    if site.is_symlink():
        return site.readlink().name
    with contextlib.suppress(OSError):
        return (target / _MARK).read_text(encoding="ascii").strip()
    return ""


def _point(target: Path, number: int, *, copy: bool) -> None:
    """Make a version the one in place, by one rename where the system knows links."""
    site = target / SITE
    if hasattr(os, "sync"):
        # files first, then the name: a machine that loses power has one or the other
        os.sync()
    if not copy and (site.is_symlink() or not site.exists()):
        link = target / f".point-{os.getpid()}"
        with contextlib.suppress(OSError, NotImplementedError):
            link.unlink(missing_ok=True)
            link.symlink_to(Path(VERSIONS) / _name(number), target_is_directory=True)
            link.replace(site)
            (target / _MARK).unlink(missing_ok=True)
            return
    fresh = target / f".{SITE}-new-{os.getpid()}"
    shutil.copytree(target / VERSIONS / _name(number), fresh)
    if site.is_symlink():
        site.unlink()
    swap(fresh, site)
    write_if_changed(target / _MARK, _name(number) + "\n")


def arrange(
    site: Path, fresh: Path, *, lies: Mapping[str, str], folders: Collection[str]
) -> None:
    """Copy a built site, each folder with results to where it lies once published."""
    for path in files_below(site):
        name = path.relative_to(site).as_posix()
        folder = folder_of(name, folders) or ""
        there = moved(name, folder, lies)
        (fresh / there).parent.mkdir(parents=True, exist_ok=True)
        if folder in folders and path.suffix == ".html":
            page = path.read_text(encoding="utf-8")
            text = _follow(page, name, folders, lies)
            (fresh / there).write_bytes(text.encode("utf-8"))
        else:
            shutil.copyfile(path, fresh / there)


def moved(name: str, folder: str, lies: Mapping[str, str]) -> str:
    """Where a file lies once published."""
    if folder not in lies:
        return name
    return lies[folder] + name.removeprefix(folder)


_HREF = re.compile(r'(\bhref=")([^"#?:]+)')


def _follow(
    page: str, name: str, folders: Collection[str], lies: Mapping[str, str]
) -> str:
    """The page with its links to other folders led to where they lie."""
    here = posixpath.dirname(name)
    own = folder_of(name, folders)

    def led(match: re.Match[str]) -> str:
        there = posixpath.normpath(posixpath.join(here, match[2]))
        folder = folder_of(there, folders) or ""
        if folder == own or folder not in lies:
            return match[0]
        start = posixpath.relpath(folder, here)
        return match[1] + match[2].replace(start, posixpath.relpath(lies[folder], here))

    return _HREF.sub(led, page)


_ANCHOR = re.compile(r'<a href="([^"#?:]+)[^"]*">(.*?)</a>', re.DOTALL)


def without_closed_doors(body: str, name: str, folders: Mapping[str, Folder]) -> str:
    """A page's body without links its readers may not follow; their words stay."""
    here = posixpath.dirname(name)
    own = folder_of(name, folders) or ""

    @functools.cache
    def open_to(address: str) -> bool:
        folder = folder_of(posixpath.normpath(posixpath.join(here, address)), folders)
        return folder is None or may_follow(folders, own, folder)

    def kept(match: re.Match[str]) -> str:
        return match[0] if open_to(match[1]) else match[2]

    return _ANCHOR.sub(kept, body)


def stand_alone(
    site: Path, out: Path, mine: Collection[str], folders: Collection[str]
) -> None:
    """Write one audience's part of the site as a folder that needs nothing else.

    Args:
        site: the built site.
        out: a new folder.
        mine: folders with results the audience may open.
        folders: every folder with results.
    """
    for path in files_below(site):
        name = path.relative_to(site).as_posix()
        folder = folder_of(name, folders)
        if folder == PLAYBOOK or folder in mine:
            (out / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, out / name)
