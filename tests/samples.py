"""A small hand-made wave for tests: two frameworks, three teams, three groups."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from generator.backends.base import Ground
from generator.model.instrument import (
    WAVE_FORMAT,
    Choice,
    Instrument,
    Ladder,
    LadderRung,
    Node,
    Page,
    Promise,
    Question,
    Rules,
    Target,
    Wave,
    WaveGroup,
    WaveTeam,
    WaveUnit,
)
from generator.model.survey import Survey


def both(english: str, german: str = "") -> dict[str, str]:
    return {"en": english, "de": german or f"{english} (de)"}


MISSING = (
    Choice("NA", both("Does not apply", "Trifft nicht zu"), {}, None, "na"),
    Choice("DK", both("Cannot judge", "Kann ich nicht beurteilen"), {}, None, "dk"),
)

RUNGS = tuple(
    Choice(
        str(n),
        both(f"Rung {n}", f"Stufe {n}"),
        both(f"What rung {n} means.", f"Was Stufe {n} bedeutet."),
        n / 4,
    )
    for n in range(5)
)


def question(code: str, *practices: str, purpose: str = "capability") -> Question:
    return Question(
        code=code,
        item=f"seven-habits:{code.lower()}",
        kind="choice",
        purpose=purpose,
        text=both(f"How is {code} done?", f"Wie wird {code} gemacht?"),
        help={},
        choices=(*RUNGS, *MISSING),
        targets=tuple(Target(practice, 1.0) for practice in practices),
        reverse=False,
        required=False,
        max_choices=None,
        max_length=2000,
        fingerprint=code,
    )


COMMENT = Question(
    code="C1",
    item="seven-habits:comment",
    kind="text",
    purpose="comment",
    text=both("What helped most?", "Was hat am meisten geholfen?"),
    help={},
    choices=(),
    targets=(),
    reverse=False,
    required=False,
    max_choices=None,
    max_length=500,
    fingerprint="C1",
)

PICK = Question(
    code="P1",
    item="seven-habits:pick",
    kind="multi",
    purpose="importance",
    text=both("Pick up to three.", "Wählen Sie bis zu drei."),
    help={},
    choices=tuple(Choice(f"P{n}", both(f"Thing {n}"), {}, None) for n in range(1, 6)),
    targets=(),
    reverse=False,
    required=False,
    max_choices=3,
    max_length=2000,
    fingerprint="P1",
)

RISK = "seven-habits:risk-register"
LOG = "seven-habits:decision-log"
STAKEHOLDERS = "seven-habits:stakeholder-plan"
GOVERN = "foundation-model:decision-making"


def survey_instrument(identifier: str, letter: str, group: str) -> Instrument:
    return Instrument(
        id=identifier,
        letter=letter,
        title=both(f"{group.title()} survey"),
        group=group,
        mode="survey",
        languages=("en", "de"),
        minutes=(4, 15),
        estimated_minutes={"en": "6", "de": "7"},
        introduction=both("Welcome.", "Willkommen."),
        thanks=both("Thank you.", "Vielen Dank."),
        changes=(),
        pages=(
            Page(
                "value",
                both("Enhance value and manage risk", "Wert steigern"),
                both("Think of the last six months.", "Denken Sie an sechs Monate."),
                (
                    question("Q1", RISK),
                    question("Q2", RISK),
                    question("Q3", LOG, GOVERN),
                ),
            ),
            Page(
                "stakeholders",
                both("Stakeholders", "Interessengruppen"),
                {},
                (question("Q4", STAKEHOLDERS), question("Q5", STAKEHOLDERS)),
            ),
            Page("end", both("Last questions", "Letzte Fragen"), {}, (PICK, COMMENT)),
        ),
        ladders=(),
        fingerprint=identifier,
    )


def ladder(practice: str, title: str, same: tuple[str, ...] = ()) -> Ladder:
    return Ladder(
        practice=practice,
        same=same,
        dimension=both("Enhance value and manage risk"),
        title=both(title),
        statement=both(f"{title}: the gold standard in one sentence."),
        rungs=tuple(
            LadderRung(
                n,
                both(f"Rung {n}"),
                both(f"Descriptor of rung {n}."),
                (both("A file."),),
            )
            for n in range(5)
        ),
    )


ASSESSMENT = Instrument(
    id="assessment",
    letter="A'",
    title=both("Team assessment", "Teambewertung"),
    group="practitioner",
    mode="assessment",
    languages=("en", "de"),
    minutes=(90, 180),
    estimated_minutes={"en": "20", "de": "20"},
    introduction=both("Before you start."),
    thanks=both("Thank you."),
    changes=(),
    pages=(),
    ladders=(
        ladder(RISK, "Keep a risk register"),
        ladder(LOG, "Keep a decision log", (GOVERN,)),
        ladder(STAKEHOLDERS, "Plan stakeholder engagement"),
    ),
    fingerprint="assessment",
)


def node(
    ref: str, kind: str, parent: str | None, title: str, same: tuple[str, ...] = ()
) -> Node:
    return Node(
        ref=ref,
        kind=kind,  # type: ignore[arg-type]
        parent=parent,
        title=both(title),
        code="",
        weight=1.0,
        gold=4.0,
        top_rung=4 if kind == "practice" else 0,
        same=same,
    )


def rules(framework: str) -> Rules:
    return Rules(
        framework=framework,
        version="1.0.0",
        fingerprint=framework,
        low=0,
        high=4,
        minimum_share=0.5,
        sd=22,
        sd_df=20,
        smallest_difference=5,
    )


def small_wave(wave: str = "2026", year: int = 2026, *, reference: bool = True) -> Wave:
    """Three teams of four in one unit; A', A, B and C; k = 5."""
    return Wave(
        format=WAVE_FORMAT,
        survey="alliance-baseline",
        survey_title=both("Alliance practice baseline"),
        organisation=both("Example Biotech"),
        id=wave,
        title=both(f"Wave {wave}"),
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
                both("Practitioners"),
                both("Practitioners say"),
                clusters=False,
            ),
            WaveGroup(
                "stakeholder",
                both("Stakeholders"),
                both("Stakeholders say"),
                clusters=False,
            ),
            WaveGroup("partner", both("Partners"), both("Partners say"), clusters=True),
        ),
        instruments=(
            survey_instrument("practitioner", "A", "practitioner"),
            ASSESSMENT,
            survey_instrument("stakeholder", "B", "stakeholder"),
            survey_instrument("partner", "C", "partner"),
        ),
        nodes=(
            node("foundation-model", "framework", None, "Foundation Model"),
            node(
                "foundation-model:governance",
                "dimension",
                "foundation-model",
                "Governance",
            ),
            node(GOVERN, "practice", "foundation-model:governance", "Decide", (LOG,)),
            node("seven-habits", "framework", None, "Seven Habits"),
            node(
                "seven-habits:enhance-value",
                "dimension",
                "seven-habits",
                "Enhance value and manage risk",
            ),
            node(
                RISK, "practice", "seven-habits:enhance-value", "Keep a risk register"
            ),
            node(
                LOG,
                "practice",
                "seven-habits:enhance-value",
                "Keep a decision log",
                (GOVERN,),
            ),
            node(
                "seven-habits:engage-stakeholders",
                "dimension",
                "seven-habits",
                "Manage and engage stakeholders",
            ),
            node(
                STAKEHOLDERS,
                "practice",
                "seven-habits:engage-stakeholders",
                "Plan stakeholder engagement",
            ),
        ),
        rules=(rules("foundation-model"), rules("seven-habits")),
        privacy=Promise(
            identity="pseudonymous",
            k_scores=5,
            k_comments=10,
            comments="off",
            retention_days=1095,
            contact="alliance.office@example.org",
            steward="Office of Insight",
            statement=both("Your answers are confidential.", "Vertraulich."),
        ),
        units=(WaveUnit("alliances", both("Alliance management"), "organisation"),),
        teams=tuple(
            WaveTeam(
                team,
                both(team.title()),
                "alliances",
                both(f"{team.title()} collaborations"),
                {"practitioner": 4, "stakeholder": 20, "partner": 10},
            )
            for team in ("immunology", "oncology", "vaccines")
        ),
        fingerprint=f"sample-{wave}",
    )


def small_survey(**changed: object) -> Survey:
    """The survey the small wave could have been frozen from: settings, no questions."""
    return Survey.model_validate(
        {
            "schema": 1,
            "id": "alliance-baseline",
            "title": "Alliance practice baseline",
            "organisation": "Example Biotech",
            "timezone": "Europe/Berlin",
            "frameworks": [{"id": "seven-habits", "version": "1.0.0"}],
            "groups": [
                {"id": name, "title": name, "view_title": name}
                for name in ("practitioner", "stakeholder", "partner")
            ],
            "privacy": {
                "contact": "alliance.office@example.org",
                "steward": "Office of Insight",
                "statement": "Your answers are confidential.",
            },
            "instruments": [],
            "waves": [],
            **changed,
        }
    )


def ground(wave: Wave, var: Path, **changed: Any) -> Ground:
    """What a backend is built on in a test: the wave, a folder and a known key."""
    given: dict[str, Any] = {
        "key": lambda: b"k" * 32,
        "survey": small_survey(),
        **changed,
    }
    return Ground(wave=wave, var=var, **given)


def state_costs(project: Path) -> Path:
    """Bring the example in the starter's `clocks.yaml` to life; gives the file."""
    path = project / "surveys" / "our-baseline" / "clocks.yaml"
    head, _, example = path.read_text(encoding="utf-8").partition("teams: []\n")
    lines = [line.removeprefix("#") for line in example.splitlines(keepends=True)]
    path.write_text(f"{head}teams:\n{''.join(lines)}", encoding="utf-8")
    return path
