"""The shipped gold standard keeps its promises: frameworks, survey and teams."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from generator.instruments.compile import compile_wave
from generator.instruments.lint import lint
from generator.model.framework import Framework, Item, Practice
from generator.model.ids import Text, qualified
from generator.model.instrument import Instrument, Wave
from generator.model.survey import Survey
from generator.sources.project import Project, load_project

ROOT = Path(__file__).parent.parent.parent
PLACEHOLDERS = {"name", "link", "closes", "minutes", "team"}
CORE = 20


@pytest.fixture(scope="module")
def project() -> Project:
    return load_project(ROOT)


@pytest.fixture(scope="module")
def survey(project: Project) -> Survey:
    return project.surveys["alliance-baseline"].survey


@pytest.fixture(scope="module")
def wave(project: Project) -> Wave:
    folder = project.surveys["alliance-baseline"]
    return compile_wave(folder.survey, folder.organisation, project.frameworks, "2025")


def alliance_frameworks(project: Project) -> list[Framework]:
    return [project.frameworks[each] for each in ("foundation-model", "seven-habits")]


def practices(project: Project) -> dict[str, Practice]:
    return {
        f"{framework.id}:{practice.id}": practice
        for framework in alliance_frameworks(project)
        for _, practice in framework.walk()
    }


def items(project: Project) -> dict[str, Item]:
    found = {
        f"{ref.partition(':')[0]}:{item.id}": item
        for ref, practice in practices(project).items()
        for item in practice.items
    }
    for framework in alliance_frameworks(project):
        found.update({f"{framework.id}:{item.id}": item for item in framework.items})
    return found


def asked(wave: Wave, letter: str) -> Instrument:
    return next(each for each in wave.instruments if each.letter == letter)


def scored(instrument: Instrument) -> dict[str, str]:
    """Every question that enters a score, with what it is made of."""
    return {
        question.item: question.fingerprint
        for question in instrument.questions()
        if question.targets
    }


def with_blocks(
    project: Project, survey: Survey, wave: str, blocks: tuple[str, ...]
) -> Wave:
    """A wave as it would be with other rotating blocks."""
    waves = tuple(
        plan.model_copy(update={"blocks": blocks}) if plan.id == wave else plan
        for plan in survey.waves
    )
    other = survey.model_copy(update={"waves": waves})
    organisation = project.surveys["alliance-baseline"].organisation
    return compile_wave(other, organisation, project.frameworks, wave)


def texts(value: object, place: str = "") -> Iterator[tuple[str, Text]]:
    if isinstance(value, Text):
        yield place, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from texts(getattr(value, name), f"{place}.{name}")
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from texts(each, f"{place}.{key}")
    elif isinstance(value, tuple):
        for number, each in enumerate(value):
            yield from texts(each, f"{place}.{getattr(each, 'id', number)}")


def test_the_project_loads_without_a_warning(project: Project) -> None:
    assert project.warnings == ()


def test_nothing_in_the_survey_or_its_frameworks_is_worth_a_finding(
    project: Project,
) -> None:
    folder = project.surveys["alliance-baseline"]
    assert lint(folder.survey, project.frameworks, folder.organisation) == []


def test_the_frameworks_have_the_parts_of_their_sources(project: Project) -> None:
    foundation, habits = alliance_frameworks(project)
    assert [each.id for each in foundation.dimensions] == [
        "purposeful-leadership",
        "collaborative-engagement",
        "governance",
        "measurable-outcomes",
    ]
    assert [each.id for each in habits.dimensions] == [
        "enhance-value",
        "engage-stakeholders",
        "bridge-differences",
        "interpret-insights",
        "resolve-problems",
        "operational-excellence",
        "publish-work",
    ]
    assert (foundation.lens.id, habits.lens.id) == ("strategic", "operational")
    assert foundation.labels.dimension.one.say("en") == "Deliverable"
    assert habits.labels.dimension.one.say("en") == "Habit"
    for dimension in (*foundation.dimensions, *habits.dimensions):
        assert 3 <= len(dimension.practices) <= 4, dimension.id
    assert 35 <= len(practices(project)) <= 40
    assert len(list(foundation.walk())) == 13


def test_both_sources_are_cited_by_both_frameworks(project: Project) -> None:
    for framework in alliance_frameworks(project):
        cited = [(each.authors, each.year) for each in framework.attribution]
        assert cited == [
            ("The Rhythm of Business", 2024),
            ("Jan Twombly and Jeff Shuman", 2021),
        ]
        assert all(each.url.startswith("https://") for each in framework.attribution)


def test_every_text_is_written_in_german_too(project: Project) -> None:
    folder = project.surveys["alliance-baseline"]
    written = [
        *alliance_frameworks(project),
        folder.survey,
        folder.organisation,
    ]
    missing = [
        f"{getattr(each, 'id', 'teams')}{place}"
        for each in written
        for place, text in texts(each)
        if text and text.lacks("de", "en")
    ]
    assert missing == []


def test_every_practice_has_codes_in_order_of_its_framework(project: Project) -> None:
    for framework, letter in zip(alliance_frameworks(project), "FH", strict=True):
        expected = [
            f"{letter}{number}.{position}"
            for number, dimension in enumerate(framework.dimensions, 1)
            for position, _ in enumerate(dimension.practices, 1)
        ]
        assert [practice.code for _, practice in framework.walk()] == expected


def test_every_practice_says_what_why_and_how_with_numbered_steps(
    project: Project,
) -> None:
    for ref, practice in practices(project).items():
        guidance = practice.guidance
        assert guidance.what, ref
        assert guidance.why, ref
        for language in ("en", "de"):
            how = guidance.how.say(language).splitlines()
            assert len(how) >= 3, ref
            numbered = [line.partition(".")[0] for line in how]
            assert numbered == [str(n) for n in range(1, len(how) + 1)], ref
        assert 1 <= len(guidance.pitfalls) <= 3, ref
        assert 1 <= len(guidance.examples) <= 2, ref


def test_every_practice_has_five_rungs_that_fit_on_a_phone(project: Project) -> None:
    for ref, practice in practices(project).items():
        assert [rung.n for rung in practice.rubric] == [0, 1, 2, 3, 4], ref
        for rung in practice.rubric:
            for language in ("en", "de"):
                short = rung.short.say(language)
                assert len(short.split()) <= 10, short
            assert rung.evidence or rung.n == 0, f"{ref} rung {rung.n}"
        for language in ("en", "de"):
            shorts = {rung.short.say(language) for rung in practice.rubric}
            assert len(shorts) == 5, ref


def test_every_descriptor_is_one_sentence(project: Project) -> None:
    for ref, practice in practices(project).items():
        for rung in practice.rubric:
            for language in ("en", "de"):
                sentence = rung.descriptor.say(language)
                assert re.fullmatch(r"[^.!?]+\.", sentence), f"{ref}: {sentence}"


def test_the_top_rung_is_done_without_a_reminder(project: Project) -> None:
    for ref, practice in practices(project).items():
        top = practice.rubric[4].descriptor
        assert "without a reminder" in top.say("en"), ref
        assert "ohne Erinnerung" in top.say("de"), ref


def test_some_step_leads_up_from_every_rung(project: Project) -> None:
    for ref, practice in practices(project).items():
        for rung in range(4):
            up = [s for s in practice.steps if s.from_rung <= rung < s.to_rung]
            assert up, f"{ref} from rung {rung}"
        assert len(practice.steps) >= 2, ref
        for step in practice.steps:
            assert step.first, step.id
            assert step.evidence, step.id
            assert step.roles, step.id
            assert step.days > 0, step.id


def test_every_practice_speaks_to_two_readers(project: Project) -> None:
    for framework in alliance_frameworks(project):
        known = {reader.id for reader in framework.readers}
        spoken_to = set()
        for _, practice in framework.walk():
            readers = [note.reader for note in practice.readers]
            assert len(set(readers)) == len(readers) >= 2, practice.id
            spoken_to.update(readers)
        assert spoken_to <= known


def test_every_kind_of_reader_is_spoken_to_somewhere(project: Project) -> None:
    notes = Counter(
        note.reader for each in practices(project).values() for note in each.readers
    )
    assert set(notes) == {
        "executive-sponsor",
        "finance",
        "research",
        "legal",
        "commercial",
        "alliance-professional",
        "partner",
    }


def test_stated_importance_differs_between_practices(project: Project) -> None:
    stated = [practice.importance for practice in practices(project).values()]
    assert min(stated) >= 0.3
    assert max(stated) <= 0.95
    assert len(set(stated)) >= 8


def test_activity_time_and_outcome_are_all_measured(project: Project) -> None:
    metrics = [m for each in practices(project).values() for m in each.metrics]
    assert {metric.kind for metric in metrics} == {"activity", "time", "outcome"}
    for metric in metrics:
        clock = (bool(metric.clock_starts), bool(metric.clock_stops))
        assert clock == ((True, True) if metric.kind == "time" else (False, False))


def test_practices_that_say_the_same_have_the_same_ladder_and_one_home_for_items(
    project: Project,
) -> None:
    every = practices(project)
    pairs = [
        (ref, mapping.ref)
        for ref, practice in every.items()
        for mapping in practice.maps_to
        if mapping.relation == "same"
    ]
    assert pairs == [
        ("foundation-model:strategic-intent", "seven-habits:north-star"),
        ("foundation-model:stakeholder-alignment", "seven-habits:stakeholder-plan"),
        (
            "foundation-model:shared-ways-of-working",
            "seven-habits:operating-principles",
        ),
        ("foundation-model:decision-making", "seven-habits:decision-log"),
        ("foundation-model:problem-solving", "seven-habits:escalation-path"),
        ("foundation-model:accountability", "seven-habits:obligations"),
    ]
    for one, other in pairs:
        assert every[one].rubric == every[other].rubric, one
        assert not every[one].items, one
        assert every[other].items, other


def test_instrument_a_asks_for_the_rung_of_a_practice_only_once(
    project: Project, wave: Wave
) -> None:
    instrument = asked(wave, "A")
    rubric = [q for q in instrument.questions() if q.purpose == "capability"]
    assert len(rubric) == CORE
    counted = [target.practice for question in rubric for target in question.targets]
    assert len(set(counted)) == len(counted)
    assert set(counted) <= set(practices(project))
    assert len(instrument.pages) <= 12
    last = instrument.pages[-1].questions
    assert [(each.purpose, each.kind) for each in last] == [("importance", "multi")]


def test_every_rotating_block_fits_beside_the_core(
    project: Project, survey: Survey
) -> None:
    plan = next(each for each in survey.instruments if each.letter == "A")
    blocks = {section.block for section in plan.sections if section.block}
    assert blocks == {
        "sufficiency",
        "coverage",
        "practices-with-partners",
        "practices-at-home",
    }
    core = {ref for each in plan.sections if not each.block for ref in each.items}
    for block in sorted(blocks):
        instrument = asked(with_blocks(project, survey, "2025", (block,)), "A")
        questions = list(instrument.questions())
        assert core <= {question.item for question in questions}
        assert 1 <= len(questions) - len(core) <= 10, block
        for language in ("en", "de"):
            assert int(instrument.estimated_minutes[language]) <= 15, block


def test_waves_rotate_their_block_and_keep_the_core(
    project: Project, survey: Survey
) -> None:
    assert [plan.blocks for plan in survey.waves] == [("sufficiency",), ("coverage",)]
    folder = project.surveys["alliance-baseline"]
    first, second = (
        compile_wave(survey, folder.organisation, project.frameworks, plan.id)
        for plan in survey.waves
    )
    for letter in "ABC":
        before = scored(asked(first, letter))
        assert before == scored(asked(second, letter))
        assert before


def test_core_and_rotating_blocks_ask_about_every_practice_between_them(
    project: Project, survey: Survey
) -> None:
    blocks = ("practices-with-partners", "practices-at-home")
    wave = with_blocks(project, survey, "2025", blocks)
    counted = [
        target.practice
        for question in asked(wave, "A").questions()
        for target in question.targets
    ]
    assert sorted(counted) == sorted(practices(project))


def test_instrument_b_asks_two_things_about_every_habit(
    project: Project, wave: Wave
) -> None:
    instrument = asked(wave, "B")
    questions = list(instrument.questions())
    assert len(questions) == 16
    about = {
        practice.id: dimension[0].id
        for dimension, practice in project.frameworks["seven-habits"].walk()
    }
    habits = Counter(
        about[target.practice.partition(":")[2]]
        for question in questions
        for target in question.targets
        if target.practice.startswith("seven-habits:")
    )
    assert habits == dict.fromkeys(about.values(), 2)
    covered = {target.practice for q in questions for target in q.targets}
    assert len(covered) == 13


def test_instrument_c_mirrors_b_and_asks_for_the_partner_of_choice(
    project: Project, wave: Wave
) -> None:
    partner = [question.item for question in asked(wave, "C").questions()]
    stakeholder = {question.item for question in asked(wave, "B").questions()}
    assert len(partner) == 10
    assert [item for item in partner if item not in stakeholder] == [
        "foundation-model:review-led-to-action",
        "foundation-model:choose-again",
    ]


@pytest.mark.parametrize(
    ("letter", "fewest", "most"), [("A", 12, 15), ("B", 5, 6), ("C", 3, 4)]
)
def test_instruments_keep_the_minutes_they_promise(
    wave: Wave, letter: str, fewest: int, most: int
) -> None:
    instrument = asked(wave, letter)
    assert instrument.minutes == (fewest, most)
    for language in ("en", "de"):
        assert int(instrument.estimated_minutes[language]) <= most
    assert all(len(page.questions) <= 6 for page in instrument.pages)


def test_the_assessment_reads_every_practice_once(project: Project, wave: Wave) -> None:
    read = [
        ref
        for ladder in asked(wave, "A'").ladders
        for ref in (ladder.practice, *ladder.same)
    ]
    assert sorted(read) == sorted(practices(project))


def test_the_guide_of_the_meeting_fits_its_time_and_lets_the_manager_speak_last(
    survey: Survey, wave: Wave
) -> None:
    plan = next(each for each in survey.instruments if each.letter == "A'")
    cards = {card.id: card for card in plan.guide}
    ladders = len(asked(wave, "A'").ladders)
    frame = cards["opening"].minutes + cards["closing"].minutes
    assert plan.minutes[1] - 10 <= frame + ladders * cards["one-practice"].minutes
    assert frame + ladders * cards["one-practice"].minutes <= plan.minutes[1]
    assert "manager always speaks last" in cards["one-practice"].text.say("en")
    assert "immer zuletzt" in cards["one-practice"].text.say("de")
    assert "do not take the middle" in cards["no-agreement"].text.say("en")


def test_what_people_observe_is_asked_about_a_bounded_time_and_never_a_person(
    project: Project,
) -> None:
    person = re.compile(r"\b(your|the|an) (alliance )?(manager|lead|boss)\b", re.I)
    for ref, item in items(project).items():
        assert not isinstance(item.text, Text), f"{ref} is worded per group"
        for group, text in item.text.items():
            assert not person.search(text.say("en")), ref
            if item.purpose == "perception" and item.scale == "often":
                assert group in ("stakeholder", "partner"), ref
                assert "in the last six months" in text.say("en").lower(), ref
                assert "in den letzten sechs Monaten" in text.say("de"), ref


def test_every_answer_scale_can_be_declined(project: Project) -> None:
    for framework in alliance_frameworks(project):
        for scale in framework.scales:
            if scale.kind in ("rubric", "frequency", "ordinal"):
                declined = [option.code for option in scale.options if option.missing]
                assert declined == ["NA", "DK"], scale.id
            assert scale.kind != "agreement"


def test_introductions_fit_on_a_first_page(survey: Survey) -> None:
    for plan in survey.instruments:
        for language in ("en", "de"):
            words = plan.introduction.say(language).split()
            assert 0 < len(words) <= 90, f"{plan.letter} {language}"


def test_mails_use_only_known_placeholders_and_carry_the_link(survey: Survey) -> None:
    for plan in survey.instruments:
        if plan.mode != "survey":
            continue
        for mail in (plan.invitation, plan.reminder):
            for language in ("en", "de"):
                found = re.findall(r"\{([^}]*)\}", mail.say(language))
                assert found.count("link") == 1, plan.letter
                assert set(found) <= PLACEHOLDERS, plan.letter


def test_a_comment_is_never_asked_while_comments_are_off(
    project: Project, survey: Survey
) -> None:
    assert survey.privacy.comments == "off"
    every = items(project)
    purposes = {
        every[qualified(ref, "")].purpose
        for plan in survey.instruments
        for section in plan.sections
        for ref in section.items
    }
    assert purposes == {
        "capability",
        "perception",
        "importance",
        "sufficiency",
        "coverage",
    }


def test_the_survey_promises_what_the_privacy_settings_keep(survey: Survey) -> None:
    privacy = survey.privacy
    assert (privacy.k_scores, privacy.k_comments) == (5, 10)
    assert privacy.retention_days == 1095
    assert privacy.steward == "Office of Strategy and Insight"
    assert [group.id for group in survey.groups if group.clusters] == ["partner"]
    for language, words in {
        "en": ("at least five people", "after three years"),
        "de": ("mindestens fünf Personen", "nach drei Jahren"),
    }.items():
        statement = privacy.statement.say(language)
        assert privacy.steward in statement
        assert all(each in statement for each in words)


def test_the_second_wave_opens_with_three_changes(survey: Survey) -> None:
    first, second = survey.waves
    assert (first.id, first.reference, first.changes) == ("2025", True, ())
    assert (second.id, second.reference) == ("2026", False)
    assert len(second.changes) == 3
    assert (second.opens - first.opens).days == 364


def test_the_organisation_is_the_typical_customer(project: Project) -> None:
    organisation = project.surveys["alliance-baseline"].organisation
    assert [team.id for team in organisation.teams] == [
        "oncology",
        "immunology",
        "vaccines",
    ]
    for team in organisation.teams:
        assert team.eligible == {"practitioner": 4, "stakeholder": 20, "partner": 10}
        assert team.about
