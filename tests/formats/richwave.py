"""A wave whose practitioners are asked every kind of question there is."""

from __future__ import annotations

import dataclasses

from samples import MISSING, both, question, small_wave

from generator.model.instrument import AnswerIn, Choice, Instrument, Page, Wave

HOSTILE = (
    "=1+1",
    '<script>alert("x")</script> & <b>bold</b>',
    "{team} ${Q1} {{ 7*7 }} {Q1}",
    "*stars* _lines_ #hash \\stroke [a](b)",
    "Zeile eins\nZeile zwei\n\nZeile drei",
    "مرحبا \u202eשלום\u202c",
    "👩‍👩‍👧 🇩🇪 é e\u0301",
    "+1 @sum -2 'quoted' \"double\"",
    "x" * 10_000,
)
"""Texts that other tools take for something else."""


def rich_wave() -> Wave:
    """The small wave with numbers, conditions, what must be answered and one table."""
    wave = small_wave()
    asked = wave.instruments[0]
    number = dataclasses.replace(
        question("N1"),
        kind="number",
        text=both("How many meetings?", "Wie viele Treffen?"),
        choices=MISSING,
        low=0.0,
        high=100.0,
        unit=(("en", "meetings a year"), ("de", "Treffen im Jahr")),
        required=True,
    )
    share = dataclasses.replace(
        question("N2"),
        kind="number",
        text=both("What share is done?", "Welcher Anteil ist erledigt?"),
        help=both("A **rough** guess will do.", "Grob geschätzt genügt."),
        choices=(),
        low=0.0,
        high=100.0,
        unit=(("en", "%"), ("de", "%")),
    )
    after = dataclasses.replace(
        question("Q6"),
        required=True,
        show_if=(
            (AnswerIn("Q1", ("3", "4")), AnswerIn("P1", ("P2",))),
            (AnswerIn("N1", ("NA",)),),
        ),
    )
    several = dataclasses.replace(
        question("P2"),
        kind="multi",
        text=both("Which ones?", "Welche?"),
        choices=(
            Choice("A", both("Mails, letters", "Mails, Briefe"), {}, None),
            Choice("B", both("Calls", "Anrufe"), {}, None),
            *MISSING,
        ),
        show_if=((AnswerIn("Q1", ("1",)),),),
    )
    more = (
        Page("numbers", both("Numbers", "Zahlen"), {}, (number, share)),
        Page(
            "after",
            both("And then", "Und dann"),
            both("Only **some** are asked.", "Nur manche werden gefragt."),
            (after, several),
        ),
    )
    richer = dataclasses.replace(
        asked,
        pages=(*asked.pages, *more),
        changes=(both("We meet on Mondays.", "Wir treffen uns montags."),),
        fingerprint="0123456789abcdef" * 4,
    )
    return dataclasses.replace(wave, instruments=(richer, *wave.instruments[1:]))


def hostile_wave(text: str) -> Wave:
    """The rich wave with the same hostile words in every text of its questions."""
    wave = rich_wave()
    asked = wave.instruments[0]

    def spoil(page: Page) -> Page:
        return dataclasses.replace(
            page,
            title=both(text, text),
            intro=both(text, text),
            questions=tuple(
                dataclasses.replace(
                    one,
                    text=both(f"{one.code} {text}", f"{one.code} {text}"),
                    help=both(text, text),
                    choices=tuple(
                        dataclasses.replace(choice, label=both(text, text))
                        for choice in one.choices
                    ),
                )
                for one in page.questions
            ),
        )

    spoiled = dataclasses.replace(
        asked,
        title=both(text, text),
        introduction=both(text, text),
        thanks=both(text, text),
        pages=tuple(map(spoil, asked.pages)),
    )
    return dataclasses.replace(
        wave,
        organisation=both(text, text),
        survey_title=both(text, text),
        teams=tuple(
            dataclasses.replace(
                team, name=both(f"{team.id} {text}", f"{team.id} {text}")
            )
            for team in wave.teams
        ),
        instruments=(spoiled, *wave.instruments[1:]),
    )


def practitioners(wave: Wave) -> Instrument:
    """The instrument that is rich, or hostile."""
    return wave.instruments[0]
