"""A realistic baseline for tests: two waves, three teams of four, 22 practices."""

from __future__ import annotations

import datetime as dt

from generator.model.edition import (
    EDITION_FORMAT,
    CellKey,
    Change,
    Edition,
    Shown,
    Suppressed,
    Turnout,
)
from generator.model.framework import Framework
from generator.model.instrument import (
    WAVE_FORMAT,
    Instrument,
    Ladder,
    LadderRung,
    Node,
    Promise,
    Rules,
    Wave,
    WaveGroup,
    WaveTeam,
    WaveUnit,
)
from generator.model.page import Baseline
from generator.model.statement import Statement, StatementEntry


def both(english: str, german: str = "") -> dict[str, str]:
    return {"en": english, "de": german or english}


PARTS = {
    "foundation-model": (
        "Alliance Management Foundation Model",
        [
            (
                "purposeful-leadership",
                "Purposeful Leadership",
                "Zielgerichtete Führung",
                [
                    (
                        "shared-purpose",
                        "State the shared purpose of the alliance",
                        "Den gemeinsamen Zweck der Allianz benennen",
                        0.8,
                    ),
                    (
                        "sponsor-time",
                        "Give sponsors a working rhythm",
                        "Sponsoren in einen festen Rhythmus einbinden",
                        0.5,
                    ),
                ],
            ),
            (
                "collaborative-engagement",
                "Collaborative Engagement",
                "Zusammenarbeit",
                [
                    (
                        "joint-planning",
                        "Plan together with the partner",
                        "Gemeinsam mit dem Partner planen",
                        0.6,
                    ),
                    (
                        "working-agreement",
                        "Agree how to work together",
                        "Arbeitsweise vereinbaren",
                        0.5,
                    ),
                ],
            ),
            (
                "governance",
                "Governance",
                "Steuerung",
                [
                    (
                        "decision-rights",
                        "Settle who decides what",
                        "Klären, wer was entscheidet",
                        0.9,
                    ),
                    (
                        "escalation",
                        "Keep a path for escalation",
                        "Einen Weg für Eskalationen offenhalten",
                        0.6,
                    ),
                ],
            ),
            (
                "measurable-outcomes",
                "Measurable Outcomes",
                "Messbare Ergebnisse",
                [
                    (
                        "outcome-measures",
                        "Measure what the alliance is for",
                        "Messen, wofür die Allianz da ist",
                        0.9,
                    ),
                    (
                        "health-check",
                        "Check the health of the relationship",
                        "Die Beziehung regelmäßig prüfen",
                        0.5,
                    ),
                ],
            ),
        ],
    ),
    "seven-habits": (
        "Seven Habits",
        [
            (
                "enhance-value",
                "Enhance value and manage risk",
                "Wert steigern, Risiken steuern",
                [
                    (
                        "value-register",
                        "Keep a list of ways to add value",
                        "Eine Liste möglicher Wertsteigerungen führen",
                        0.6,
                    ),
                    (
                        "risk-register",
                        "Keep a risk register",
                        "Ein Risikoregister führen",
                        0.7,
                    ),
                ],
            ),
            (
                "engage-stakeholders",
                "Manage and engage stakeholders",
                "Interessengruppen einbinden",
                [
                    (
                        "stakeholder-plan",
                        "Plan stakeholder engagement",
                        "Einbindung der Interessengruppen planen",
                        0.7,
                    ),
                    (
                        "stakeholder-language",
                        "Speak each stakeholder’s language",
                        "Die Sprache jeder Gruppe sprechen",
                        0.4,
                    ),
                ],
            ),
            (
                "bridge-differences",
                "Bridge differences",
                "Unterschiede überbrücken",
                [
                    (
                        "culture-talk",
                        "Talk about how the companies differ",
                        "Über Unterschiede der Unternehmen sprechen",
                        0.4,
                    ),
                    (
                        "handover",
                        "Hand over without losing the thread",
                        "Übergaben ohne Verlust gestalten",
                        0.3,
                    ),
                ],
            ),
            (
                "gain-insights",
                "Gain and interpret insights",
                "Einsichten gewinnen",
                [
                    (
                        "lessons",
                        "Collect lessons and use them",
                        "Erfahrungen sammeln und nutzen",
                        0.5,
                    ),
                    (
                        "partner-watch",
                        "Follow what changes at the partner",
                        "Verfolgen, was sich beim Partner ändert",
                        0.4,
                    ),
                ],
            ),
            (
                "resolve-problems",
                "Resolve problems",
                "Probleme lösen",
                [
                    (
                        "early-signs",
                        "Name problems early",
                        "Probleme früh benennen",
                        0.7,
                    ),
                    (
                        "root-cause",
                        "Look for the cause, not the culprit",
                        "Nach der Ursache suchen, nicht nach Schuldigen",
                        0.5,
                    ),
                ],
            ),
            (
                "operational-excellence",
                "Build operational excellence",
                "Abläufe meistern",
                [
                    (
                        "decision-log",
                        "Keep a decision log",
                        "Ein Entscheidungslog führen",
                        0.8,
                    ),
                    (
                        "onboarding",
                        "Bring new people in within a week",
                        "Neue in einer Woche einarbeiten",
                        0.3,
                    ),
                ],
            ),
            (
                "publish-work",
                "Publish your work",
                "Arbeit sichtbar machen",
                [
                    (
                        "regular-report",
                        "Report on a fixed calendar",
                        "Nach festem Kalender berichten",
                        0.8,
                    ),
                    (
                        "show-value",
                        "Show the value in the reader’s terms",
                        "Den Nutzen in der Sprache der Leser zeigen",
                        0.7,
                    ),
                ],
            ),
        ],
    ),
}

SAME = {"foundation-model:decision-rights": (), "seven-habits:decision-log": ()}

RUNGS = (
    (
        "Not done",
        "Nicht getan",
        "Nobody does this, or nobody knows who does.",
        "Niemand tut das, oder niemand weiß, wer.",
    ),
    (
        "By chance",
        "Zufällig",
        "Some people do it in their own way when there is time.",
        "Einzelne tun es auf ihre Weise, wenn Zeit ist.",
    ),
    (
        "Agreed",
        "Vereinbart",
        "The team has agreed how to do it and mostly does so.",
        "Das Team hat vereinbart, wie es geht, und tut es meistens.",
    ),
    (
        "Part of the work",
        "Teil der Arbeit",
        "It is done every time, and the partner knows and uses it.",
        "Es geschieht jedes Mal, und der Partner kennt und nutzt es.",
    ),
    (
        "Gold standard",
        "Goldstandard",
        "It is done every time, checked once a year with the partner, and improved.",
        "Es geschieht jedes Mal, wird jährlich mit dem Partner geprüft und verbessert.",
    ),
)


def framework(identifier: str) -> Framework:
    """The framework of today as its author wrote it, with one step per practice."""
    title, dimensions = PARTS[identifier]
    return Framework.model_validate(
        {
            "schema": 1,
            "id": identifier,
            "version": "1.0.0",
            "released": "2025-01-31",
            "title": title,
            "summary": f"{title} in short.",
            "languages": ["en", "de"],
            "licence": "CC BY 4.0",
            "attribution": [
                {
                    "title": "Creating a Baseline for Your Alliance Practice",
                    "authors": "The Rhythm of Business",
                    "year": 2024,
                }
            ],
            "lens": {"id": "strategic", "title": "Strategic"},
            "ladder": [
                {
                    "n": n,
                    "title": both(rung[0], rung[1]),
                    "short": both(rung[0], rung[1]),
                    "descriptor": both(rung[2], rung[3]),
                }
                for n, rung in enumerate(RUNGS)
            ],
            "dimensions": [
                {
                    "id": dimension,
                    "title": both(name, german),
                    "statement": f"{name}.",
                    "practices": [practice(identifier, *one) for one in practices],
                }
                for dimension, name, german, practices in dimensions
            ],
        }
    )


def practice(
    framework_id: str, identifier: str, title: str, german: str, importance: float
) -> dict[str, object]:
    needs = {"regular-report": ["outcome-measures"], "escalation": ["decision-rights"]}
    prefix = "foundation-model:" if framework_id == "seven-habits" else ""
    return {
        "id": identifier,
        "title": both(title, german),
        "statement": both(f"{title}: every time, checked with the partner."),
        "guidance": {},
        "importance": importance,
        "depends_on": [prefix + need for need in needs.get(identifier, [])],
        "steps": [
            {
                "id": f"{identifier}-{low}",
                "title": both(f"{STEP[low][0]}", f"{STEP[low][1]}"),
                "how": "Do it.",
                "from_rung": low,
                "to_rung": low + 1,
                "first": both(
                    "Write the three newest cases on one page and send it to the team.",
                    "Schreiben Sie die drei neuesten Fälle auf eine Seite und schicken "
                    "Sie sie dem Team.",
                ),
                "evidence": both(
                    "the page is in the shared folder", "die Seite liegt im Ordner"
                ),
            }
            for low in range(3)
        ],
    }


STEP = (
    ("Name one person who starts", "Eine Person benennen, die anfängt"),
    ("Agree on one page how you do it", "Auf einer Seite vereinbaren, wie es geht"),
    (
        "Show it to the partner and ask what is missing",
        "Dem Partner zeigen und fragen, was fehlt",
    ),
)


def nodes() -> tuple[Node, ...]:
    found = []
    for identifier, (title, dimensions) in PARTS.items():
        found.append(Node(identifier, "framework", None, both(title), "", 1.0, 4.0, 0))
        for dimension, name, german, practices in dimensions:
            above = f"{identifier}:{dimension}"
            found.append(
                Node(above, "dimension", identifier, both(name, german), "", 1, 4.0, 0)
            )
            found += [
                Node(
                    f"{identifier}:{one[0]}",
                    "practice",
                    above,
                    both(one[1], one[2]),
                    "",
                    1.0,
                    4.0,
                    4,
                    importance=one[3],
                )
                for one in practices
            ]
    return tuple(found)


PRACTICES = [node.ref for node in nodes() if node.kind == "practice"]
DIMENSIONS = [node.ref for node in nodes() if node.kind == "dimension"]


def instrument(identifier: str, letter: str, group: str) -> Instrument:
    mode = "assessment" if identifier == "assessment" else "survey"
    names = {node.ref: node.title for node in nodes()}
    above = {node.ref: node.parent for node in nodes()}
    return Instrument(
        id=identifier,
        letter=letter,
        title=both(identifier),
        group=group,
        mode=mode,
        languages=("en", "de"),
        minutes=(4, 15),
        estimated_minutes={"en": "6", "de": "7"},
        introduction={},
        thanks={},
        changes=(),
        pages=(),
        ladders=tuple(
            Ladder(
                practice=ref,
                same=(),
                dimension=names[above[ref] or ""],
                title=names[ref],
                statement=both("Every time, checked with the partner."),
                rungs=tuple(
                    LadderRung(n, both(r[0], r[1]), both(r[2], r[3]), ())
                    for n, r in enumerate(RUNGS)
                ),
            )
            for ref in PRACTICES
        )
        if mode == "assessment"
        else (),
        fingerprint=identifier,
    )


TEAMS = {
    "oncology": (
        "Oncology alliances",
        "Onkologie-Allianzen",
        "Looks after Aster, Beryl and Cobalt",
        "Betreut Aster, Beryl und Cobalt",
    ),
    "immunology": (
        "Immunology alliances",
        "Immunologie-Allianzen",
        "Looks after Delta and Ember",
        "Betreut Delta und Ember",
    ),
    "vaccines": (
        "Vaccine alliances",
        "Impfstoff-Allianzen",
        "Looks after Fjord and Garnet",
        "Betreut Fjord und Garnet",
    ),
}


def wave(identifier: str, year: int, *, reference: bool) -> Wave:
    return Wave(
        format=WAVE_FORMAT,
        survey="alliance-baseline",
        survey_title=both("Alliance practice baseline"),
        organisation=both("Example Biotech"),
        id=identifier,
        title=both(f"Wave {year}", f"Welle {year}"),
        opens=dt.datetime(year, 3, 1, 23, tzinfo=dt.UTC),
        closes=dt.datetime(year, 3, 29, 22, tzinfo=dt.UTC),
        timezone="Europe/Berlin",
        reference=reference,
        languages=("en", "de"),
        headline="assessment",
        backend="local",
        groups=(
            WaveGroup(
                "practitioner",
                both("Practitioners", "Praktiker"),
                both("Practitioners say"),
                clusters=False,
            ),
            WaveGroup(
                "stakeholder",
                both("Stakeholders", "Stakeholder"),
                both("Stakeholders say"),
                clusters=False,
            ),
            WaveGroup(
                "partner",
                both("Partners", "Partner"),
                both("Partners say"),
                clusters=True,
            ),
        ),
        instruments=(
            instrument("practitioner", "A", "practitioner"),
            instrument("assessment", "A'", "practitioner"),
            instrument("stakeholder", "B", "stakeholder"),
            instrument("partner", "C", "partner"),
        ),
        nodes=nodes(),
        rules=tuple(Rules(one, "1.0.0", one, 0, 4, 0.5, 22, 20, 5) for one in PARTS),
        privacy=Promise(
            "pseudonymous",
            5,
            10,
            "off",
            1095,
            "alliance.office@example.org",
            "Office of Insight",
            both("Confidential."),
        ),
        units=(WaveUnit("alliances", both("Alliance management"), "organisation"),),
        teams=tuple(
            WaveTeam(
                team,
                both(names[0], names[1]),
                "alliances",
                both(names[2], names[3]),
                {"practitioner": 4, "stakeholder": 20, "partner": 10},
            )
            for team, names in TEAMS.items()
        ),
        fingerprint=f"sample-{identifier}",
    )


def shown(seed: int, n: int) -> Shown:
    value = round(1.2 + (seed * 37 % 23) / 10, 1)
    half = round(2.1 / n**0.5, 1)
    return Shown(
        value=value,
        low=max(0.0, round(value - half, 1)),
        high=min(4.0, round(value + half, 1)),
        n=n,
        se=half / 2,
        df=19.0 + n,
        confidence="low" if half > 0.4 else "medium",
    )


def edition(identifier: str, year: int) -> Edition:
    cells: dict[CellKey, Shown | Suppressed] = {}
    changes: dict[CellKey, Change] = {}
    later = year > 2025
    groups = ["organisation", "alliances", *TEAMS]
    asked = {
        "practitioner": PRACTICES,
        "stakeholder": PRACTICES[::2] + PRACTICES[9::4],
        "partner": PRACTICES[1::3],
    }
    for view, refs in asked.items():
        for place, ref in enumerate([*refs, *DIMENSIONS]):
            for step, group in enumerate(groups):
                whole = step < 2
                n = {"practitioner": 10, "stakeholder": 38, "partner": 17}[view]
                n = n if whole else 12 + step
                open_here = whole or (
                    view == "stakeholder" and not (group == "vaccines" and place % 3)
                )
                key = CellKey(view, ref, group)
                if not open_here:
                    cells[key] = Suppressed()
                    continue
                seed = place * 5 + len(view) + (0 if whole else step * 7)
                cells[key] = shown(seed + 3 * later, n)
                if later:
                    value = round(((seed * 13) % 15 - 5) / 10, 1)
                    changes[key] = Change(
                        value,
                        round(value - 0.6, 1),
                        round(value + 0.6, 1),
                        clear=abs(value) > 0.6,
                        smallest=0.6,
                        since="2025",
                    )
    turnout: dict[tuple[str, str], Turnout | Suppressed] = {}
    for view, (eligible, answered) in {
        "practitioner": (12, 10),
        "stakeholder": (60, 38),
        "partner": (30, 17),
    }.items():
        turnout[view, "organisation"] = Turnout(eligible, answered)
        for team in TEAMS:
            turnout[view, team] = (
                Suppressed()
                if view == "practitioner"
                else Turnout(eligible // 3, answered // 3)
            )
    return Edition(
        EDITION_FORMAT,
        "alliance-baseline",
        identifier,
        f"sample-{identifier}",
        1,
        5,
        cells,
        changes,
        turnout,
    )


EVIDENCE = (
    "decision log in use since March",
    "",
    "minutes of the last three committee meetings",
    "risk list in the shared folder, reviewed in May",
    "",
)


def statement(wave_id: str, year: int, team: str) -> Statement:
    offset = sorted(TEAMS).index(team)
    entries = []
    for place, ref in enumerate(PRACTICES):
        rung = (place * 7 + offset * 3 + place // 3) % 4
        if year > 2025 and place % 5 == offset:
            rung = min(4, rung + 1)
        state = "agreed"
        if place == 13:
            state = "not_agreed"
        if place == 18:
            state = "not_applicable"
        agreed = state == "agreed"
        entries.append(
            StatementEntry(
                ref,
                state,
                rung if agreed else None,
                EVIDENCE[place % 5] if agreed else "",
                "Put the log on the agenda of the next meeting" if place == 6 else "",
                rung + 1 if place == 6 else None,
                dt.date(year, 9, 30) if place == 6 else None,
            )
        )
    return Statement(
        "alliance-baseline",
        wave_id,
        f"sample-{wave_id}",
        team,
        "team",
        4,
        "to choose two steps for this half-year; the team and the office see it",
        tuple(entries),
        3,
        dt.datetime(year, 3, 14, 10, tzinfo=dt.UTC),
    )


def sample(language: str = "en", *, without: tuple[str, ...] = ()) -> Baseline:
    """Two waves of three teams; `without` names teams that made no statement."""
    years = {"2025": 2025, "2026": 2026}
    return Baseline(
        language=language,
        frameworks=tuple(framework(one) for one in PARTS),
        waves=tuple(
            wave(one, year, reference=year == 2025) for one, year in years.items()
        ),
        editions={one: edition(one, year) for one, year in years.items()},
        statements={
            (one, team): statement(one, year, team)
            for one, year in years.items()
            for team in TEAMS
            if team not in without
        },
    )
