"""The Markdown tree the engine builds: generated pages, and yours over them."""

from __future__ import annotations

import difflib
import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

import yaml

from generator.errors import Problem, Problems
from generator.model.page import MarkdownPage
from generator.website.config import NavEntry, SiteConfig, derived_config
from generator.website.files import delete_others, files_below, write_if_changed
from generator.website.stamp import SKELETON, SKELETON_PAGE

STATIC = Path(__file__).parents[1] / "static"
"""Styles and scripts of the site, with the vendored ones below `vendor/`."""

BLOCKS = "_blocks"
"""Folder in `site_src/` for parts of pages: `_blocks/<page>/<block>.md`."""

_BLOCK = re.compile(
    r"^<!-- block: ([a-z][a-z0-9-]*) -->\n(.*?)^<!-- /block -->\n?",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Staged:
    """One language, ready for the engine."""

    language: str
    folder: Path
    """Holds `mkdocs.yml` and `docs/`."""
    pages: tuple[str, ...]
    """Paths of the pages in it, as `.md`, sorted."""
    origins: Mapping[str, str]
    """Pages written by hand: staged path to the author's file."""


@dataclass(frozen=True, slots=True)
class OwnPage:
    """A page somebody wrote by hand."""

    path: str
    """Below the staged tree, without a language in its name."""
    source: Path
    language: str
    text: str
    title: str
    order: int


@dataclass
class _Section:
    entries: list[NavEntry] = field(default_factory=list)
    sections: dict[str, _Section] = field(default_factory=dict)


def stage(
    config: SiteConfig,
    folder: Path,
    language: str,
    languages: Sequence[str],
    generated: Sequence[MarkdownPage],
    site_src: Path,
    static: Path = STATIC,
    files: Mapping[str, bytes] | None = None,
) -> Staged:
    """Write `folder/docs` and `folder/mkdocs.yml` for one language.

    The first of `languages` is the source language: pages in `site_src/` are in it
    unless their name says otherwise (`page.de.md`). Only what changed is written, and
    what is left of earlier builds is deleted.
    """
    own = [page for page in own_pages(site_src, languages) if page.language == language]
    mine = {page.path: page for page in own}
    _refuse_twice(generated)
    pages = _fill_blocks(generated, site_src, language, languages)
    docs = folder / "docs"
    written: list[str] = []
    for page in pages:
        if page.path not in mine:
            _put(docs, page.path, _with_front_matter(page), written)
    for one in own:
        _put(docs, one.path, one.text, written)
    _put(docs, f"{SKELETON}.md", SKELETON_PAGE, written)
    for name, content in (files or {}).items():
        if not (site_src / name).is_file():
            _put(docs, name, content, written)
    for asset in files_below(site_src):
        name = asset.relative_to(site_src).as_posix()
        if asset.suffix != ".md" and not name.startswith(("_", ".")):
            _put(docs, name, asset.read_bytes(), written)
    for asset in files_below(static):
        name = asset.relative_to(static).as_posix()
        _put(docs, f"assets/{name}", asset.read_bytes(), written)
    for needed in ("playbook.css", "playbook.js", "pb.css", "pb.js"):
        if not (static / needed).is_file():
            _put(docs, f"assets/{needed}", "", written)
    delete_others(docs, written)
    write_if_changed(
        folder / "mkdocs.yml",
        derived_config(
            config,
            folder,
            language,
            _navigation(pages, mine),
            _front_pages(language, languages),
        ),
    )
    names = sorted(name for name in written if name.endswith(".md"))
    return Staged(
        language,
        folder,
        tuple(name for name in names if name != f"{SKELETON}.md"),
        {
            one.path: f"{site_src.name}/{one.source.relative_to(site_src).as_posix()}"
            for one in own
        },
    )


def _refuse_twice(pages: Sequence[MarkdownPage]) -> None:
    seen: set[str] = set()
    problems = []
    for page in pages:
        if page.path in seen:
            problems.append(
                Problem(
                    page.path,
                    0,
                    0,
                    "page-twice",
                    "two pages of the playbook would have this address",
                    "give one of the two parts of the framework another id",
                )
            )
        seen.add(page.path)
    if problems:
        raise Problems(problems)


def _put(docs: Path, name: str, content: str | bytes, written: list[str]) -> None:
    write_if_changed(docs / name, content)
    written.append(name)


def _front_pages(language: str, languages: Sequence[str]) -> dict[str, str]:
    """Where the other languages begin, seen from this one's front page."""
    up = "" if language == languages[0] else "../"
    links = {}
    for other in languages:
        down = "" if other == languages[0] else f"{other}/"
        links[other] = "index.html" if other == language else f"{up}{down}index.html"
    return links


def _with_front_matter(page: MarkdownPage) -> str:
    settings: dict[str, object] = {"title": html.escape(page.title, quote=False)}
    if not page.in_search:
        settings["search"] = {"exclude": True}
    matter = yaml.safe_dump(settings, allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{matter}---\n\n{page.body.strip()}\n"


def own_pages(site_src: Path, languages: Sequence[str]) -> list[OwnPage]:
    """Every page in `site_src/`, in the order of the navigation."""
    found = []
    problems = []
    for source in files_below(site_src):
        name = source.relative_to(site_src).as_posix()
        if source.suffix != ".md" or name.startswith(("_", ".")):
            continue
        try:
            text = source.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            problems.append(
                Problem(
                    f"{site_src.name}/{name}",
                    0,
                    0,
                    "page-encoding",
                    "the page is not UTF-8 text",
                    "save it again as UTF-8",
                )
            )
            continue
        path, language = _language_of(name, languages)
        try:
            found.append(_own_page(path, source, language, text))
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            problems.append(
                Problem(
                    f"{site_src.name}/{name}",
                    mark.line + 2 if mark else 0,
                    mark.column + 1 if mark else 0,
                    "page-front-matter",
                    f"the lines between --- cannot be read: {error.problem}",
                    "write settings such as `title: My page` there, one a line",
                )
            )
    if problems:
        raise Problems(problems)
    orders = {
        PurePosixPath(page.path).parent.as_posix(): page.order
        for page in found
        if page.path.endswith("/index.md")
    }
    return sorted(
        found,
        key=lambda page: (
            orders.get(PurePosixPath(page.path).parts[0], 1000),
            PurePosixPath(page.path).parent.as_posix(),
            not page.path.endswith("index.md"),
            page.order,
            page.path,
        ),
    )


def _language_of(name: str, languages: Sequence[str]) -> tuple[str, str]:
    stem, _, tag = name.removesuffix(".md").rpartition(".")
    if stem and tag in languages:
        return f"{stem}.md", tag
    return name, languages[0]


def _own_page(path: str, source: Path, language: str, text: str) -> OwnPage:
    text = text.replace("\r\n", "\n")
    matter: dict[str, object] = {}
    match = re.match(r"---\n(.*?)^---\n", text, re.DOTALL | re.MULTILINE)
    if match:
        loaded = yaml.safe_load(match.group(1))
        matter = loaded if isinstance(loaded, dict) else {}
    heading = re.search(r"^# (.+)$", text, re.MULTILINE)
    title = matter.get("title") or (heading and heading.group(1).strip())
    order = matter.get("order")
    return OwnPage(
        path,
        source,
        language,
        text,
        str(title or PurePosixPath(path).stem.replace("-", " ").capitalize()),
        order if isinstance(order, int) else 1000,
    )


def _fill_blocks(
    pages: Sequence[MarkdownPage],
    site_src: Path,
    language: str,
    languages: Sequence[str],
) -> list[MarkdownPage]:
    """Put the blocks of `_blocks/` into their pages and take the markers out."""
    blocks = _own_blocks(site_src / BLOCKS, language, languages)
    by_name = {page.path.removesuffix(".md"): page for page in pages}
    problems = []
    for (page_name, block), (_text, place) in blocks.items():
        page = by_name.get(page_name)
        known = (
            [f"{page_name}/{name}" for name, _ in _BLOCK.findall(page.body)]
            if page
            else [
                f"{name}/{found}"
                for name, one in by_name.items()
                for found, _ in _BLOCK.findall(one.body)
            ]
        )
        if page is None or f"{page_name}/{block}" not in known:
            near = difflib.get_close_matches(f"{page_name}/{block}", known, 3, 0.4)
            problems.append(
                Problem(
                    f"{site_src.name}/{BLOCKS}/{place}",
                    0,
                    0,
                    "unknown-block",
                    f"no page has a block {page_name}/{block}",
                    f"did you mean {' or '.join(near)}?"
                    if near
                    else "blocks are named by page and block: index/start.md",
                )
            )
    if problems:
        raise Problems(problems)

    def filled(page: MarkdownPage) -> MarkdownPage:
        name = page.path.removesuffix(".md")

        def choose(match: re.Match[str]) -> str:
            own = blocks.get((name, match.group(1)))
            return own[0].strip() + "\n" if own else match.group(2)

        return replace(page, body=_BLOCK.sub(choose, page.body))

    return [filled(page) for page in pages]


def _own_blocks(
    folder: Path, language: str, languages: Sequence[str]
) -> dict[tuple[str, str], tuple[str, str]]:
    found = {}
    for path in files_below(folder):
        name = path.relative_to(folder).as_posix()
        if path.suffix != ".md":
            continue
        stem, written_in = _language_of(name, languages)
        if written_in == language:
            page, _, block = stem.removesuffix(".md").rpartition("/")
            found[(page, block)] = (path.read_text(encoding="utf-8-sig"), name)
    return found


def _navigation(
    generated: Sequence[MarkdownPage], own: Mapping[str, OwnPage]
) -> list[NavEntry]:
    """Generated pages where they say they stand, then the sections of your own.

    What is generated into a section of your own stands at its end.
    """
    top = _Section()
    titles = {
        PurePosixPath(path).parent.as_posix(): page.title
        for path, page in own.items()
        if path.endswith("/index.md")
    }
    mine = {title for folder, title in titles.items() if "/" not in folder}
    after = [page for page in generated if page.nav and page.nav[0] in mine]
    for page in generated:
        if page not in after:
            _place(top, page, own)
    placed = {page.path for page in generated}
    for path, one in own.items():
        if path in placed:
            continue
        section = top
        folders = [p.as_posix() for p in PurePosixPath(path).parents][:-1]
        for folder in reversed(folders):
            name = PurePosixPath(folder).name.replace("-", " ").capitalize()
            section = _inside(section, titles.get(folder, name))
        _append(section, path, one.title, top=section is top)
    for page in after:
        _place(top, page, own)
    return top.entries


def _place(top: _Section, page: MarkdownPage, own: Mapping[str, OwnPage]) -> None:
    if not page.in_nav:
        return
    section = top
    for title in page.nav:
        section = _inside(section, title)
    title = own[page.path].title if page.path in own else ""
    name = title or page.nav_title or page.title
    _append(section, page.path, name, top=section is top)


def _inside(section: _Section, title: str) -> _Section:
    if title not in section.sections:
        inner = _Section()
        section.sections[title] = inner
        section.entries.append({html.escape(title, quote=False): inner.entries})
    return section.sections[title]


def _append(section: _Section, path: str, title: str, *, top: bool) -> None:
    if path.endswith("/index.md") and not top:
        section.entries.insert(0, path)
    else:
        section.entries.append({html.escape(title, quote=False): path})


__all__ = ["BLOCKS", "STATIC", "OwnPage", "Staged", "own_pages", "stage"]
