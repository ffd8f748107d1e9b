"""Every file of the pack: nine documents in two languages, the drawing, the lists."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import jinja2

from generator.formats import paper
from generator.formats.base import say
from generator.formats.conditions import only_if
from generator.formats.privacy_pack.blocks import Block, blocks, typed
from generator.formats.privacy_pack.changes import asked_changes, promise_changes
from generator.formats.privacy_pack.diagram import Arrow, Box, drawing
from generator.formats.privacy_pack.facts import Facts
from generator.formats.privacy_pack.pages import docx_page, html_page, places_to_fill
from generator.formats.privacy_pack.words import (
    ARROWS,
    BOXES,
    GERMAN,
    LANGUAGES,
    NAMES,
    WORDS,
)
from generator.model.instrument import Instrument, Question
from generator.model.seeing import place_of, what_of_names, what_stays, who_sees
from generator.model.wording import last_day, pick, written_date


@dataclass(frozen=True, slots=True)
class PackFile:
    """One file of the pack."""

    path: str
    """Below the pack's folder, with forward slashes."""
    content: bytes


def pack_files(facts: Facts) -> list[PackFile]:
    """Every file, in the order of their paths; the same facts give the same bytes."""
    made = [PackFile("components.csv", _components(facts))]
    for language in LANGUAGES:
        made += _documents(facts, language)
    for instrument in facts.wave.instruments:
        for language in instrument.languages:
            made += [
                PackFile(f"questionnaires/{file.name}", file.content)
                for file in paper.files(facts.wave, instrument, language)
            ]
    return sorted(made, key=lambda file: file.path)


def _documents(facts: Facts, language: str) -> list[PackFile]:
    words = WORDS[language]
    wave = facts.wave
    context = _context(facts, language)
    texts = {
        name: list(blocks(_template(name, language).render(**context, fills="")))
        for name in NAMES
    }
    fills = sum(len(list(places_to_fill(text))) for text in texts.values())
    first = _template(NAMES[0], language).render(**context, fills=fills)
    texts[NAMES[0]] = list(blocks(first))
    picture = _drawing(facts, language)
    title = words["title"].format(
        survey=pick(wave.survey_title, language), wave=pick(wave.title, language)
    )
    saved = wave.opens.replace(tzinfo=None, microsecond=0)
    footer = f"{title} · {wave.fingerprint[:16]}"
    if not facts.frozen:
        footer += f" · {words['draft']}"
    page = html_page(
        title,
        language,
        [(name, _title(text), text) for name, text in texts.items()],
        lambda _name: picture,
    )
    return [
        PackFile(f"privacy-pack.{language}.html", page.encode("utf-8")),
        PackFile(f"data-flow.{language}.svg", picture.encode("utf-8")),
        *(
            PackFile(
                f"{language}/{_file_name(name, language)}.docx",
                docx_page(
                    _title(text), language, footer, text, saved, words["see_picture"]
                ),
            )
            for name, text in texts.items()
        ),
    ]


def _file_name(name: str, language: str) -> str:
    return GERMAN[NAMES.index(name)] if language == "de" else name


def _title(text: list[Block]) -> str:
    head = text[0]
    return "".join(span.text for span in getattr(head, "line", ()))


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FunctionLoader(_source),
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # noqa: S701 (Markdown; every value passes through `typed`)
    )


def _source(name: str) -> str:
    """A template in which a tag alone on its line leaves no line behind."""
    text = (Path(__file__).parent / "texts" / name).read_text(encoding="utf-8")
    return re.sub(r"(?m)^(\{%(?:(?!%\}).)*%\})\n", r"\1", text)


def _template(name: str, language: str) -> jinja2.Template:
    return _environment().get_template(f"{name}.{language}.md")


def _context(facts: Facts, language: str) -> dict[str, object]:
    wave, words = facts.wave, WORDS[language]
    promise = wave.privacy
    anonymous = promise.identity == "anonymous"
    where = _where(facts)
    surveys = [one for one in wave.instruments if one.mode == "survey"]
    titles = {group.id: typed(pick(group.title, language)) for group in wave.groups}
    before = facts.previous
    return {
        "org": typed(pick(wave.organisation, language)),
        "survey": typed(pick(wave.survey_title, language)),
        "wave": typed(pick(wave.title, language)),
        "wave_id": typed(wave.id),
        "frozen": facts.frozen,
        "opens": written_date(wave.opens, wave.timezone, language),
        "closes": last_day(wave.closes, wave.timezone, language),
        "delete_by": _day(facts.delete_by, language),
        "kept": _kept(promise.retention_days, words),
        "steward": typed(promise.steward),
        "contact": typed(promise.contact),
        "k": promise.k_scores,
        "k_comments": promise.k_comments,
        "comments": promise.comments,
        "stays": what_stays(promise.comments, promise.k_scores, language),
        "comments_asked": any(
            question.kind == "text" for one in surveys for question in one.questions()
        ),
        "anonymous": anonymous,
        "limesurvey": wave.backend == "limesurvey",
        "tables": wave.backend == "tables",
        "local": wave.backend == "local",
        "sealed": where == "sealed",
        "server_mails": facts.server_mails,
        "names_beside": wave.backend == "limesurvey" and not anonymous,
        "host": typed(facts.host or "LimeSurvey"),
        "sees": typed(who_sees(where, promise.steward, language, host=facts.host)),
        "names": typed(what_of_names(where, promise.identity, language)),
        # the author's own Markdown: a list with bold words
        "statement": pick(promise.statement, language),
        "clusters": ", ".join(titles[one.id] for one in wave.groups if one.clusters),
        "groups": [
            {
                "title": titles[one.group],
                "letter": typed(one.letter),
                "instrument": typed(pick(one.title, language)),
                "count": sum(1 for _ in one.questions()),
                "minutes": _minutes(one),
            }
            for one in surveys
        ],
        "questions": max(
            (sum(1 for _ in one.questions()) for one in surveys), default=0
        ),
        "assessment": wave.assessment() is not None,
        "forms": ", ".join(
            typed(f"{one.letter} {pick(one.title, language)}")
            for one in wave.instruments
            if one.mode == "form"
        ),
        "required": any(
            question.required for one in surveys for question in one.questions()
        ),
        "fingerprint": wave.fingerprint,
        "fingerprint_short": wave.fingerprint[:16],
        "version": facts.version,
        "components": [
            {
                "name": typed(one.name),
                "version": typed(one.version),
                "licence": typed(one.licence or words["unknown"]),
                "where": words[one.where],
            }
            for one in facts.components
        ],
        "previous": typed(pick(before.title, language)) if before else "",
        "asked": [
            {
                "letter": typed(one.letter),
                "kind": words[one.kind],
                "before": typed(one.before),
                "after": typed(one.after),
            }
            for one in (asked_changes(before, wave, language) if before else ())
        ],
        "promised": [
            {
                "name": words[one.name],
                "before": typed(one.before),
                "after": typed(one.after),
            }
            for one in (promise_changes(before, wave, language) if before else ())
        ],
        "instruments": [
            _instrument(one, titles[one.group], language) for one in wave.instruments
        ],
    }


def _where(facts: Facts) -> str:
    """The backend, as the sentences about it name it."""
    return place_of(facts.wave.backend, facts.wave.privacy.seal)


def _instrument(instrument: Instrument, group: str, language: str) -> dict[str, object]:
    words = WORDS[language]
    sizes = {
        "survey": 0,
        "assessment": len(instrument.ladders),
        "form": len(instrument.fields),
    }
    return {
        "letter": typed(instrument.letter),
        "title": typed(pick(instrument.title, language)),
        "fingerprint": instrument.fingerprint,
        "lead": words[f"lead_{instrument.mode}"].format(
            group=group, minutes=_minutes(instrument), n=sizes[instrument.mode]
        ),
        "rows": [
            {
                "number": number,
                "text": " ".join(
                    part
                    for part in (
                        typed(pick(question.text, language)),
                        typed(only_if(instrument, question, language)),
                        words["must"] if question.required else "",
                    )
                    if part
                ),
                "answers": _answers(question, language),
            }
            for number, question in enumerate(instrument.questions(), start=1)
        ]
        or [
            {
                "number": number,
                "text": typed(
                    f"{pick(one.title, language)}: {pick(one.statement, language)}"
                ),
                "answers": " / ".join(
                    typed(f"{rung.n} {pick(rung.title, language)}")
                    for rung in one.rungs
                ),
            }
            for number, one in enumerate(instrument.ladders, start=1)
        ]
        or [
            {
                "number": number,
                "text": typed(pick(one.title, language)),
                "answers": " / ".join(
                    typed(say(choice, language)) for choice in one.choices
                ),
            }
            for number, one in enumerate(instrument.fields, start=1)
        ],
    }


def _answers(question: Question, language: str) -> str:
    words = WORDS[language]
    options = " / ".join(
        typed(pick(choice.label, language)) for choice in question.choices
    )
    if question.kind == "text":
        return words["text"].format(n=question.max_length)
    if question.kind == "number":
        limits = question.low is not None and question.high is not None
        key = "number_between" if limits else "number"
        number = words[key].format(low=f"{question.low}", high=f"{question.high}")
        return f"{number} / {options}" if options else number
    if question.kind == "multi" and question.max_choices:
        return words["choose_up_to"].format(n=question.max_choices, options=options)
    return options


def _minutes(instrument: Instrument) -> str:
    low, high = instrument.minutes
    return str(low) if low == high else f"{low}–{high}"


def _kept(days: int, words: Mapping[str, str]) -> str:
    years, rest = divmod(days, 365)
    if rest or not years:
        return words["days"].format(n=days)
    return words["year"] if years == 1 else words["years"].format(n=years)


def _day(day: dt.date, language: str) -> str:
    noon = dt.datetime.combine(day, dt.time(12), dt.UTC)
    return written_date(noon, "UTC", language)


def _components(facts: Facts) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(("component", "version", "licence", "where"))
    for one in facts.components:
        writer.writerow((one.name, one.version, one.licence, one.where))
    return ("\ufeff" + text.getvalue()).encode("utf-8")


def _drawing(facts: Facts, language: str) -> str:
    words, told, ways = WORDS[language], BOXES[language], ARROWS[language]
    anonymous = facts.wave.privacy.identity == "anonymous"
    where = _where(facts)
    named = where == "limesurvey" and not anonymous
    outside = where == "tables"
    codes = words["codes_anonymous" if anonymous else "codes"]
    until = _day(facts.delete_by, language)

    def box(name: str, x: int, y: int, kind: str, *more: str) -> Box:
        title, *lines = told.get(name, told["tables"])
        filled = [
            line.replace("{host}", facts.host).replace("{until}", until)
            for line in (*lines, *more)
        ]
        return Box(x, y, kind, title, tuple(line for line in filled if line))

    beside = (
        (words["names_codes"],) if named else (codes,) if where == "limesurvey" else ()
    )
    boxes = (
        box("list", 20, 30, "names"),
        box("invitations", 380, 30, "names"),
        box("people_outside" if outside else "people", 740, 30, "names"),
        box(where, 740, 190, "names" if named or outside else "codes", *beside),
        box("store", 380, 190, "codes"),
        box("release", 20, 190, "codes"),
        box("pages", 20, 325, "figures"),
    )
    arrows = (
        Arrow(
            ((220, 82), (376, 82)),
            ways["make_anonymous" if anonymous else "make"],
            (298, 72),
        ),
        Arrow(((580, 82), (736, 82)), ways["links"], (658, 72)),
        Arrow(((840, 134), (840, 186)), ways["answers"], (886, 164)),
        Arrow(((740, 242), (584, 242)), ways["fetch"], (660, 232)),
        Arrow(((380, 242), (224, 242)), ways["scores"], (300, 232)),
        Arrow(((120, 294), (120, 321)), ways["shown"], (212, 313)),
    )
    figures = words["figures"].format(k=facts.wave.privacy.k_scores)
    legend = (
        ("names", words["names_codes"] if named else words["names"]),
        ("codes", codes),
        ("figures", figures),
    )
    return drawing(words["flow"], words["flow_text"], boxes, arrows, legend)
