"""The gate on the built bytes of the example: clean as it is, and nothing gets by."""

import base64
import contextlib
import dataclasses
import gzip
import html
import io
import json
import re
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator

import openpyxl
import pytest
from docx import Document
from example import CANARY, NUMBER, Site

from generator.disclosure.ledger import decode, encode
from generator.errors import Exit, Problem, Problems
from generator.model.edition import CellKey, Shown, Suppressed
from generator.pipeline.site import build
from generator.website.files import files_below, tree_digest
from generator.website.gate import Guard, look

PAGE = "teams/oncology/index.html"


@pytest.fixture(scope="module")
def site(site_of_example: Site) -> Site:
    return site_of_example


@contextlib.contextmanager
def planted(
    site: Site, name: str, content: bytes | Callable[[str], str]
) -> Iterator[None]:
    """A file of the site with something in it that does not belong there."""
    path = site.dist / name
    before = path.read_bytes() if path.exists() else None
    path.parent.mkdir(parents=True, exist_ok=True)
    if callable(content):
        assert before is not None
        changed = content(before.decode("utf-8"))
        assert changed != before.decode("utf-8")
        path.write_bytes(changed.encode("utf-8"))
    else:
        path.write_bytes(content)
    try:
        yield
    finally:
        if before is None:
            path.unlink()
            with contextlib.suppress(OSError):
                path.parent.rmdir()
        else:
            path.write_bytes(before)


def findings(site: Site, guard: Guard | None = None) -> list[Problem]:
    kept = site.kept.with_name("kept.json")
    shutil.copyfile(site.kept, kept)
    return look(site.dist, guard or site.guard, kept=kept)[0]


def codes(found: list[Problem]) -> set[str]:
    return {problem.code for problem in found}


def said(found: list[Problem]) -> str:
    return "\n".join(map(str, found)).casefold()


def into_region(text: str) -> Callable[[str], str]:
    return lambda page: page.replace(
        "<!-- end of results -->", f"{text}<!-- end of results -->"
    )


def office(name: str, text: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(name, f"<x>{html.escape(text)}</x>")
    return made.getvalue()


def sheet(text: str) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["what", text])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def document(text: str) -> bytes:
    made = io.BytesIO()
    written = Document()
    paragraph = written.add_paragraph()
    paragraph.add_run(text[:5]).bold = True
    paragraph.add_run(text[5:])
    written.save(made)
    return made.getvalue()


def pdf(operators: bytes) -> bytes:
    packed = zlib.compress(operators)
    return (
        b"%%PDF-1.7\n1 0 obj\n<< /Length %d /Filter /FlateDecode >>\nstream\n"
        % len(packed)
        + packed
        + b"\nendstream\nendobj\n%%EOF\n"
    )


def picture(text: str) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        size = len(body).to_bytes(4, "big")
        return size + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    packed = b"Comment\x00\x00" + zlib.compress(text.encode())
    return b"\x89PNG\r\n\x1a\n" + chunk(b"zTXt", packed) + chunk(b"IEND", b"")


def escaped(text: str) -> str:
    return "".join(f"\\u{ord(sign):04x}" for sign in text)


def references(text: str) -> str:
    return "".join(f"&#x{ord(sign):x};" for sign in text)


def percent(text: str) -> str:
    return "".join(f"%{ord(sign):02X}" for sign in text)


def letters(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


HIDDEN_IN = {
    "plain": ("playbook/new.html", CANARY.encode()),
    "in capitals": ("playbook/new.txt", CANARY.upper().encode()),
    "with letters nobody sees": (
        "playbook/new.txt",
        CANARY.replace("ling", "l\u00adi\u200bng").encode(),
    ),
    "HTML references": ("playbook/new.html", references(CANARY).encode()),
    "an HTML attribute": ("playbook/new.html", f'<p title="{CANARY}">x</p>'.encode()),
    "an HTML comment": ("playbook/new.html", f"<!-- {CANARY} -->".encode()),
    "parted by tags": (
        "playbook/new.html",
        f"<p>{CANARY[:6]}<b>{CANARY[6:]}</b></p>".encode(),
    ),
    "percent signs": ("playbook/new.html", f'<a href="?{percent(CANARY)}">'.encode()),
    "percent signs in references": (
        "playbook/new.html",
        references(percent(CANARY)).encode(),
    ),
    "JSON escapes": ("playbook/new.json", f'{{"a": "{escaped(CANARY)}"}}'.encode()),
    "JSON": ("playbook/new.json", json.dumps({"a": [CANARY]}).encode()),
    "CSV": ("playbook/new.csv", f"a;b\n1;{CANARY}\n".encode()),
    "SVG": (
        "playbook/new.svg",
        f"<svg><text>{CANARY}</text></svg>".encode(),
    ),
    "XML": ("playbook/new.xml", f"<?xml version='1.0'?><a b='{CANARY}'/>".encode()),
    "base 64": ("playbook/new.html", f"<p>{letters(CANARY)}</p>".encode()),
    "base 64 in the middle of letters": (
        "playbook/new.js",
        f"var a='x{letters('..' + CANARY + '..')}'".encode(),
    ),
    "base 64 of gzip": (
        "playbook/new.js",
        base64.b64encode(gzip.compress(CANARY.encode(), mtime=0)),
    ),
    "hexadecimal digits": ("playbook/new.txt", CANARY.encode().hex().encode()),
    "a data address": (
        "playbook/new.html",
        f'<img src="data:a/b;base64,{letters(f"<svg>{CANARY}</svg>")}">'.encode(),
    ),
    "gzip": ("playbook/new.json", gzip.compress(CANARY.encode(), mtime=0)),
    "gzip in gzip": (
        "playbook/new.json",
        gzip.compress(gzip.compress(CANARY.encode(), mtime=0), mtime=0),
    ),
    "two bytes a letter": ("playbook/new.txt", CANARY.encode("utf-16")),
    "XLSX": ("playbook/new.xlsx", sheet(CANARY)),
    "DOCX, parted by runs": ("playbook/new.docx", document(CANARY)),
    "PPTX": ("playbook/new.pptx", office("ppt/slides/slide1.xml", CANARY)),
    "the name of a file in XLSX": (
        "playbook/new.xlsx",
        office(f"xl/{CANARY}.xml", "nothing"),
    ),
    "PDF": ("playbook/new.pdf", pdf(f"BT ({CANARY}) Tj ET".encode())),
    "PDF, parted by kerning": (
        "playbook/new.pdf",
        pdf(f"BT [({CANARY[:4]}) -20 ({CANARY[4:]})] TJ ET".encode()),
    ),
    "PDF, hexadecimal": (
        "playbook/new.pdf",
        pdf(f"BT <{CANARY.encode().hex()}> Tj ET".encode()),
    ),
    "a picture's remarks": ("playbook/new.png", picture(CANARY)),
    "a file name": (f"playbook/{CANARY}.html", b"<p>x</p>"),
    "a folder name": (f"playbook/{CANARY}/a.html", b"<p>x</p>"),
    "a file name in percent signs": (f"playbook/{percent(CANARY)}.html", b"<p>x</p>"),
    "words over two lines": ("playbook/new.txt", b"the Nordic\n  Gate Pact said"),
    "a number": ("playbook/new.html", f"<p>{NUMBER}</p>".encode()),
    "a number as the Germans write it": ("playbook/new.html", b"<p>8417,25</p>"),
}


@pytest.mark.parametrize("way", HIDDEN_IN)
def test_a_registered_word_is_found_however_it_is_hidden(site: Site, way: str) -> None:
    name, content = HIDDEN_IN[way]
    with planted(site, name, content):
        found = findings(site)
    assert "gate-word" in codes(found)
    told = said(found)
    for secret in (CANARY, NUMBER, "8417", "nordic gate", percent(CANARY)):
        assert secret.casefold() not in told


@pytest.mark.parametrize(
    "text",
    [
        f"<p>{CANARY}</p>",
        f'<p title="{references(CANARY)}"></p>',
        f"<!-- {letters(CANARY)} -->",
        f'<svg><text x="1">{CANARY}</text></svg>',
    ],
)
def test_a_registered_word_is_found_in_a_page_with_results(
    site: Site, text: str
) -> None:
    for name in ("leaders/index.html", "teams/vaccines/2025.de.html"):
        with planted(site, name, into_region(text)):
            assert "gate-word" in codes(findings(site))


def test_a_number_with_more_digits_is_another_number(site: Site) -> None:
    for text in (b"18417.25", b"8417.255", b"8417.25.1"):
        with planted(site, "playbook/new.txt", text):
            assert "gate-word" not in codes(findings(site))


def test_a_person_is_found_by_name_in_either_order_and_by_address(site: Site) -> None:
    person = next(iter((site.work / "var" / "people").glob("*2026.csv")))
    row = person.read_text(encoding="utf-8-sig").splitlines()[1].split(";")
    name, address = row[1], row[2]
    first, last = name.split(" ", 1)
    for text in (
        name,
        name.upper(),
        f"{last}, {first}",
        f"<td>{first}</td><td>{last}</td>",
        f"{first}%20{last}",
        address,
        address.replace("@", "&#64;"),
        f"mailto:{address}",
    ):
        with planted(site, "playbook/new.html", f"<p>{text}</p>".encode()):
            found = findings(site)
        assert codes(found) == {"gate-name"}, text
        assert last.casefold() not in said(found)
        assert address not in said(found)


def test_a_word_that_is_also_a_first_name_is_a_word(site: Site) -> None:
    person = next(iter((site.work / "var" / "people").glob("*2026.csv")))
    row = person.read_text(encoding="utf-8-sig").splitlines()[1].split(";")
    for word in row[1].split():
        with planted(site, "playbook/new.html", f"<p>{word} said so</p>".encode()):
            assert findings(site) == []


def test_another_team_is_named_on_no_page_but_the_leaders(site: Site) -> None:
    page = "teams/immunology/index.html"
    with planted(site, page, into_region("<p>As the Vaccine alliances do</p>")):
        assert codes(findings(site)) == {"gate-team"}
    with planted(site, "playbook/new.html", b"<p>Vaccine alliances</p>"):
        assert codes(findings(site)) == {"gate-team"}
    with planted(site, "leaders/index.html", into_region("<p>Vaccine alliances</p>")):
        assert findings(site) == []


@pytest.mark.parametrize(
    "text",
    [
        "<p>2.7</p>",
        "<p>about 63 percent</p>",
        '<p class="pb-n">2.7</p>',
        '<p aria-label="2.75 of them">x</p>',
        '<svg class="pb-axis"><text class="pb-tick" x="4%">2.7</text></svg>',
        '<svg class="pb-axis"><text class="pb-label">Risk 63</text></svg>',
        "<p>１９９9</p>",
    ],
)
def test_a_number_outside_the_elements_for_numbers_is_refused(
    site: Site, text: str
) -> None:
    with planted(site, PAGE, into_region(text)):
        found = findings(site)
    assert "gate-number" in codes(found)
    assert "63" not in said(found).replace(":63", "")
    assert "2.7" not in said(found)


@pytest.mark.parametrize(
    "text",
    [
        '<data class="pb-k" value="2.7">2.7</data>',
        '<data class="pb-s" value="2.65">2.65</data>',
        '<data class="pb-n" value="2.7">2.7</data>',
        '<data class="pb-n" value="2.7" data-cell="99999">2.7</data>',
        '<data class="pb-n" value="2.7" data-cell="1">2.7</data>',
        '<data class="pb-s" value="2" data-cell="1">2</data>',
        '<data class="pb-k" value="3">2</data>',
    ],
)
def test_a_number_that_is_not_what_it_says_is_refused(site: Site, text: str) -> None:
    with planted(site, PAGE, into_region(text)):
        found = findings(site)
    assert codes(found) == {"gate-cell"}
    assert "2.7" not in said(found)


def with_cell(guard: Guard, source: tuple[str, ...]) -> Guard:
    """The manifest with one more cell on the page of a team, as counter 999."""
    cells = {**guard.manifest[PAGE], "999": source}
    return dataclasses.replace(guard, manifest={**guard.manifest, PAGE: cells})


def printed(value: float) -> Callable[[str], str]:
    return into_region(
        f'<data class="pb-n" value="{value}" data-cell="999">{value}</data>'
    )


def some_cell(site: Site, kind: type[Shown] | type[Suppressed], group: str) -> CellKey:
    edition = site.guard.truth.editions["2026"]
    return next(
        key
        for key, cell in edition.cells.items()
        if isinstance(cell, kind) and key.group == group
    )


def test_a_cell_of_another_audience_is_refused(site: Site) -> None:
    key = some_cell(site, Shown, "vaccines")
    cell = site.guard.truth.editions["2026"].cells[key]
    guard = with_cell(site.guard, ("2026", *key, "value"))
    with planted(site, PAGE, printed(cell.value)):
        found = findings(site, guard)
    assert codes(found) == {"gate-cell"}
    assert "must not speak of" in said(found)


def test_a_hidden_cell_is_refused_whatever_value_it_has(site: Site) -> None:
    key = some_cell(site, Suppressed, "oncology")
    for field in ("value", "n", "gap", "rung"):
        guard = with_cell(site.guard, ("2026", *key, field))
        with planted(site, PAGE, printed(2)):
            found = findings(site, guard)
        assert codes(found) == {"gate-cell"}
        assert "of a group that is hidden" in said(found)


def test_a_cell_that_is_released_and_printed_right_passes(site: Site) -> None:
    key = some_cell(site, Shown, "oncology")
    cell = site.guard.truth.editions["2026"].cells[key]
    guard = with_cell(site.guard, ("2026", *key, "value"))
    with planted(site, PAGE, printed(cell.value)):
        assert findings(site, guard) == []


def test_a_mark_without_its_number_is_refused(site: Site) -> None:
    page = (site.dist / PAGE).read_text(encoding="utf-8")
    start = page.index('<svg class="pb-lane"')
    end = page.index(">", start) + 1
    dot = '<svg x="41.37%" y="16"><circle cx="0" cy="0" r="6.5"/></svg>'
    with planted(site, PAGE, lambda text: text[:end] + dot + text[end:]):
        assert codes(findings(site)) == {"gate-number"}


def test_a_figure_with_a_value_the_page_does_not_say_is_refused(site: Site) -> None:
    with planted(site, PAGE, lambda text: text.replace('"x":[1,', '"x":[1.37,', 1)):
        assert codes(findings(site)) == {"gate-number"}


def test_pages_whose_differences_leak_are_refused(site: Site) -> None:
    """The ledger and the pages agree, but teams and the whole leave two people over."""
    lines = list(site.guard.ledger)
    wave = site.guard.truth.waves["2026"]
    teams = [team.id for team in wave.teams]
    place, line = next(
        (place, line)
        for place, line in enumerate(lines)
        if line.wave == "2026" and line.sets.keys() >= {*teams, "organisation"}
    )
    groups = [team for team in teams if team in line.sets]
    smaller = sorted(decode(line.sets[groups[0]]))[:-2]
    sets = {**line.sets, groups[0]: encode(smaller)}
    lines[place] = dataclasses.replace(line, sets=sets)
    found = findings(site, dataclasses.replace(site.guard, ledger=lines))
    assert codes(found) == {"gate-leak"}
    assert line.measure in said(found)


def test_a_score_whose_people_the_ledger_does_not_know_is_refused(site: Site) -> None:
    first = next(line for line in site.guard.ledger if line.wave == "2026")
    rest = [line for line in site.guard.ledger if line != first]
    found = findings(site, dataclasses.replace(site.guard, ledger=rest))
    assert codes(found) == {"gate-leak"}


def test_response_counts_that_tell_a_small_group_are_refused(site: Site) -> None:
    """All together and two of three teams tell the third, which has three people."""
    wave = site.guard.truth.waves["2026"]
    teams = tuple(
        dataclasses.replace(t, eligible={**t.eligible, "stakeholder": 3})
        if t.id == "vaccines"
        else t
        for t in wave.teams
    )
    waves = {**site.guard.truth.waves, "2026": dataclasses.replace(wave, teams=teams)}
    truth = dataclasses.replace(site.guard.truth, waves=waves)
    found = look(site.dist, dataclasses.replace(site.guard, truth=truth))[0]
    assert "gate-leak" in codes(found)


@pytest.mark.parametrize(
    ("page", "link"),
    [
        (PAGE, "nowhere.html"),
        (PAGE, "../vaccines/index.html"),
        (PAGE, "../../leaders/index.html"),
        (PAGE, "../../playbook/INDEX.html"),
        (PAGE, "../../../outside.html"),
        (PAGE, "/playbook/index.html"),
        (PAGE, "//elsewhere.example/x"),
        (PAGE, "javascript:alert()"),
        ("playbook/glossary.html", "../leaders/index.html"),
        ("playbook/glossary.html", "../teams/oncology/index.html"),
    ],
)
def test_a_link_to_nowhere_or_behind_a_closed_door_is_refused(
    site: Site, page: str, link: str
) -> None:
    change: Callable[[str], str] = (
        into_region(f'<a href="{link}">x</a>')
        if page == PAGE
        else lambda text: text.replace("</main>", f'<a href="{link}">x</a></main>')
    )
    with planted(site, page, change):
        assert codes(findings(site)) == {"gate-link"}


@pytest.mark.parametrize(
    "name",
    [
        "playbook/notes.sqlite3",
        "playbook/.htpasswd",
        "playbook/backup.zip",
        "playbook/no-kind",
        "teams/oncology/scores.json",
        "teams/oncology/scores.csv",
        "leaders/scores.xlsx",
    ],
)
def test_a_file_of_an_unknown_kind_is_refused(site: Site, name: str) -> None:
    with planted(site, name, b"PK\x05\x06" + bytes(18) if "zip" in name else b"{}"):
        found = findings(site)
    assert "gate-file" in codes(found)
    assert found[0].path == name


@pytest.mark.parametrize(
    "name", ["teams/nobody/index.html", "teams/index.html", "steering/index.html"]
)
def test_a_folder_nobody_is_named_for_is_refused(site: Site, name: str) -> None:
    with planted(site, name, b"<p>x</p>"):
        assert codes(findings(site)) == {"gate-audience"}


def test_what_cannot_be_looked_into_is_refused(site: Site) -> None:
    deep = CANARY.encode()
    for _ in range(9):
        deep = gzip.compress(deep, mtime=0)
    locked = bytearray(office("a.xml", "x"))
    for place in (6, locked.rindex(b"PK\x01\x02", 0, len(locked)) + 8):
        locked[place] |= 1
    bomb = gzip.compress(bytes(80_000_000), mtime=0)
    for content in (deep, bytes(locked), bomb, b"PK\x03\x04 broken"):
        with planted(site, "playbook/new.xlsx", content):
            assert "gate-file" in codes(findings(site))


@pytest.mark.parametrize(
    "text",
    [
        "<script>var a = 1</script>",
        "<!-- x -->",
        '<p style="width:37px">x</p>',
        '<p data-x="37">x</p>',
        '<p id="value-275">x</p>',
        "<iframe></iframe>",
    ],
)
def test_what_no_page_of_ours_holds_is_refused_among_results(
    site: Site, text: str
) -> None:
    with planted(site, PAGE, into_region(text)):
        assert "gate-frame" in codes(findings(site))


def test_nothing_can_hide_in_the_frame_of_one_page(site: Site) -> None:
    for mark in ("</head>", "</body>"):
        with planted(
            site, PAGE, lambda text, m=mark: text.replace(m, f"<b>2.7</b>{m}")
        ):
            found = findings(site)
        assert codes(found) == {"gate-frame"}
        assert found[0].path == PAGE


def test_a_result_in_the_playbook_is_refused(site: Site) -> None:
    page = '<p><data class="pb-n" value="2.7" data-cell="1">2.7</data></p>'
    with planted(site, "playbook/new.html", page.encode()):
        assert codes(findings(site)) == {"gate-cell"}


def test_only_what_has_changed_is_read_again(site: Site) -> None:
    kept = site.kept.with_name("again.json")
    shutil.copyfile(site.kept, kept)
    assert look(site.dist, site.guard, kept=kept) == ([], 0)
    with planted(site, "playbook/new.html", b"<p>x</p>"):
        assert look(site.dist, site.guard, kept=kept) == ([], 1)
    more = dataclasses.replace(
        site.guard, may_name={**site.guard.may_name, "leaders": frozenset()}
    )
    found, read_again = look(site.dist, more, kept=kept)
    assert read_again == len(files_below(site.dist / "leaders"))
    assert codes(found) == {"gate-team"}


def test_a_finding_stops_the_build_and_the_old_site_stands(site: Site) -> None:
    before = tree_digest(site.dist)
    page = site.work / "site_src" / "manual" / "quick-start.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(f"{text}\n{CANARY}\n", encoding="utf-8")
    try:
        with pytest.raises(Problems) as refused:
            build(site.work, out=site.dist, commands="# Commands")
    finally:
        page.write_text(text, encoding="utf-8")
    assert refused.value.exit_code == Exit.UNSAFE
    assert {p.code for p in refused.value.problems} == {"gate-word"}
    assert {p.path for p in refused.value.problems} >= {
        "playbook/manual/quick-start.html"
    }
    assert tree_digest(site.dist) == before


def test_each_audience_holds_its_own_numbers_and_no_others(site: Site) -> None:
    """Every number of a team's page is about the team or about what holds it."""
    seen = 0
    for name, cells in site.guard.manifest.items():
        if name.startswith("teams/"):
            team = name.split("/")[1]
            groups = {source[3] for source in cells.values()}
            assert groups <= {team, "alliance-management", "organisation"} | {
                g for g in groups if team in g.split("+")
            }
            seen += 1
    assert seen > 10
    for path in files_below(site.dist / "playbook"):
        if path.suffix == ".html":
            assert b"data-cell=" not in path.read_bytes()


# What answers say about themselves

QUESTIONS = "leaders/questions-2026.html"


def test_a_share_that_was_not_released_is_refused(site: Site) -> None:
    page = (site.dist / QUESTIONS).read_text("utf-8")
    _, counter = next(
        (source, counter)
        for counter, source in site.guard.manifest[QUESTIONS].items()
        if source[4] == "blank"
    )
    found = re.search(rf'value="(\d+)" data-cell="{counter}">\1<', page)
    assert found is not None
    other = found.group(0).replace(found.group(1), "97")
    with planted(site, QUESTIONS, lambda text: text.replace(found.group(0), other)):
        assert "gate-cell" in codes(findings(site))


def test_a_share_whose_set_is_not_in_the_ledger_is_refused(site: Site) -> None:
    left = [line for line in site.guard.ledger if not line.measure.endswith("?")]
    assert len(left) < len(site.guard.ledger)
    guard = dataclasses.replace(site.guard, ledger=left)
    assert "gate-leak" in codes(findings(site, guard))
