"""An instrument as LimeSurvey's survey structure: the tables of an `.lss` file."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

from generator.formats.base import comments_told
from generator.formats.lss import codes, texts
from generator.formats.lss.words import words
from generator.model.instrument import Instrument, Page, Question, Wave
from generator.model.seeing import what_of_names, who_sees
from generator.model.wording import last_day, pick

DB_VERSION = 498
"""LimeSurvey 5.6; newer servers take it as it is."""

ATTRIBUTES = ("Team code", "Group code", "Respondent code", "Company code")
"""What the attributes 1 to 4 on the list of people hold; all are codes of ours."""

FULL_LINES = 4
"""Lines of a box for free text."""


@dataclass(frozen=True, slots=True)
class Link:
    """What the survey must know of where it is going to stand."""

    codes: Mapping[str, str]
    """Team id to the code that travels with an invitation."""
    sid: int = 100_000
    """Number of the survey; the server gives another where it is taken."""
    host: str = ""
    """Name of the server, for the sentence on who can see single answers."""
    timezone: str = ""
    """Time zone of the server; the wave's own where none is given."""
    arrays: bool = False


Row = Mapping[str, object]


@dataclass(slots=True)
class _Tables:
    """Rows by table, and the numbers given so far."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)

    def add(self, table: str, **row: object) -> None:
        self.rows.setdefault(table, []).append(row)

    def next(self, kind: str) -> int:
        self.numbers[kind] = self.numbers.get(kind, 0) + 1
        return self.numbers[kind]


def document(wave: Wave, instrument: Instrument, link: Link) -> bytes:
    """The survey structure of one instrument, all languages in one file."""
    tables = _Tables()
    if wave.privacy.identity == "anonymous":
        _hidden_team(tables, instrument, link)
    for number, page in enumerate(instrument.pages, start=1):
        _group(tables, wave, instrument, page, number, link)
    tables.add("surveys", **_settings(wave, instrument, link))
    for language in instrument.languages:
        tables.add(
            "surveys_languagesettings", **_language(wave, instrument, language, link)
        )
    return _xml(instrument, tables)


def survey_title(instrument: Instrument, language: str) -> str:
    """The title as the server keeps it; never empty, or the import fails."""
    return texts.line(pick(instrument.title, language)) or instrument.id


def team_variable(wave: Wave) -> str:
    """What holds the team's code while somebody answers."""
    return (
        f"{codes.TEAM}.NAOK"
        if wave.privacy.identity == "anonymous"
        else "TOKEN:ATTRIBUTE_1"
    )


def _hidden_team(tables: _Tables, instrument: Instrument, link: Link) -> None:
    """A page of its own, so that the browser is never told the other teams' codes."""
    gid = tables.next("group")
    tables.add("groups", gid=gid, sid=link.sid, group_order=gid)
    qid = _add_question(tables, link, gid, "S", codes.TEAM, 1)
    _attribute(tables, qid, "hidden", "1")
    for language in instrument.languages:
        title = words(language, "hidden")
        tables.add(
            "group_l10ns", gid=gid, language=language, group_name=title, description=""
        )
        _text(tables, qid, language, title)
    tables.add("survey_url_parameters", parameter="team", targetqid=qid)


def _group(
    tables: _Tables,
    wave: Wave,
    instrument: Instrument,
    page: Page,
    number: int,
    link: Link,
) -> None:
    gid = tables.next("group")
    tables.add("groups", gid=gid, sid=link.sid, group_order=gid)
    for language in instrument.languages:
        tables.add(
            "group_l10ns",
            gid=gid,
            language=language,
            group_name=texts.line(pick(page.title, language)),
            description=_about(wave, language, link)
            + texts.paragraphs(pick(page.intro, language)),
        )
    order = 0
    for block in codes.blocks(page, arrays=link.arrays):
        order += 1
        if len(block) > 1:
            _table(tables, instrument, block, gid, order, link)
        else:
            _question(tables, instrument, block[0], gid, order, link)
    if any(
        text for each in page.questions for one in each.choices for text in one.help
    ):
        _meanings(tables, instrument, page, gid, order + 1, number, link)


def _about(wave: Wave, language: str, link: Link) -> str:
    """Whom the page is about, from the code that came with the invitation."""
    cases = [
        (link.codes[team.id], pick(team.about, language) or pick(team.name, language))
        for team in wave.teams
        if team.id in link.codes
    ]
    told = texts.told_apart(team_variable(wave), cases)
    return f"<p><strong>{words(language, 'about')}</strong>{told}</p>" if told else ""


def _question(
    tables: _Tables,
    instrument: Instrument,
    question: Question,
    gid: int,
    order: int,
    link: Link,
) -> None:
    kind = {"choice": "L", "multi": "M", "text": "T", "number": "N"}[question.kind]
    qid = _add_question(
        tables,
        link,
        gid,
        kind,
        question.code,
        order,
        mandatory=question.required and not (kind == "N" and question.choices),
        relevance=codes.relevance(question, instrument, arrays=link.arrays),
    )
    for language in instrument.languages:
        _text(
            tables,
            qid,
            language,
            texts.paragraphs(pick(question.text, language)),
            texts.paragraphs(pick(question.help, language)),
        )
    theirs = codes.option_codes(question)
    if kind == "L":
        _attribute(tables, qid, "hide_tip", "1")
        _answers(tables, instrument, question, qid)
    elif kind == "M":
        for at, choice in enumerate(question.choices, start=1):
            below = _add_line(tables, link, gid, qid, theirs[choice.code], at, "M")
            for language in instrument.languages:
                _text(tables, below, language, texts.line(pick(choice.label, language)))
        if question.max_choices:
            _attribute(tables, qid, "max_answers", str(question.max_choices))
        alone = [theirs[one.code] for one in question.choices if one.missing]
        if alone:
            _attribute(tables, qid, "exclude_all_others", ";".join(alone))
    elif kind == "T":
        _attribute(tables, qid, "display_rows", str(FULL_LINES))
        _attribute(tables, qid, "maximum_chars", str(question.max_length))
    else:
        if question.low is not None:
            _attribute(tables, qid, "min_num_value_n", f"{question.low:.12g}")
        if question.high is not None:
            _attribute(tables, qid, "max_num_value_n", f"{question.high:.12g}")
        for language, unit in question.unit:
            if language in instrument.languages and unit:
                _attribute(tables, qid, "suffix", texts.line(unit), language)
        if question.choices:
            _instead(tables, instrument, question, gid, order, link)


def _instead(
    tables: _Tables,
    instrument: Instrument,
    question: Question,
    gid: int,
    order: int,
    link: Link,
) -> None:
    """Boxes for who cannot give the number."""
    qid = _add_question(
        tables,
        link,
        gid,
        "M",
        codes.instead_code(question),
        order,
        relevance=codes.relevance(question, instrument, arrays=link.arrays),
    )
    _attribute(tables, qid, "max_answers", "1")
    _attribute(tables, qid, "hide_tip", "1")
    for language in instrument.languages:
        _text(tables, qid, language, f"<p>{words(language, 'instead')}</p>")
    for at, choice in enumerate(question.choices, start=1):
        code = codes.option_codes(question)[choice.code]
        below = _add_line(tables, link, gid, qid, code, at, "M")
        for language in instrument.languages:
            _text(tables, below, language, texts.line(pick(choice.label, language)))


def _table(
    tables: _Tables,
    instrument: Instrument,
    block: Sequence[Question],
    gid: int,
    order: int,
    link: Link,
) -> None:
    """Several questions with the same options, one line each."""
    qid = _add_question(
        tables,
        link,
        gid,
        "F",
        codes.table_code(block),
        order,
        mandatory=block[0].required,
        relevance=codes.relevance(block[0], instrument, arrays=link.arrays),
    )
    for language in instrument.languages:
        _text(tables, qid, language, f"<p>{words(language, 'table')}</p>")
    for at, question in enumerate(block, start=1):
        below = _add_line(tables, link, gid, qid, question.code, at, "F")
        for language in instrument.languages:
            _text(tables, below, language, texts.line(pick(question.text, language)))
    _answers(tables, instrument, block[0], qid)


def _meanings(
    tables: _Tables,
    instrument: Instrument,
    page: Page,
    gid: int,
    order: int,
    number: int,
    link: Link,
) -> None:
    """The full words behind the options, after the questions, for who wants them."""
    qid = _add_question(tables, link, gid, "X", codes.words_code(number), order)
    for language in instrument.languages:
        parts: list[str] = []
        shown: set[str] = set()
        for question in page.questions:
            rows = "".join(
                f"<li><strong>{texts.line(pick(one.label, language))}</strong>: "
                f"{texts.line(pick(one.help, language))}</li>"
                for one in question.choices
                if pick(one.help, language)
            )
            if not rows or rows in shown:
                continue
            shown.add(rows)
            heading = texts.line(pick(question.text, language))
            parts.append(f"<p>{heading}</p>\n<ul>{rows}</ul>")
        # themes draw a question's own text large and its help small
        title = f"<p>{words(language, 'meanings')}</p>"
        _text(tables, qid, language, title, "\n".join(parts))


def _answers(
    tables: _Tables, instrument: Instrument, question: Question, qid: int
) -> None:
    theirs = codes.option_codes(question)
    for at, choice in enumerate(question.choices, start=1):
        aid = tables.next("answer")
        tables.add(
            "answers",
            aid=aid,
            qid=qid,
            code=theirs[choice.code],
            sortorder=at,
            assessment_value=0,
            scale_id=0,
        )
        for language in instrument.languages:
            label = texts.line(pick(choice.label, language))
            tables.add("answer_l10ns", aid=aid, language=language, answer=label)


def _add_question(
    tables: _Tables,
    link: Link,
    gid: int,
    kind: str,
    code: str,
    order: int,
    *,
    mandatory: bool = False,
    relevance: str = "1",
) -> int:
    qid = tables.next("question")
    tables.add(
        "questions",
        qid=qid,
        parent_qid=0,
        sid=link.sid,
        gid=gid,
        type=kind,
        title=code,
        other="N",
        mandatory="Y" if mandatory else "N",
        encrypted="N",
        question_order=order,
        scale_id=0,
        same_default=0,
        relevance=relevance,
        same_script=0,
    )
    return qid


def _add_line(
    tables: _Tables, link: Link, gid: int, parent: int, code: str, at: int, kind: str
) -> int:
    qid = tables.next("question")
    tables.add(
        "subquestions",
        qid=qid,
        parent_qid=parent,
        sid=link.sid,
        gid=gid,
        type=kind,
        title=code,
        question_order=at,
        scale_id=0,
        relevance="1",
    )
    return qid


def _text(
    tables: _Tables, qid: int, language: str, question: str, help_text: str = ""
) -> None:
    tables.add(
        "question_l10ns",
        qid=qid,
        language=language,
        question=question,
        help=help_text,
        script="",
    )


def _attribute(
    tables: _Tables, qid: int, name: str, value: str, language: str = ""
) -> None:
    tables.add(
        "question_attributes", qid=qid, attribute=name, value=value, language=language
    )


def _settings(wave: Wave, instrument: Instrument, link: Link) -> dict[str, object]:
    """Every switch that could say 'as the server does' is set: inherited ones break.

    Times are kept where a person's row is known anyway. In anonymous mode they would
    tell who answered, beside anybody's memory of when.
    """
    anonymous = wave.privacy.identity == "anonymous"
    zone = ZoneInfo(link.timezone or wave.timezone)
    contact = texts.plain(wave.privacy.contact)
    mail = contact if "@" in contact else ""
    return {
        "sid": link.sid,
        "language": instrument.languages[0],
        "additional_languages": " ".join(instrument.languages[1:]),
        "admin": texts.plain(wave.privacy.steward)[:50],
        "adminemail": mail,
        "bounce_email": mail,
        "emailresponseto": "",
        "emailnotificationto": "",
        "active": "N",
        "startdate": _moment(wave.opens, zone),
        "expires": _moment(wave.closes, zone),
        "format": "G",
        "anonymized": "Y" if anonymous else "N",
        "datestamp": "N" if anonymous else "Y",
        "ipaddr": "N",
        "ipanonymize": "N",
        "refurl": "N",
        "savetimings": "N",
        "usecookie": "N",
        "allowregister": "N",
        "allowsave": "N" if anonymous else "Y",
        "allowprev": "Y",
        "autoredirect": "N",
        "printanswers": "N",
        "usetokens": "N",
        "tokenlength": 15,
        "tokenanswerspersistence": "N" if anonymous else "Y",
        "alloweditaftercompletion": "N" if anonymous else "Y",
        "listpublic": "N",
        "publicstatistics": "N",
        "publicgraphs": "N",
        "htmlemail": "Y",
        "sendconfirmation": "N",
        "assessments": "N",
        "usecaptcha": "N",
        "showwelcome": "Y",
        "showprogress": "Y",
        "questionindex": 0,
        "navigationdelay": 0,
        "nokeyboard": "N",
        "showgroupinfo": "B",
        "showqnumcode": "X",
        "shownoanswer": "N",
        "showxquestions": "N",
        "showsurveypolicynotice": 2,
        "attributedescriptions": "" if anonymous else _attribute_titles(),
    }


def _attribute_titles() -> str:
    return json.dumps(
        {
            f"attribute_{number}": {
                "description": title,
                "mandatory": "N",
                "show_register": "N",
                "cpdbmap": "",
            }
            for number, title in enumerate(ATTRIBUTES, start=1)
        }
    )


def _moment(moment: dt.datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M:%S}"


def _language(
    wave: Wave, instrument: Instrument, language: str, link: Link
) -> dict[str, object]:
    title = pick(instrument.title, language)
    invite, remind = (
        _mail(wave, instrument, language, key, link)
        for key in ("invitation", "reminder")
    )
    contact = words(language, "contact").replace("{contact}", wave.privacy.contact)
    return {
        "surveyls_survey_id": link.sid,
        "surveyls_language": language,
        "surveyls_title": survey_title(instrument, language),
        "surveyls_description": "",
        "surveyls_welcometext": _welcome(wave, instrument, language, link),
        "surveyls_endtext": texts.paragraphs(pick(instrument.thanks, language)),
        "surveyls_url": "",
        "surveyls_urldescription": "",
        "surveyls_policy_notice": texts.paragraphs(
            pick(wave.privacy.statement, language)
        )
        + f"<p>{texts.line(contact)}</p>",
        "surveyls_policy_notice_label": words(language, "policy"),
        "surveyls_policy_error": words(language, "policy_error"),
        "surveyls_dateformat": 6,
        "surveyls_numberformat": 1 if language.startswith("de") else 0,
        "surveyls_email_invite_subj": _subject(language, "invite", title),
        "surveyls_email_invite": invite,
        "surveyls_email_remind_subj": _subject(language, "remind", title),
        "surveyls_email_remind": remind,
    }


def _welcome(wave: Wave, instrument: Instrument, language: str, link: Link) -> str:
    minutes = pick(instrument.estimated_minutes, language)
    parts = [texts.paragraphs(pick(instrument.introduction, language))]
    if minutes:
        told = words(language, "minutes").replace("{minutes}", minutes)
        parts.append(f"<p>{texts.line(told)}</p>")
    news = [pick(change, language) for change in instrument.changes]
    if any(news):
        rows = "".join(f"<li>{texts.line(one)}</li>" for one in news if one)
        parts.append(f"<p>{words(language, 'changes')}</p>\n<ul>{rows}</ul>")
    promise = wave.privacy
    seen = [
        who_sees("limesurvey", promise.steward, language, host=link.host),
        what_of_names("limesurvey", promise.identity, language),
    ]
    comments = comments_told(wave, instrument, language)
    if comments:
        seen.append(comments)
    if promise.identity == "anonymous":
        seen.append(words(language, "in_one_go"))
    parts.append(f"<p>{texts.line(' '.join(seen))}</p>")
    return "\n".join(part for part in parts if part)


def _subject(language: str, key: str, title: str) -> str:
    """The server writes `&amp;` for `&` even here, so the sign is spelt another way."""
    subject = words(language, key).replace("{title}", texts.plain(title))
    for sign, alike in (("&", "+"), ("<", "("), (">", ")"), ("{", "("), ("}", ")")):
        subject = subject.replace(sign, alike)
    return " ".join(subject.split())


def _mail(
    wave: Wave, instrument: Instrument, language: str, key: str, link: Link
) -> str:
    """The author's mail, or ours, with the server's own placeholders."""
    authored = dict(getattr(instrument, key))
    text = pick(authored, language) or words(language, key)
    closes = last_day(wave.closes, wave.timezone, language)
    about = texts.told_apart(
        "ATTRIBUTE_1",
        [
            (link.codes[team.id], pick(team.name, language))
            for team in wave.teams
            if team.id in link.codes
        ],
    )
    filled = {
        "name": "{FIRSTNAME}",
        "team": about,
        "link": "{SURVEYURL}",
        "minutes": texts.line(pick(instrument.estimated_minutes, language)),
        "closes": texts.line(closes),
    }
    if "{link}" not in text:
        # a mail without its link would be sent, and never again
        text = f"{text.rstrip()}\n\n{{link}}"
    html = texts.lines(text)
    for name, value in filled.items():
        html = html.replace(texts.braces(f"{{{name}}}"), value)
    return html


def _xml(instrument: Instrument, tables: _Tables) -> bytes:
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<document>",
        " <LimeSurveyDocType>Survey</LimeSurveyDocType>",
        f" <DBVersion>{DB_VERSION}</DBVersion>",
        " <languages>",
        *(f"  <language>{escape(one)}</language>" for one in instrument.languages),
        " </languages>",
    ]
    for name, rows in sorted(tables.rows.items()):
        lines += [f" <{name}>", *_fields(rows), "  <rows>", *_rows(rows)]
        lines += ["  </rows>", f" </{name}>"]
    return "\n".join([*lines, "</document>", ""]).encode("utf-8")


def _fields(rows: Sequence[Row]) -> Iterator[str]:
    yield "  <fields>"
    for name in rows[0]:
        yield f"   <fieldname>{name}</fieldname>"
    yield "  </fields>"


def _rows(rows: Sequence[Row]) -> Iterator[str]:
    for row in rows:
        yield "   <row>"
        for name, value in row.items():
            yield f"    <{name}>{escape(str(value))}</{name}>"
        yield "   </row>"
