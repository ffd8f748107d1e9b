"""Canaries planted into the built example, one way of hiding each: none may get by.

What is planted is what must never be published: a person's name and address, their own
link, another audience's team, a registered word, and results where none belong.
"""

import base64
import gzip
import html
import json
import os
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from example import CANARY, Site
from test_gate import (
    PAGE,
    codes,
    document,
    escaped,
    findings,
    into_region,
    office,
    pdf,
    percent,
    picture,
    planted,
    printed,
    references,
    said,
    sheet,
    some_cell,
    with_cell,
)

from generator.errors import Exit
from generator.model.edition import Shown, Suppressed
from generator.sources.tables import read_table
from generator.website.printed import number_of, read_page

RESULT = '<data class="pb-n" value="2.7" data-cell="12">2.7</data>'
TEAM = "Vaccine alliances"


@pytest.fixture(scope="module")
def site(site_of_example: Site) -> Site:
    return site_of_example


@pytest.fixture(scope="module")
def secrets(site: Site) -> dict[str, str]:
    """Finding to what must not be there: of a person who was really invited."""
    lists = site.work / "var" / "invitations" / "alliance-baseline"
    table = read_table(lists / "2026.csv")
    name, address, *_, link, _, _ = table.rows[3].cells
    return {
        "gate-word": CANARY,
        "gate-secret": link,
        "gate-name": f"{name}, {address}",
        "gate-team": TEAM,
    }


def named(text: str) -> str:
    """Every sign that HTML has a short name for, written by it."""
    names = {".": "period", "@": "commat", "_": "lowbar", "/": "sol", " ": "nbsp"}
    return "".join(f"&{names[s]};" if s in names else s for s in text)


def letters(data: bytes) -> str:
    return base64.b64encode(data).decode()


def in_glossary(write: Callable[[str], str]) -> Callable[[str], tuple[str, object]]:
    """The words at the end of a page of the playbook that is already there."""
    return lambda words: (
        "playbook/glossary.html",
        lambda page: page.replace("</main>", f"{write(words)}</main>"),
    )


def in_search(words: str) -> tuple[str, object]:
    def add(text: str) -> str:
        index = json.loads(text)
        index["docs"].append({"location": "x.html", "title": "x", "text": words})
        return json.dumps(index)

    return "playbook/search/search_index.json", add


def new(
    name: str, write: Callable[[str], bytes]
) -> Callable[[str], tuple[str, object]]:
    return lambda words: (f"playbook/{name}", write(words))


def utf8(before: str = "", after: str = "") -> Callable[[str], bytes]:
    return lambda words: f"{before}{words}{after}".encode()


def xml(before: str, after: str) -> Callable[[str], bytes]:
    return lambda words: f"{before}{html.escape(words)}{after}".encode()


def packed(words: str) -> bytes:
    return gzip.compress(words.encode(), mtime=0)


PLACES: dict[str, Callable[[str], tuple[str, object]]] = {
    "text of a page": in_glossary(lambda words: f"<p>{words}</p>"),
    "text, escaped": in_glossary(lambda words: f"<p>{html.escape(words)}</p>"),
    "numeric entities": in_glossary(lambda words: f"<p>{references(words)}</p>"),
    "named entities": in_glossary(lambda words: f"<p>{named(words)}</p>"),
    "an attribute": in_glossary(lambda words: f'<p title="{html.escape(words)}">x</p>'),
    "a comment": in_glossary(lambda words: f"<!-- {words} -->"),
    "JSON in a script": in_glossary(
        lambda words: f'<script type="application/json">{json.dumps([words])}</script>'
    ),
    "JSON in a script, escaped": in_glossary(
        lambda words: f'<script>var a="{escaped(words)}"</script>'
    ),
    "text in an SVG": new("a.svg", utf8("<svg><text>", "</text></svg>")),
    "the title of an SVG": new("a.svg", xml("<svg><title>", "</title></svg>")),
    "CSV": new("a.csv", lambda words: f'a;b\n1;"{words}"\n'.encode("utf-8-sig")),
    "the sitemap": new(
        "sitemap.xml", xml("<urlset><url><loc>", "</loc></url></urlset>")
    ),
    "the search index": in_search,
    "base 64": in_glossary(lambda words: f"<p>{letters(words.encode())}</p>"),
    "gzip": new("sitemap.xml", packed),
    "base 64 of gzip": in_glossary(
        lambda words: f"<script>var a='{letters(packed(words))}'</script>"
    ),
    "base 64 of deflate": in_glossary(
        lambda words: (
            f"<script>var a='{letters(zlib.compress(words.encode()))}'</script>"
        )
    ),
    "percent signs": in_glossary(
        lambda words: f'<a href="https://elsewhere.example/?q={percent(words)}">x</a>'
    ),
    "percent signs where needed": new("a.txt", lambda words: quote(words).encode()),
    "XLSX": new("a.xlsx", sheet),
    "DOCX": new("a.docx", document),
    "PPTX": new("a.pptx", lambda words: office("ppt/slides/slide1.xml", words)),
    "PDF": new("a.pdf", lambda words: pdf(f"BT ({words}) Tj ET".encode())),
    "a picture's remarks": new("a.png", picture),
}


@pytest.mark.parametrize("place", PLACES)
def test_no_secret_gets_by(site: Site, secrets: dict[str, str], place: str) -> None:
    name, content = PLACES[place]("\n".join([*secrets.values(), RESULT]))
    with planted(site, name, content):  # type: ignore[arg-type]
        found = findings(site)
    assert codes(found) == {*secrets, "gate-cell"}
    assert {problem.path for problem in found} == {name}
    told = said(found)
    for one in (*secrets.values(), *secrets["gate-name"].split(", "), "2.7"):
        assert one.casefold() not in told


@pytest.mark.parametrize("place", PLACES)
def test_the_same_places_may_hold_other_words(site: Site, place: str) -> None:
    """Found is what was planted, not the place it was planted in."""
    name, content = PLACES[place]("Partners and colleagues")
    with planted(site, name, content):  # type: ignore[arg-type]
        assert findings(site) == []


def test_the_name_of_a_file_holds_no_secret(
    site: Site, secrets: dict[str, str]
) -> None:
    token = secrets["gate-secret"].rpartition("/")[2]
    person = secrets["gate-name"].split(",")[0].replace(" ", "-")
    for text, code in (
        (CANARY, "gate-word"),
        (token, "gate-secret"),
        (person, "gate-name"),
        (percent(token), "gate-secret"),
    ):
        with planted(site, f"playbook/{text}.txt", b"x"):
            found = findings(site)
        assert codes(found) == {code}, text
        assert text.casefold() not in said(found)


def test_the_keys_of_the_project_are_found(site: Site) -> None:
    for key in (site.work / "var" / "keys").glob("*.key"):
        with planted(site, "playbook/a.txt", key.read_bytes()):
            assert codes(findings(site)) == {"gate-secret"}


def test_a_link_in_the_authors_own_text_is_refused_all_the_same(
    site: Site, secrets: dict[str, str]
) -> None:
    """Names that an author writes down are meant; a personal link never is."""
    from generator.pipeline.gate import guard_of
    from generator.pipeline.reading import read
    from generator.pipeline.site import read_manifest, released_of

    page = site.work / "site_src" / "manual" / "quick-start.md"
    before = page.read_text(encoding="utf-8")
    page.write_text(f"{before}\n{secrets['gate-secret']}\n", encoding="utf-8")
    try:
        reading = read(site.work)
        guard = guard_of(
            reading.project,
            reading,
            released_of(reading.project, reading),
            read_manifest(reading.places),
        )
    finally:
        page.write_text(before, encoding="utf-8")
    with planted(site, "playbook/a.txt", secrets["gate-secret"].encode()):
        assert codes(findings(site, guard)) == {"gate-secret"}


def hidden_number(site: Site) -> str:
    """A score as it could be, which the page does not say."""
    page = read_page((site.dist / PAGE).read_text(encoding="utf-8"))
    told = {number_of(number.value) for number in page.numbers}
    return next(f"{n / 10:.1f}" for n in range(11, 40) if n / 10 not in told)


def figure(change: Callable[[dict[str, object]], object]) -> str:
    value: dict[str, object] = {
        "data": [{"type": "scatter", "mode": "markers", "x": [], "y": []}],
        "layout": {"height": 240},
    }
    change(value)
    return f'<div data-figure="{html.escape(json.dumps(value))}"></div>'


AMONG_RESULTS: dict[str, Callable[[str], str]] = {
    "text": lambda n: f"<p>{n}</p>",
    "text in a sentence": lambda n: f"<p>Vaccines have {n} today</p>",
    "numeric entities": lambda n: f"<p>{references(n)}</p>",
    "named entities": lambda n: f"<p>{named(n)}</p>",
    "wide digits": lambda n: (
        f"<p>{n.translate({48 + d: 65296 + d for d in range(10)})}</p>"
    ),
    "letters nobody sees": lambda n: f"<p>{n[0]}\u200b{n[1:]}</p>",
    "parted by tags": lambda n: f"<p>{n[0]}<b>{n[1:]}</b></p>",
    "a title": lambda n: f'<p title="{n}">x</p>',
    "an attribute for screen readers": lambda n: f'<p aria-label="{n}">x</p>',
    "an attribute of data": lambda n: f'<p data-value="{n}">x</p>',
    "a comment": lambda n: f"<!-- {n} -->",
    "JSON in a script": lambda n: f'<script type="application/json">[{n}]</script>',
    "text in an SVG": lambda n: f'<svg class="pb-axis"><text x="1%">{n}</text></svg>',
    "the title of an SVG": lambda n: f'<svg class="pb-axis"><title>{n}</title></svg>',
    "base 64": lambda n: f"<p>{letters(f'score {n}'.encode())}</p>",
    "base 64 of gzip": lambda n: f"<p>{letters(packed(n))}</p>",
    "percent signs": lambda n: f'<a href="index.html?{percent(n)}">x</a>',
    "the query of a link": lambda n: f'<a href="index.html?v={n}">x</a>',
    "where a link leads on a page": lambda n: f'<a href="#v-{n}">x</a>',
    "another site": lambda n: f'<a href="https://a.example/{n}">x</a>',
    "a class": lambda n: f'<p class="value-{n.replace(".", "")}">x</p>',
    "an id": lambda n: f'<p id="value-{n.replace(".", "-")}">x</p>',
    "a style": lambda n: f'<p style="width:{n}em">x</p>',
    "a role": lambda n: f'<p role="{n}">x</p>',
    "the order of keys": lambda n: f'<p tabindex="{n[0]}">x</p>',
    "the width of a cell": lambda n: (
        '<table><tr><th scope="col">a</th><th scope="col">b</th></tr>'
        f'<tr><td colspan="{n[0]}{n[2]}">x</td></tr></table>'
    ),
    "a language": lambda n: f'<p lang="x-{n}">x</p>',
    "the width of a shape": lambda n: (
        f'<svg class="pb-axis"><rect x="0%" width="{n}%"/></svg>'
    ),
    "a rung of another size": lambda n: (
        f'<svg class="pb-svg pb-ladder"><rect x="0%" y="1" width="{n}%" height="24" '
        'rx="3" class="pb-r-done"/></svg>'
    ),
    "a path": lambda n: f'<svg class="pb-axis"><path d="M0 0L{n} 1"/></svg>',
    "the size of a dot": lambda n: f'<svg class="pb-axis"><circle r="{n}"/></svg>',
    "a view box": lambda n: f'<svg viewBox="0 0 {n} 1"></svg>',
    "a mark": lambda n: (
        '<svg class="pb-axis"><text class="pb-tick" x="0%">0</text>'
        '<text class="pb-tick" x="100%">4</text>'
        f'<svg x="{25 * float(n):.2f}%" y="5"></svg></svg>'
    ),
    "the colour of a cell": lambda n: '<td class="pb-l3">not shown</td>',
    "the wrong colour of a cell": lambda n: (
        '<td class="pb-l3"><data class="pb-s" value="1">1</data></td>'
    ),
    "a value of a figure": lambda n: figure(
        lambda f: f["data"][0].update(x=[float(n)])  # type: ignore[index]
    ),
    "more data of a figure": lambda n: figure(
        lambda f: f["data"][0].update(customdata=[float(n)])  # type: ignore[index]
    ),
    "the size of a figure's mark": lambda n: figure(
        lambda f: f["data"][0].update(marker={"size": float(n)})  # type: ignore[index]
    ),
    "a remark in a figure": lambda n: figure(
        lambda f: f["layout"].update(annotations=[{"text": n}])  # type: ignore[attr-defined]
    ),
    "what a figure is told besides": lambda n: figure(
        lambda f: f["layout"].update(meta=float(n))  # type: ignore[attr-defined]
    ),
    "a released element that is not in the manifest": lambda n: (
        f'<data class="pb-n" value="{n}" data-cell="98765">{n}</data>'
    ),
    "a setting that is none": lambda n: f'<data class="pb-k" value="{n}">{n}</data>',
    "a date": lambda n: f'<time datetime="2026-01-02">{n}</time>',
}


@pytest.mark.parametrize("way", AMONG_RESULTS)
def test_no_hidden_number_gets_by_among_results(site: Site, way: str) -> None:
    number = hidden_number(site)
    with planted(site, PAGE, into_region(AMONG_RESULTS[way](number))):
        found = findings(site)
    assert found
    assert codes(found) <= {"gate-cell", "gate-frame", "gate-number"}
    assert {problem.path for problem in found} == {PAGE}
    assert number not in said(found)


def test_results_in_the_frame_of_every_page_are_refused(site: Site) -> None:
    """The same on all pages is not enough: it could hold the results of all."""
    pages = [
        path
        for path in site.dist.rglob("*.html")
        if path.relative_to(site.dist).parts[0] not in {"index.html", "playbook"}
    ]
    before = {path: path.read_bytes() for path in pages}
    try:
        for path, page in before.items():
            path.write_bytes(page.replace(b"</body>", RESULT.encode() + b"</body>"))
        found = findings(site)
    finally:
        for path, page in before.items():
            path.write_bytes(page)
    assert codes(found) == {"gate-frame"}
    assert len({problem.path for problem in found}) == len(pages) > 20


def command(site: Site, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "generator", *words],
        cwd=site.work,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_ends_with_exit_code_4_and_writes_nothing(
    site: Site, secrets: dict[str, str], tmp_path: Path
) -> None:
    """Publishing as an operator does it: refused as planted, done as it was built."""
    target = tmp_path / "published"
    publish = ("publish", "--from", str(site.dist), "--to", str(target))
    token = secrets["gate-secret"].rpartition("/")[2]
    plants: dict[str, tuple[str, object]] = {
        "gate-secret": ("playbook/sitemap.xml", packed(token)),
        "gate-name": PLACES["JSON in a script, escaped"](secrets["gate-name"]),
        "gate-number": (PAGE, into_region(f"<p>{hidden_number(site)}</p>")),
        "gate-file": ("playbook/answers.sqlite3", b"SQLite format 3"),
        "gate-link": (PAGE, into_region('<a href="../vaccines/index.html">x</a>')),
    }
    for code, (name, content) in plants.items():
        with planted(site, name, content):  # type: ignore[arg-type]
            done = command(site, *publish)
        assert done.returncode == Exit.UNSAFE, done.stderr
        assert f"{code}:" in done.stderr
        for secret in (token, *secrets["gate-name"].split(", "), hidden_number(site)):
            assert secret not in done.stdout + done.stderr
        assert not (target / "site").exists()
        assert not list(target.glob("versions/*"))
    assert command(site, *publish).returncode == 0
    assert (target / "site" / "playbook" / "index.html").is_file()


def test_another_audiences_cell_is_told_from_a_hidden_one(site: Site) -> None:
    """The same number, refused for each reason; planted nowhere, it is not found."""
    other = some_cell(site, Shown, "vaccines")
    hidden = some_cell(site, Suppressed, "oncology")
    cell = site.guard.truth.editions["2026"].cells[other]
    assert isinstance(cell, Shown)
    for key, why in ((other, "must not speak of"), (hidden, "that is hidden")):
        guard = with_cell(site.guard, ("2026", *key, "value"))
        with planted(site, PAGE, printed(cell.value)):
            found = findings(site, guard)
        assert codes(found) == {"gate-cell"}
        assert why in said(found)
    assert findings(site) == []
