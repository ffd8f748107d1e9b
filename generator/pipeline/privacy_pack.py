"""The privacy pack of a wave: a folder and one ZIP, for those who decide about it."""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from generator import __version__
from generator.formats.privacy_pack import Component, Facts, PackFile, pack_files
from generator.model.instrument import Wave
from generator.pipeline.reading import Reading
from generator.pipeline.retention import last_kept_day

PACKAGE = "practice-baseline"
SEALING = "cryptography"
"""What the extra `seal` brings."""
VENDOR = Path(__file__).parents[1] / "static" / "vendor" / "THIRD_PARTY.json"


@dataclass(frozen=True, slots=True)
class WrittenPack:
    """What `privacy-pack` wrote."""

    wave: str
    frozen: bool
    folder: Path
    archive: Path
    files: tuple[Path, ...]


def write_pack(
    reading: Reading, wave: str | None = None, *, out: Path | None = None
) -> WrittenPack:
    """Write the pack of a wave, frozen or as today's files would freeze it.

    Args:
        reading: the survey.
        wave: which wave; the newest frozen one, or else the first that is planned.
        out: the folder; otherwise below `build/`.
    """
    facts = facts_of(reading, wave or _usual(reading))
    files = pack_files(facts)
    name = f"privacy-pack-{facts.wave.id}"
    folder = out or reading.places.build / "privacy-packs" / name
    written = []
    for file in files:
        path = folder.joinpath(*file.path.split("/"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
        written.append(path)
    archive = folder.with_name(f"{folder.name}.zip")
    archive.write_bytes(_zipped(files, folder.name, facts.wave.opens))
    return WrittenPack(facts.wave.id, facts.frozen, folder, archive, tuple(written))


def facts_of(reading: Reading, wave: str) -> Facts:
    """Everything the pack speaks of."""
    kept = next((each for each in reading.waves if each.id == wave), None)
    compiled = kept or reading.today(wave)
    settings = reading.survey.limesurvey if compiled.backend == "limesurvey" else None
    host = urlsplit(settings.url).hostname if settings else None
    return Facts(
        compiled,
        kept is not None,
        _before(reading, compiled),
        last_kept_day(compiled),
        host or "",
        bool(settings and settings.send_mails),
        __version__,
        tuple(components(sealed=bool(compiled.privacy.seal))),
    )


def components(*, sealed: bool = False) -> Iterator[Component]:
    """Parts by others: what is installed for this program, and what pages ship with.

    Packages for checking, testing and other extras are not among them.

    Args:
        sealed: whether answers are sealed, which takes one package more.
    """
    found: dict[str, Component] = {}
    waiting = [PACKAGE, *([SEALING] if sealed else [])]
    while waiting:
        name = _plain_name(waiting.pop())
        if name in found:
            continue
        try:
            metadata = importlib.metadata.metadata(name)
        except importlib.metadata.PackageNotFoundError:
            # needed on another system only, or left out on purpose
            continue
        found[name] = Component(
            metadata["Name"], metadata["Version"], _licence(metadata), "installed"
        )
        waiting += [
            need
            for need in importlib.metadata.requires(name) or ()
            if "extra ==" not in need.replace("'", '"').replace('extra=="', "extra ==")
        ]
    del found[PACKAGE]
    for each in json.loads(VENDOR.read_text(encoding="utf-8")):
        found[f"~{each['package']}"] = Component(
            each["package"], each["version"], each["licence"], "shipped"
        )
    yield from (found[name] for name in sorted(found))


def _licence(metadata: importlib.metadata.PackageMetadata) -> str:
    """The licence in a few words, wherever a package states it."""
    stated = ", ".join(metadata.get_all("License-Expression") or ())
    if not stated:
        marks = [
            each.rpartition(" :: ")[2]
            for each in metadata.get_all("Classifier") or ()
            if each.startswith("License :: ") and each != "License :: OSI Approved"
        ]
        stated = ", ".join(sorted(set(marks)))
    first = (stated or "".join(metadata.get_all("License") or ())).strip().splitlines()
    return first[0].strip()[:60] if first else ""


def _plain_name(requirement: str) -> str:
    """The package of a requirement, such as `click` of `click>=8.1`."""
    found = re.match(r"[A-Za-z0-9._-]+", requirement.strip())
    name = found.group() if found else requirement
    return re.sub(r"[-_.]+", "-", name).lower()


def _usual(reading: Reading) -> str:
    planned = [plan.id for plan in reading.survey.waves]
    frozen = [wave.id for wave in reading.waves]
    waiting = [wave for wave in planned if wave not in frozen]
    return frozen[-1] if frozen else waiting[0]


def _before(reading: Reading, wave: Wave) -> Wave | None:
    """The frozen wave before this one."""
    earlier = [
        each
        for each in reading.waves
        if each.id != wave.id and each.closes <= wave.opens
    ]
    return earlier[-1] if earlier else None


def _zipped(files: list[PackFile], folder: str, opens: dt.datetime) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            entry = zipfile.ZipInfo(
                f"{folder}/{file.path}", (opens.year, opens.month, opens.day, 12, 0, 0)
            )
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, file.content, compresslevel=6)
    return out.getvalue()
