"""Pages with results: stamped into one page the engine has made, never built by it."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator.errors import refuse
from generator.model.page import StampedPage

SKELETON = "pb-skeleton"
TITLE_MARK = "PBSTAMPEDTITLE"
BODY_MARK = "PBSTAMPEDBODY"

SKELETON_PAGE = f"""---
title: {TITLE_MARK}
search:
  exclude: true
hide:
  - navigation
  - toc
  - path
---

# {TITLE_MARK}

<div id="pb-stamped">{BODY_MARK}</div>
"""
"""Goes through the engine like a page; its HTML is then split at the markers."""

REGION_START = "<!-- results -->"
REGION_END = "<!-- end of results -->"
"""Between them stands what a page says; everything around is the same on every page."""

_ROOT = "\x00root\x00"
_TITLE = "\x00title\x00"
_BODY = "\x00body\x00"
_TAB = "\x00tab\x00"
_OTHER = "\x00other:"

_HEAD = (
    '<meta name="robots" content="noindex, nofollow, noarchive">\n'
    '      <meta name="referrer" content="no-referrer">\n      '
)


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The page around a result, in one language."""

    language: str
    pieces: tuple[str, ...]
    """HTML split at its gaps: text, gap, text, gap … text."""
    home: str
    """Folder of the playbook it links to, below `dist/`: `playbook/`."""
    homes: Mapping[str, str]
    """The playbook's folder for each language."""

    @classmethod
    def read(cls, page: str, language: str, homes: Mapping[str, str]) -> Skeleton:
        """Split the HTML the engine has made of the skeleton page."""
        body = re.search(
            r"<h1[^>]*>.*?</h1>\s*<div id=\"?pb-stamped\"?>\s*"
            + BODY_MARK
            + r"\s*</div>",
            page,
            re.DOTALL,
        )
        if body is None or "</head>" not in page:
            raise refuse(
                "skeleton-broken",
                "the empty page for results came back from the engine without its "
                "markers",
                "a theme override may have replaced the block `content`; it must show "
                "the page's own content",
                path="mkdocs.yml",
            )
        main = f'{REGION_START}<h1 id="pb-title">{_TITLE}</h1>\n{_BODY}{REGION_END}'
        text = page[: body.start()] + main + page[body.end() :]
        text = text.replace(f'"#{TITLE_MARK.lower()}"', '"#pb-title"')
        text = text.replace(f"<title>{TITLE_MARK}", f"<title>{_TAB}")
        text = text.replace(TITLE_MARK, _TITLE)
        text = re.sub(r'(<meta name="viewport")', _HEAD + r"\1", text, count=1)
        text = _other_languages(text)
        text = _relative_links(text)
        text = _scripts(text)
        pieces = tuple(re.split(r"(\x00[^\x00]*\x00)", text))
        return cls(language, pieces, homes[language], dict(homes))

    def stamp(self, page: StampedPage, alternates: Mapping[str, str]) -> bytes:
        """The finished page; `alternates` says where the other languages are.

        `alternates` holds addresses relative to this page, by language. A language
        without one is linked to the front page of its playbook.
        """
        place = PurePosixPath(page.audience, page.path)
        up = "../" * (len(place.parts) - 1)
        fill = {
            _ROOT: up + self.home,
            _TITLE: html.escape(page.title),
            _TAB: html.escape(page.tab or page.title),
            _BODY: page.body,
        }
        for language, home in self.homes.items():
            there = alternates.get(language) or f"{up}{home}index.html"
            fill[f"{_OTHER}{language}\x00"] = html.escape(there)
        text = "".join(
            fill.get(piece, "") if piece.startswith("\x00") else piece
            for piece in self.pieces
        )
        return text.encode("utf-8")


def _other_languages(text: str) -> str:
    def gap(match: re.Match[str]) -> str:
        tag = match.group(0)
        language = re.search(r'hreflang="?([A-Za-z0-9-]+)', tag)
        if language is None or "md-select__link" not in tag:
            return tag
        return re.sub(
            r'href="[^"]*"', f'href="{_OTHER}{language.group(1)}\x00"', tag, count=1
        )

    return re.sub(r"<a\b[^>]*>", gap, text)


_LINK = re.compile(
    r'\b(href|src|action)="(?!#|/|\x00|[a-zA-Z][a-zA-Z0-9+.-]*:)([^"]*)"'
)


def _relative_links(text: str) -> str:
    def move(match: re.Match[str]) -> str:
        attribute, link = match.groups()
        return f'{attribute}="{_ROOT}{link.removeprefix("./")}"'

    return _LINK.sub(move, text)


def _scripts(text: str) -> str:
    """The theme's own settings: where search lies, and whose dark mode this is."""
    text = re.sub(r'("base":\s*)"\.?/?"', rf'\1"{_ROOT}."', text)
    text = re.sub(
        r'("search":\s*")(?:\./)?(assets/[^"]*")', rf"\1{_ROOT}\2", text, count=1
    )
    return text.replace('new URL(".",location)', f'new URL("{_ROOT}.",location)')
