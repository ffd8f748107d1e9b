"""The whole site: staged, run through the engine, stamped, and put in place at once."""

from __future__ import annotations

import datetime
import hashlib
import html
import os
import re
import shutil
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from generator.errors import Exit, Problem, Problems, refuse
from generator.model.framework import Framework
from generator.model.instrument import Wave
from generator.model.page import PlannedPage, StampedPage
from generator.model.survey import Organisation, Survey
from generator.pages.playbook import playbook_files, playbook_pages
from generator.website.audiences import PLAYBOOK, Folder, folders_of
from generator.website.config import SiteConfig, read_config, write_default
from generator.website.drawn import Drawn, Record, code, digest_of, put_back
from generator.website.engine import check_engine, run_engine
from generator.website.files import (
    files_below,
    remove_leftovers,
    swap,
)
from generator.website.gate import Guard, hold
from generator.website.publish import without_closed_doors
from generator.website.stage import Staged, stage
from generator.website.stamp import Skeleton


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build has made."""

    out: Path
    pages: int
    """Pages of the playbook, in all languages."""
    stamped: int
    """Pages with results."""
    files: int
    size: int
    """Bytes of all files."""
    engine_ran: bool
    """False where nothing the engine reads had changed."""
    warnings: tuple[Problem, ...] = ()


def build_site(
    root: Path,
    out: Path,
    *,
    frameworks: Sequence[Framework],
    surveys: Sequence[Survey] = (),
    waves: Sequence[Wave] = (),
    stamped: Iterable[PlannedPage] = (),
    guard: Guard | None = None,
    languages: Sequence[str] = ("en",),
    engine: str = "mkdocs",
    build: Path | None = None,
    commands: str = "",
) -> BuildReport:
    """Build the playbook once per language, stamp the rest, replace `out` at once.

    Args:
        root: the project's folder; a `mkdocs.yml` to start with is written where
            there is none, and `site_src/` may hold pages of its own.
        out: where the site goes; an interrupted build leaves what is there untouched.
        frameworks: the frameworks of the playbook, in the order shown.
        surveys: what is asked; the privacy page is made from it.
        waves: every frozen wave, oldest first; a wave compiled and not yet frozen does
            as well for the pages that show the questions.
        stamped: pages with results, in every language; each is drawn, stamped and
            written before the next, or taken from the last build. What their numbers
            are is written to `build/`, never to `out`.
        guard: what the gate holds the site against before it is put in place.
        languages: the first is the source language.
        engine: `mkdocs` or `zensical`.
        build: the folder for staged files; `root/build` where not given.
        commands: the reference of the commands in Markdown; with it the manual's
            reference pages are made.
    """
    check_engine(engine)
    build = build or root / "build"
    write_default(root, languages[0])
    config = read_config(root)
    pages = sorted(stamped, key=lambda page: (page.audience, page.path))
    folders = guard.folders if guard else folders_of(waves, _UNSAID)
    check_stamped(pages, folders, languages)
    check_place(out)
    epoch = site_date(frameworks, waves)
    staged = [
        stage(
            config,
            build / language,
            language,
            languages,
            playbook_pages(
                frameworks,
                surveys,
                waves,
                language,
                commands=commands if language == languages[0] else "",
                manual=(root / "site_src" / "manual" / "index.md").is_file(),
                source=languages[0],
            ),
            root / "site_src",
            files=playbook_files(frameworks, language),
        )
        for language in languages
    ]
    ran = False
    for one in staged:
        ran |= run_engine(
            engine,
            one.folder,
            epoch=epoch,
            inputs=_inputs(config),
            origins=one.origins,
        )
    out.parent.mkdir(parents=True, exist_ok=True)
    remove_leftovers(out)
    fresh = out.with_name(f".{out.name}-new-{os.getpid()}")
    try:
        _assemble(fresh, staged, languages, config)
        drawn = Drawn(build / "cells")
        drawn.begin()
        _stamp(fresh, out, staged, pages, folders, languages, drawn)
        if guard is not None:
            hold(fresh, replace(guard, manifest=drawn), kept=build / "gate.json")
        drawn.settle(f"{page.audience}/{page.path}" for page in pages)
        files = files_below(fresh)
        report = BuildReport(
            out,
            sum(len(one.pages) for one in staged),
            len(pages),
            len(files),
            sum(path.stat().st_size for path in files),
            ran,
            config.warnings,
        )
        swap(fresh, out)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return report


def _inputs(config: SiteConfig) -> list[Path]:
    return [config.path, *([config.custom_dir] if config.custom_dir else [])]


_UNSAID = Organisation(schema_version=1, teams=())
"""An organisation that says nothing about who sees what."""


def site_date(frameworks: Sequence[Framework], waves: Sequence[Wave]) -> int:
    """The date the engine is told: the newest wave's closing, else `released`."""
    if waves:
        return int(max(wave.closes for wave in waves).timestamp())
    if frameworks:
        day = max(framework.released for framework in frameworks)
        return int(
            datetime.datetime(
                day.year, day.month, day.day, tzinfo=datetime.UTC
            ).timestamp()
        )
    return 0


def check_place(out: Path) -> None:
    """Refuse to replace a folder that was not built by us."""
    if not out.exists():
        return
    if not out.is_dir():
        raise refuse(
            "site-place",
            f"{out.name} is a file, not a folder",
            "name another place for the site",
            exit_code=Exit.USAGE,
        )
    if any(out.iterdir()) and not (out / PLAYBOOK / "index.html").is_file():
        raise refuse(
            "site-place",
            f"the folder {out.name} holds files that are not a site built here",
            "name a new or empty folder: building replaces everything in it",
            exit_code=Exit.USAGE,
        )


def check_stamped(
    pages: Sequence[PlannedPage], folders: Collection[str], languages: Sequence[str]
) -> None:
    """Refuse results for nobody in particular: each audience must be known."""
    problems = []
    seen = set()
    for page in pages:
        place = PurePosixPath(page.audience, page.path)
        if page.audience not in folders:
            problems.append((place, f"there is no audience {page.audience}"))
        elif ".." in place.parts or PurePosixPath(page.path).is_absolute():
            problems.append((place, "its address leaves the folder of its audience"))
        elif place in seen:
            problems.append((place, "two pages have this address"))
        elif page.language not in languages:
            problems.append((place, f"the site has no language {page.language}"))
        seen.add(place)
    if problems:
        raise Problems(
            [
                Problem(
                    place.as_posix(),
                    0,
                    0,
                    "page-audience",
                    f"this page with results was not written: {why}",
                    "results may stand in the folder of an audience only, such as "
                    "leaders/, or teams/<team>/ for a team of a wave",
                )
                for place, why in problems
            ],
            Exit.UNSAFE,
        )


def _opened(page: StampedPage, folders: Mapping[str, Folder]) -> StampedPage:
    """The page with those links only that everybody who reads it may follow."""
    name = f"{page.audience}/{page.path}"
    return replace(page, body=without_closed_doors(page.body, name, folders))


def _assemble(
    fresh: Path,
    staged: Sequence[Staged],
    languages: Sequence[str],
    config: SiteConfig,
) -> None:
    """The playbook in every language, and the page that leads to them."""
    homes = _homes(languages)
    for one in staged:
        shutil.copytree(
            one.folder / "site", fresh / homes[one.language], dirs_exist_ok=True
        )
    _link_languages(fresh / PLAYBOOK, staged, languages)
    (fresh / "index.html").write_bytes(
        _landing(config.site_name, languages, homes).encode("utf-8")
    )


def _homes(languages: Sequence[str]) -> dict[str, str]:
    """The playbook's folder in each language; the first has no folder of its own."""
    return {
        language: f"{PLAYBOOK}/" if n == 0 else f"{PLAYBOOK}/{language}/"
        for n, language in enumerate(languages)
    }


def _stamp(
    fresh: Path,
    last: Path,
    staged: Sequence[Staged],
    pages: Sequence[PlannedPage],
    folders: Mapping[str, Folder],
    languages: Sequence[str],
    drawn: Drawn,
) -> None:
    """Every page with results: as the last build has left it, or drawn and stamped."""
    shells = {
        one.language: (one.folder / "skeleton.html").read_text(encoding="utf-8")
        for one in staged
    }
    homes = _homes(languages)
    skeletons = {
        language: Skeleton.read(shell, language, homes)
        for language, shell in shells.items()
    }
    around = digest_of(
        code(), sorted(shells.items()), languages, sorted(folders.items())
    )
    versions = _versions(pages)
    for page in pages:
        name = f"{page.audience}/{page.path}"
        place = fresh / name
        place.parent.mkdir(parents=True, exist_ok=True)
        others = versions[_without_language(page)]
        made_from = page.made_from
        if made_from:
            made_from = digest_of(around, made_from, name, others)
        if put_back(drawn.record(name), made_from, last / name, place):
            continue
        body, cells = page.draw()
        data = skeletons[page.language].stamp(_opened(body, folders), others)
        place.write_bytes(data)
        written = hashlib.sha256(data).hexdigest()
        drawn.keep(name, Record(made_from, written), cells)


def _without_language(page: PlannedPage) -> tuple[str, str]:
    stem = page.path.removesuffix(".html").removesuffix(f".{page.language}")
    return page.audience, stem


def _versions(pages: Sequence[PlannedPage]) -> dict[tuple[str, str], dict[str, str]]:
    """The languages each page exists in, with file names: they lie side by side."""
    found: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for page in pages:
        name = PurePosixPath(page.path).name
        found[_without_language(page)][page.language] = name
    return found


_OTHER = re.compile(
    r"<a\b(?=[^>]*\bmd-select__link\b)[^>]*\bhreflang=\"(?P<language>[^\"]+)\"[^>]*>"
)


def _link_languages(
    playbook: Path, staged: Sequence[Staged], languages: Sequence[str]
) -> None:
    """Let the language switch keep its place: to the same page where there is one."""
    if len(languages) < 2:
        return
    exist = {one.language: set(one.pages) for one in staged}
    for one in staged:
        folder = playbook if one.language == languages[0] else playbook / one.language
        for name in one.pages:
            path = folder / f"{name.removesuffix('.md')}.html"
            if not path.is_file():
                continue
            up = "../" * name.count("/")

            def there(
                match: re.Match[str],
                name: str = name,
                up: str = up,
                here: str = one.language,
            ) -> str:
                language = match["language"]
                if language not in exist:
                    return match.group(0)
                target = name if name in exist[language] else "index.md"
                out = "" if here == languages[0] else "../"
                into = "" if language == languages[0] else f"{language}/"
                link = up + (
                    target if language == here else out + into + target
                ).replace(".md", ".html")
                return re.sub(
                    r'href="[^"]*"', f'href="{link}"', match.group(0), count=1
                )

            before = path.read_text(encoding="utf-8")
            path.write_bytes(_OTHER.sub(there, before).encode("utf-8"))


_LANDING_WORDS = {
    "en": ("The playbook", "What good practice looks like, and how it is measured."),
    "de": (
        "Das Handbuch der Praxis",
        "Wie gute Praxis aussieht und wie sie gemessen wird.",
    ),
}


def _landing(name: str, languages: Sequence[str], homes: Mapping[str, str]) -> str:
    title = html.escape(name)
    links = "\n".join(
        f'<p lang="{language}"><a href="{homes[language]}index.html" '
        f'hreflang="{language}">{words[0]}</a><br>{words[1]}</p>'
        for language in languages
        for words in [_LANDING_WORDS.get(language, _LANDING_WORDS["en"])]
    )
    return f"""<!doctype html>
<html lang="{languages[0]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<link rel="icon" href="{PLAYBOOK}/assets/images/favicon.png">
<style>
html {{ background: #ffffff; color: #1f2430; }}
body {{ font: 1.1rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 12vh auto;
  padding: 0 1.25rem; }}
a {{ font-weight: 600; }}
@media (prefers-color-scheme: light) {{ a {{ color: #0b5c85; }} }}
@media (prefers-color-scheme: dark) {{
  html {{ background: #12161c; color: #e8ebf0; }}
  a {{ color: #8fd0f0; }}
}}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
{links}
</main>
</body>
</html>
"""
