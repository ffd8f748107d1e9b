"""Run mkdocs or Zensical as a program of its own, and make its result repeatable."""

from __future__ import annotations

import gzip
import hashlib
import importlib.metadata
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from generator.errors import Exit, Problem, Problems, refuse
from generator.website.files import files_below, tree_digest, write_if_changed
from generator.website.stamp import BODY_MARK, SKELETON, TITLE_MARK

ENGINES = {
    "mkdocs": ("mkdocs", "material"),
    "zensical": ("zensical",),
}
"""Engine to the modules it needs, looked for and never imported."""

_PARTS = (
    "markdown",
    "mkdocs",
    "mkdocs-material",
    "pygments",
    "pymdown-extensions",
    "zensical",
)
_NORMAL_FORM = "3"
"""Raised when what is done to the result changes, so that it is done again."""


def engine_version(engine: str) -> str:
    """Every version that shapes the result, for the fingerprint of a build."""
    versions = [engine, _NORMAL_FORM]
    for part in _PARTS:
        try:
            versions.append(f"{part} {importlib.metadata.version(part)}")
        except importlib.metadata.PackageNotFoundError:
            continue
    return ", ".join(versions)


def check_engine(engine: str) -> None:
    """Refuse an engine that is unknown or not installed, in words."""
    if engine not in ENGINES:
        raise refuse(
            "engine-unknown",
            f"there is no engine called {engine}",
            f"use one of: {', '.join(sorted(ENGINES))}",
            exit_code=Exit.USAGE,
        )
    missing = [m for m in ENGINES[engine] if importlib.util.find_spec(m) is None]
    if missing:
        package = {"mkdocs": "mkdocs-material", "zensical": "zensical>=0.0.73"}[engine]
        raise refuse(
            "engine-missing",
            f"the engine {engine} is not installed for this Python",
            f'install it with: {Path(sys.executable).name} -m pip install "{package}"',
            exit_code=Exit.MACHINE,
        )


def run_engine(
    engine: str,
    folder: Path,
    *,
    epoch: int,
    inputs: Sequence[Path] = (),
    origins: Mapping[str, str] | None = None,
) -> bool:
    """Build `folder/docs` with `folder/mkdocs.yml` into `folder/site`.

    Nothing is run when the staged tree, the configuration, the `inputs` beside them,
    the engine and the date are those of the last time. The skeleton for stamped pages
    lies beside the site as `skeleton.html`. `origins` tells which file of the author a
    staged page was copied from, for messages. Returns whether the engine was run.
    """
    check_engine(engine)
    site = folder / "site"
    record = folder / "engine.json"
    mark = _fingerprint(engine, folder, epoch, inputs)
    if _unchanged(record, mark, site, folder / "skeleton.html"):
        return False
    record.unlink(missing_ok=True)
    shutil.rmtree(site, ignore_errors=True)
    shutil.rmtree(folder / ".cache", ignore_errors=True)
    _run(engine, folder, epoch, origins or {})
    _normalise(site, folder)
    write_if_changed(
        record,
        json.dumps({"inputs": mark, "site": tree_digest(site)}, indent=2) + "\n",
    )
    return True


def _fingerprint(engine: str, folder: Path, epoch: int, inputs: Sequence[Path]) -> str:
    total = hashlib.sha256()
    total.update(f"{engine_version(engine)}|{epoch}|".encode())
    total.update(tree_digest(folder / "docs").encode())
    total.update((folder / "mkdocs.yml").read_bytes())
    for place in inputs:
        if place.is_dir():
            total.update(tree_digest(place).encode())
        elif place.is_file():
            total.update(place.read_bytes())
    return total.hexdigest()


def _unchanged(record: Path, mark: str, site: Path, skeleton: Path) -> bool:
    try:
        last = json.loads(record.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return (
        isinstance(last, dict)
        and last.get("inputs") == mark
        and skeleton.is_file()
        and last.get("site") == tree_digest(site)
    )


def _run(engine: str, folder: Path, epoch: int, origins: Mapping[str, str]) -> None:
    command = [sys.executable, "-m", engine, "build", "--strict", "-f", "mkdocs.yml"]
    environment = dict(
        os.environ,
        SOURCE_DATE_EPOCH=str(epoch),
        NO_MKDOCS_2_WARNING="1",
        PYTHONUTF8="1",
        PYTHONHASHSEED="0",
        NO_COLOR="1",
        TZ="UTC",
    )
    done = subprocess.run(  # noqa: S603 (our own interpreter, fixed arguments)
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode == 0 and (folder / "site" / "index.html").is_file():
        return
    output = re.sub(r"\x1b\[[0-9;]*m", "", f"{done.stdout}\n{done.stderr}")
    raise Problems(_problems(folder, output, origins) or [_failed(engine, output)])


_MKDOCS = re.compile(r"^WARNING\s+-\s+Doc file '(?P<page>[^']+\.md)' (?P<what>.*)$")
_ZENSICAL = re.compile(
    r"^Warning: (?P<what>.*)\n.*\[ (?P<page>\S+\.md):(?P<line>\d+):(?P<column>\d+) \]",
    re.MULTILINE,
)


def _problems(folder: Path, output: str, origins: Mapping[str, str]) -> list[Problem]:
    """Warnings of either engine that name a page, as problems of that page."""
    found = []
    for line in output.splitlines():
        told = _MKDOCS.match(line.strip())
        if told:
            found.append((told["page"], 0, 0, told["what"]))
    for told in _ZENSICAL.finditer(output):
        place = int(told["line"]), int(told["column"])
        source = folder / "docs" / told["page"]
        found.append(
            (told["page"], *place, f"{told['what']}: {_line(source, place[0])}")
        )
    return [
        Problem(
            origins.get(page, f"{folder.parent.name}/{folder.name}/docs/{page}"),
            line,
            column,
            "page-link",
            what,
            "mend this page; if it is made from a framework, mend the text there",
        )
        for page, line, column, what in found
    ]


def _line(path: Path, number: int) -> str:
    try:
        return path.read_text(encoding="utf-8").splitlines()[number - 1].strip()
    except (OSError, IndexError):
        return ""


def _failed(engine: str, output: str) -> Problem:
    told = [line.strip() for line in output.splitlines() if line.strip()]
    telling = [
        line
        for line in told
        if not line.startswith(("File ", "INFO", "Traceback", "^", "~"))
    ]
    return Problem(
        "mkdocs.yml",
        0,
        0,
        "engine-failed",
        f"{engine} could not build the pages: " + " / ".join(telling[-12:]),
        "if the text above names a page, mend that page in site_src/; if it names a "
        "setting, mend it in mkdocs.yml",
    )


def _normalise(site: Path, folder: Path) -> None:
    """Take out dates, maps and whatever else is not the same on every machine."""
    skeleton = site / f"{SKELETON}.html"
    html = skeleton.read_text(encoding="utf-8")
    skeleton.unlink()
    for path in files_below(site):
        name = path.relative_to(site).as_posix()
        if name.endswith(".map") or name in {"404.html", "sitemap.xml.gz"}:
            path.unlink()
        elif path.suffix == ".html":
            _rewrite(path, _accessible)
        elif path.suffix in {".js", ".css"}:
            _rewrite(path, _without_source_map)
    _normalise_sitemap(site / "sitemap.xml")
    for index in (site / "search.json", site / "search" / "search_index.json"):
        _normalise_search(index)
    _refuse_traces(site)
    write_if_changed(folder / "skeleton.html", _accessible(html))


def _rewrite(path: Path, change: Callable[[str], str]) -> None:
    before = path.read_text(encoding="utf-8")
    after = change(before)
    if after != before:
        write_if_changed(path, after)


def _accessible(html: str) -> str:
    """A name for the search dialog; no link that makes scripts ask for a sitemap."""
    html = re.sub(r'[ \t]*<link rel="alternate"[^>]*>\s*?\n', "", html)
    name = re.search(r'<input[^>]*name="query"[^>]*aria-label="([^"]+)"', html)
    return re.sub(
        r'(<div class="md-search"[^>]*role="dialog")(?![^>]*aria-label)',
        rf'\1 aria-label="{name[1] if name else "Search"}"',
        html,
    )


def _without_source_map(text: str) -> str:
    return re.sub(r"\n?(//|/\*)[#@] sourceMappingURL=[^\n*]*(\*/)?\s*$", "\n", text)


def _normalise_sitemap(path: Path) -> None:
    if not path.is_file():
        return
    text = re.sub(r"\s*<lastmod>[^<]*</lastmod>", "", path.read_text(encoding="utf-8"))
    entries = re.findall(r"<url>.*?</url>", text, re.DOTALL)
    kept = [entry for entry in entries if f"/{SKELETON}.html" not in entry]
    if not kept:
        path.unlink()
        return
    for entry in set(entries) - set(kept):
        text = text.replace(entry, "")
    write_if_changed(path, text)
    write_if_changed(
        path.with_name("sitemap.xml.gz"), gzip.compress(text.encode(), mtime=0)
    )


def _normalise_search(path: Path) -> None:
    """One order for the search index, and the copy used where there is no server."""
    if not path.is_file():
        return
    index = json.loads(path.read_text(encoding="utf-8"))
    key = "items" if "items" in index else "docs"
    index[key] = sorted(
        index[key], key=lambda entry: str(entry["location"]).partition("#")[0]
    )
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    write_if_changed(path, text)
    script = path.with_suffix(".js")
    if script.is_file():
        start = script.read_text(encoding="utf-8").partition("{")[0]
        write_if_changed(script, start + text)


def _refuse_traces(site: Path) -> None:
    for path in files_below(site):
        data = path.read_bytes()
        if TITLE_MARK.encode() in data or BODY_MARK.encode() in data:
            name = path.relative_to(site).as_posix()
            raise refuse(
                "skeleton-trace",
                f"the empty page for results left a trace in {name}",
                "keep `search` without options that index every page, and leave the "
                "page pb-skeleton.md out of your own nav",
                path="mkdocs.yml",
            )
