"""The instrument on paper: a questionnaire, or a team's worksheet."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import jinja2

from generator.formats.base import FormatFile, comments_told, direction, prose, say
from generator.formats.conditions import only_if
from generator.model.instrument import Choice, Instrument, Question, Wave
from generator.model.seeing import who_sees

MOST_TEAMS = 20
"""More teams than this are written by hand, not ticked."""
SHORT_LABEL = 20
"""Options this short stand side by side."""

WORDS = {
    "en": {
        "minutes": "Takes {low} to {high} minutes.",
        "meeting": "Takes {low} to {high} minutes, best in meetings of 90 minutes.",
        "team": "This form is about",
        "our_team": "Team",
        "how": "How to fill it in",
        "tick": "Tick one box per question unless it says otherwise.",
        "correct": "To correct: fill the wrong box, tick the right one.",
        "skip": "You may leave any question out.",
        "annex_hint": "Unsure what an answer means? Look at the last pages.",
        "privacy": "Your privacy",
        "retention": "Answers are kept for {kept}.",
        "days": "{n} days",
        "years": "{n} years",
        "contact": "Questions: {contact}.",
        "changed": "What changed since last time",
        "at_most": "Tick at most {n}.",
        "any": "Tick all that apply.",
        "please": "Please answer this one.",
        "annex": "What the answers mean",
        "end": "Thank you",
        "before": "Before you start",
        "rule": (
            "The team agrees on one rung per practice. Nobody's own view is written"
            " down. At least three people must be present."
        ),
        "date": "Date of the meeting",
        "present": "People present",
        "purpose": "What this is for, and who will see it",
        "evidence_examples": "Could be shown as evidence",
        "not_agreed": "We did not agree",
        "not_applicable": "Does not apply to us",
        "evidence": "Our evidence",
        "next": "Our next step",
        "target": "Target rung",
        "target_date": "by",
        "signed": "Signed off by the team",
        "same": "also counts in",
        "guide": "How to lead the meeting",
        "card_minutes": "{n} minutes",
        "one_each": "One block for each line; copy the page for more.",
        "form_unscored": "What you write here gives context. It never enters a score.",
        "yes": "yes",
        "no": "no",
    },
    "de": {
        "minutes": "Dauert {low} bis {high} Minuten.",
        "meeting": "Dauert {low} bis {high} Minuten, in Treffen von 90 Minuten.",
        "team": "In diesem Bogen geht es um",
        "our_team": "Team",
        "how": "So füllen Sie den Bogen aus",
        "tick": "Bitte je Frage ein Kästchen ankreuzen, wenn nichts anderes dasteht.",
        "correct": "Korrigieren: falsches Kästchen ausmalen, richtiges ankreuzen.",
        "skip": "Sie dürfen jede Frage auslassen.",
        "annex_hint": (
            "Unsicher, was eine Antwort bedeutet? Die letzten Seiten erklären es."
        ),
        "privacy": "Ihre Daten",
        "retention": "Antworten werden {kept} aufbewahrt.",
        "days": "{n} Tage",
        "years": "{n} Jahre",
        "contact": "Fragen: {contact}.",
        "changed": "Was sich seit dem letzten Mal geändert hat",
        "at_most": "Bitte höchstens {n} ankreuzen.",
        "any": "Bitte alles Zutreffende ankreuzen.",
        "please": "Bitte beantworten Sie diese Frage.",
        "annex": "Was die Antworten bedeuten",
        "end": "Vielen Dank",
        "before": "Bevor Sie beginnen",
        "rule": (
            "Das Team einigt sich je Praktik auf eine Stufe. Niemandes eigene Sicht"
            " wird aufgeschrieben. Mindestens drei Personen müssen anwesend sein."
        ),
        "date": "Datum des Treffens",
        "present": "Anwesende",
        "purpose": "Wozu das dient und wer es sehen wird",
        "evidence_examples": "Als Beleg möglich",
        "not_agreed": "Wir waren uns nicht einig",
        "not_applicable": "Trifft auf uns nicht zu",
        "evidence": "Unser Beleg",
        "next": "Unser nächster Schritt",
        "target": "Zielstufe",
        "target_date": "bis",
        "signed": "Vom Team abgeschlossen",
        "same": "zählt auch für",
        "guide": "So leiten Sie das Treffen",
        "card_minutes": "{n} Minuten",
        "one_each": "Ein Block je Eintrag; für weitere bitte die Seite kopieren.",
        "form_unscored": (
            "Was Sie hier schreiben, hilft uns, Ergebnisse zu verstehen. Es geht nie in"
            " einen Wert ein."
        ),
        "yes": "ja",
        "no": "nein",
    },
}


def files(wave: Wave, instrument: Instrument, language: str) -> list[FormatFile]:
    """One page to print, complete in itself: no script, no image, no address."""
    name = f"{instrument.id}-paper.{language}.html"
    return [FormatFile(name, page(wave, instrument, language).encode("utf-8"))]


def page(wave: Wave, instrument: Instrument, language: str) -> str:
    """The printable page as HTML."""
    names = {"assessment": "worksheet", "form": "form"}
    name = names.get(instrument.mode, "questionnaire")
    return printed(name, wave, instrument, language)


def printed(name: str, wave: Wave, instrument: Instrument, language: str) -> str:
    """A printable page from one of the templates."""
    environment = _environment()
    template = environment.get_template(f"paper_{name}.html")
    return template.render(
        wave=wave,
        instrument=instrument,
        language=language,
        direction=direction(language),
        words=WORDS.get(language, WORDS["en"]),
        say=lambda text: say(text, language),
        prose=lambda text: prose(say(text, language)),
        sees=lambda where: who_sees(where, wave.privacy.steward, language),
        comments=comments_told(wave, instrument, language),
        kept=_kept(wave.privacy.retention_days, language),
        teams=wave.teams if len(wave.teams) <= MOST_TEAMS else (),
        outside=wave.asks_outside(instrument.group),
        titles={node.ref: say(node.title, language) for node in wave.nodes},
        answers=_answers,
        unit=lambda question: say(dict(question.unit), language),
        ways_out=_ways_out,
        only_if=lambda question: only_if(instrument, question, language),
        layout=lambda question: _layout(question, language),
        explained=_explained(instrument, language),
        css=(Path(__file__).parent / "paper.css").read_text(encoding="utf-8"),
    )


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent, encoding="utf-8"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _kept(days: int, language: str) -> str:
    """A whole number of years, where it is one."""
    words = WORDS.get(language, WORDS["en"])
    years, rest = divmod(days, 365)
    if rest or years < 2:
        return words["days"].format(n=days)
    return words["years"].format(n=years)


def _answers(question: Question) -> list[Choice]:
    return [choice for choice in question.choices if choice.missing is None]


def _ways_out(question: Question) -> list[Choice]:
    return [choice for choice in question.choices if choice.missing is not None]


def _layout(question: Question, language: str) -> str:
    """Short options stand side by side, a long list in two columns."""
    answers = _answers(question)
    longest = max((len(say(each.label, language)) for each in answers), default=0)
    if longest <= SHORT_LABEL and len(answers) <= 5:
        return "row"
    return "columns" if len(answers) > 7 else "list"


def _explained(
    instrument: Instrument, language: str
) -> list[tuple[int, Question, list[Choice]]]:
    """Questions with options that need more words, numbered as on the form."""
    numbered = enumerate(instrument.questions(), start=1)
    helped = (
        (number, question, [c for c in question.choices if say(c.help, language)])
        for number, question in numbered
    )
    return [entry for entry in helped if entry[2]]
