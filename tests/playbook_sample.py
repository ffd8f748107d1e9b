"""A small framework and survey for tests of the playbook and the site."""

from __future__ import annotations

from generator.model.framework import Framework
from generator.model.survey import Survey

SCALE = {
    "id": "often",
    "kind": "frequency",
    "options": [
        {"code": "0", "label": {"en": "Never", "de": "Nie"}, "value": 0},
        {"code": "1", "label": {"en": "Always", "de": "Immer"}, "value": 1},
    ],
}

LADDER = [
    {
        "n": n,
        "title": {"en": f"Step {n}", "de": f"Tritt {n}"},
        "short": "short",
        "descriptor": {"en": f"Seen at {n}.", "de": f"Zu sehen bei {n}."},
        "evidence": [{"en": f"A file {n}", "de": f"Eine Datei {n}"}],
    }
    for n in range(5)
]


def practice(identifier: str, title: str, **more: object) -> dict[str, object]:
    return {
        "id": identifier,
        "title": {"en": title, "de": f"{title} auf Deutsch"},
        "statement": {"en": f"{title}, in full.", "de": f"{title}, ganz."},
        "guidance": {
            "what": {"en": f"What {title} is.", "de": f"Was {title} ist."},
            "why": "Because.",
            "how": "1. Do it.\n2. Do it again.",
            "pitfalls": ["Not doing it."],
        },
        **more,
    }


def habits(**more: object) -> Framework:
    data: dict[str, object] = {
        "schema": 1,
        "id": "seven-habits",
        "version": "1.2.3",
        "released": "2026-01-15",
        "title": {"en": "Seven Habits", "de": "Sieben Gewohnheiten"},
        "summary": {"en": "Habits of people.", "de": "Gewohnheiten von Menschen."},
        "languages": ["en", "de"],
        "licence": "CC-BY-4.0",
        "attribution": [
            {
                "title": "A Book",
                "authors": "Author, A.",
                "year": 2021,
                "url": "https://example.org/book",
            }
        ],
        "labels": {"dimension": {"one": "Habit", "many": "Habits"}},
        "lens": {"id": "operational", "title": "Operational"},
        "ladder": LADDER,
        "scales": [SCALE],
        "readers": [
            {
                "id": "finance",
                "title": "Finance",
                "cares_about": "Money",
                "question": "What does it cost?",
            }
        ],
        "dimensions": [
            {
                "id": "enhance-value",
                "title": "Enhance value and manage risk",
                "statement": "Value grows.",
                "practices": [
                    practice(
                        "risk-register",
                        "Keep a risk register",
                        code="H1.1",
                        importance=0.9,
                        readers=[{"reader": "finance", "text": "Fewer surprises."}],
                        metrics=[
                            {
                                "id": "days",
                                "kind": "time",
                                "title": "Days to act",
                                "definition": "Days from risk to action.",
                                "clock_starts": "risk seen",
                                "clock_stops": "action done",
                                "direction": "down",
                            }
                        ],
                        steps=[
                            {
                                "id": "start-register",
                                "title": "Start a register",
                                "how": "Write three risks down.",
                                "first": "Open a file.",
                                "from_rung": 0,
                                "to_rung": 2,
                                "roles": ["Lead"],
                                "evidence": "The file",
                            }
                        ],
                    ),
                    practice(
                        "decision-log",
                        "Keep a decision log",
                        depends_on=["risk-register"],
                        maps_to=[
                            {
                                "ref": "foundation-model:decision-making",
                                "relation": "same",
                            }
                        ],
                    ),
                ],
            },
            {
                "id": "engage-stakeholders",
                "title": "Manage and engage stakeholders",
                "statement": "They know.",
                "practices": [practice("stakeholder-plan", "Plan engagement")],
            },
        ],
    }
    data.update(more)
    return Framework.model_validate(data)


def foundation() -> Framework:
    return Framework.model_validate(
        {
            "schema": 1,
            "id": "foundation-model",
            "version": "1.0.0",
            "released": "2026-01-10",
            "title": "Foundation Model",
            "summary": "What it must deliver.",
            "purpose": "Keep and **grow** value.",
            "languages": ["en", "de"],
            "licence": "CC-BY-4.0",
            "lens": {"id": "strategic", "title": "Strategic"},
            "ladder": LADDER,
            "dimensions": [
                {
                    "id": "governance",
                    "title": "Governance",
                    "statement": "Decisions are made.",
                    "practices": [practice("decision-making", "Decide")],
                }
            ],
        }
    )


def survey(**privacy: object) -> Survey:
    return Survey.model_validate(
        {
            "schema": 1,
            "id": "alliance-baseline",
            "title": {"en": "Alliance baseline", "de": "Ausgangslage"},
            "organisation": "Example Biotech",
            "languages": ["en", "de"],
            "timezone": "Europe/Berlin",
            "frameworks": [{"id": "seven-habits", "version": "1.2.3"}],
            "groups": [
                {
                    "id": "practitioner",
                    "title": "Practitioners",
                    "view_title": "Practitioners say",
                },
                {
                    "id": "partner",
                    "title": "Partners",
                    "view_title": "Partners say",
                    "clusters": True,
                },
            ],
            "privacy": {
                "k_scores": 7,
                "contact": "office@example.org",
                "steward": "Office of Insight",
                "statement": "Nobody is picked out.",
                "retention_days": 400,
                **privacy,
            },
            "instruments": [],
            "waves": [],
        }
    )
