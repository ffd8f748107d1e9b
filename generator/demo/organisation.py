"""Two invented organisations: who they are, and how good they really are.

The typical customer has three teams of four; the large one has three units and
fourteen teams. Nobody in them exists. What each team truly does is drawn from a
generator seeded by names alone, so that every run tells the same story.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from generator.model.people import Person
from generator.model.survey import Organisation

FIRST = [
    "Aiko",
    "Amir",
    "Anna",
    "Bea",
    "Boris",
    "Carla",
    "Chen",
    "Dana",
    "Diego",
    "Elif",
    "Emma",
    "Farid",
    "Femi",
    "Greta",
    "Hana",
    "Hugo",
    "Ines",
    "Ivan",
    "Jana",
    "Jonas",
    "Kaya",
    "Karim",
    "Lara",
    "Leon",
    "Maja",
    "Malik",
    "Mina",
    "Nils",
    "Nora",
    "Olga",
    "Omar",
    "Paula",
    "Pedro",
    "Quinn",
    "Rana",
    "Rosa",
    "Samir",
    "Sara",
    "Tariq",
    "Tess",
    "Uma",
    "Vera",
    "Viktor",
    "Wanda",
    "Xenia",
    "Yara",
    "Yusuf",
    "Zoe",
]
LAST = [
    "Adler",
    "Bauer",
    "Costa",
    "Demir",
    "Eriksen",
    "Fischer",
    "Garcia",
    "Haas",
    "Ito",
    "Jansen",
    "Keller",
    "Lopez",
    "Meyer",
    "Novak",
    "Okoye",
    "Park",
    "Quist",
    "Rossi",
    "Schmid",
    "Tanaka",
    "Ude",
    "Vogel",
    "Weiss",
    "Young",
    "Zeman",
]
COMPANIES = [
    "Aldera",
    "Bionexa",
    "Corvia",
    "Delphine",
    "Eluvia",
    "Fenwick",
    "Genora",
    "Helix9",
    "Inveris",
    "Juno",
    "Kestrel",
    "Lumira",
    "Medara",
    "Norvane",
    "Orbia",
    "Pellion",
    "Quanta",
    "Rhea",
    "Sylva",
    "Tessera",
    "Umbria",
    "Valens",
    "Wyeland",
    "Xantha",
    "Yarrow",
    "Zephyra",
    "Arbora",
    "Belmar",
    "Cinder",
    "Dorado",
    "Estuary",
    "Fathom",
    "Gramma",
    "Halcyon",
    "Isadora",
    "Jasper",
    "Kilima",
    "Lorien",
    "Mistral",
    "Nimbus",
    "Osprey",
    "Pinnacle",
    "Quill",
    "Rowan",
    "Solace",
    "Thalia",
    "Ursa",
    "Vireo",
    "Willow",
    "Xylem",
    "Yonder",
    "Zircon",
]


SILENT = frozenset({("stakeholder", "manufacturing")})
"""(group, team) of the large example of which nobody ever answers."""


@dataclass(frozen=True, slots=True)
class Year:
    """One wave of the example: who was there, and who was asked."""

    wave: str
    organisation: Organisation
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """One invented organisation over its waves."""

    name: str
    years: tuple[Year, ...]
    seed: str


def example(
    name: str, organisations: Sequence[tuple[str, Organisation]], seed: str
) -> Example:
    """Fill organisations with people: as many of each group as are eligible.

    Args:
        name: What the example is called on the command line.
        organisations: Wave id and the units and teams of that time, oldest first.
        seed: What every draw starts from.
    """
    years = tuple(
        Year(wave, organisation, tuple(_people(organisation, wave, index)))
        for index, (wave, organisation) in enumerate(organisations)
    )
    return Example(name, years, seed)


def _people(organisation: Organisation, wave: str, index: int) -> list[Person]:
    """Everybody asked in one wave; about one in six left since the wave before."""
    people: list[Person] = []
    company = 0
    for team in organisation.teams:
        for group, count in sorted(team.eligible.items()):
            for number in range(count):
                replaced = index > 0 and (number + len(team.id)) % 6 == 0
                partner = ""
                if group == "partner":
                    partner = COMPANIES[(company + number // 2) % len(COMPANIES)]
                people.append(
                    _person(group, team.id, number, partner, wave if replaced else "")
                )
        company += team.eligible.get("partner", 0) // 2
    return people


def _person(group: str, team: str, number: int, partner: str, joined: str) -> Person:
    """One invented person; a replacement carries the wave of joining in the id."""
    identifier = f"{group}-{team}-{number:02d}{'-' + joined if joined else ''}"
    pick = random.Random(identifier)  # noqa: S311  # a story, not a secret
    first, last = pick.choice(FIRST), pick.choice(LAST)
    domain = f"{partner.lower()}.example" if partner else "meridian.example"
    return Person(
        person=identifier,
        name=f"{first} {last}",
        email=f"{first}.{last}.{identifier}@{domain}".lower(),
        language="de" if pick.random() < 0.3 else "en",
        group=group,
        team=team,
        partner=partner,
    )


def truth(example: Example, team: str, practice: str, wave_index: int) -> float:
    """How far a team truly is on a practice: 0 (absent) to 4 (a habit)."""
    draw = random.Random(f"{example.seed}|{practice}")  # noqa: S311
    level = 1.2 + 1.7 * draw.random()
    draw = random.Random(f"{example.seed}|{team}")  # noqa: S311
    level += draw.uniform(-0.35, 0.35)
    draw = random.Random(f"{example.seed}|{team}|{practice}")  # noqa: S311
    level += draw.uniform(-0.7, 0.7)
    fate = draw.random()
    if wave_index and fate < 0.3:
        level += draw.uniform(0.5, 1.3)
    elif wave_index and fate > 0.93:
        level -= draw.uniform(0.4, 0.9)
    return min(3.9, max(0.1, level))


def answers(
    example: Example,
    person: Person,
    wave_index: int,
    practices: Mapping[str, Sequence[str]],
    choices: Mapping[str, Sequence[tuple[str, float | None, str | None]]],
) -> dict[str, str]:
    """What one person would answer: question code to option code; blanks absent.

    Args:
        example: The organisation the person belongs to.
        person: Who answers.
        wave_index: 0 for the first wave.
        practices: Question code to the practices it asks about.
        choices: Question code to (option code, value, reason for missing).
    """
    views = {"practitioner": 0.15, "stakeholder": -0.35, "partner": -0.2}
    mood = random.Random(f"{example.seed}|{person.person}|{wave_index}")  # noqa: S311
    person_effect = mood.gauss(0, 0.4)
    given: dict[str, str] = {}
    for code, options in choices.items():
        draw = random.Random(  # noqa: S311
            f"{example.seed}|{person.person}|{wave_index}|{code}"
        )
        valued = sorted(
            (value, option) for option, value, _ in options if value is not None
        )
        missing = [option for option, _, reason in options if reason]
        fate = draw.random()
        if fate < 0.02:
            continue
        if fate < 0.07 and missing:
            given[code] = draw.choice(missing)
            continue
        if not valued:
            plain = [option for option, _, reason in options if not reason]
            if plain:
                given[code] = draw.choice(plain)
            continue
        about = practices.get(code) or ("general",)
        level = sum(
            truth(example, person.team, practice, wave_index) for practice in about
        ) / len(about)
        level += views.get(person.group, 0.0) + person_effect + draw.gauss(0, 0.55)
        wanted = min(1.0, max(0.0, level / 4))
        given[code] = min(valued, key=lambda pair: abs(pair[0] - wanted))[1]
    return given


def takes_part(
    example: Example, person: Person, wave_index: int
) -> Literal["complete", "partial", "no"]:
    """`complete`, `partial` (breaks off) or `no`: how far the person gets."""
    if (person.group, person.team) in SILENT:
        return "no"
    rates = {"practitioner": 0.95, "stakeholder": 0.62, "partner": 0.6}
    draw = random.Random(  # noqa: S311
        f"{example.seed}|part|{person.person}|{wave_index}"
    ).random()
    rate = rates.get(person.group, 0.6)
    if draw < rate * 0.94:
        return "complete"
    return "partial" if draw < rate else "no"
