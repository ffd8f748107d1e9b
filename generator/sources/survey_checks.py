"""What a survey promises beyond its shape: instruments, waves, privacy."""

from __future__ import annotations

import zoneinfo
from collections.abc import Collection, Mapping, Sequence
from urllib.parse import urlsplit

from generator.model.framework import Framework
from generator.model.ids import qualified
from generator.model.survey import (
    ORGANISATION,
    STATEMENT_VIEW,
    InstrumentPlan,
    Survey,
    WavePlan,
)
from generator.sources.framework_checks import items_of
from generator.sources.margin import Margin
from generator.sources.shape import listed
from generator.sources.texts import check_texts
from generator.sources.yaml_reader import Loc

FIRST_YEAR = 2000

SERVER = "limesurvey"
"""Name of the backend that keeps names beside answers, and the word for it."""


def check_survey(
    margin: Margin,
    survey: Survey,
    frameworks: Mapping[str, Framework],
    unread: frozenset[str],
) -> None:
    """Note what is wrong in `survey.yaml`.

    Args:
        margin: where to note.
        survey: the survey as read.
        frameworks: those that could be read, by id.
        unread: ids of frameworks with problems: references to them are let pass.
    """
    check_texts(margin, survey, survey.languages)
    margin.reserved(("id",), "survey", survey.id)
    _ids(margin, survey)
    _frameworks(margin, survey, frameworks, unread)
    _groups(margin, survey)
    _instruments(margin, survey, frameworks, unread)
    _privacy(margin, survey)
    _timezone(margin, survey.timezone)
    _limesurvey(margin, survey)
    _mails(margin, survey)
    _waves(margin, survey)


def _ids(margin: Margin, survey: Survey) -> None:
    def of(name: str, ids: Sequence[str]) -> list[tuple[str, Loc]]:
        return [(each, (name, index, "id")) for index, each in enumerate(ids)]

    margin.unique("framework", of("frameworks", [f.id for f in survey.frameworks]))
    margin.unique("respondent group", of("groups", [g.id for g in survey.groups]))
    margin.unique("instrument", of("instruments", [i.id for i in survey.instruments]))
    margin.unique("wave", of("waves", [w.id for w in survey.waves]))
    for index, plan in enumerate(survey.instruments):
        margin.reserved(("instruments", index, "id"), "instrument", plan.id)
        sections: list[tuple[str, Loc]] = [
            (section.id, ("instruments", index, "sections", number, "id"))
            for number, section in enumerate(plan.sections)
        ]
        margin.unique("section", sections)
    for index, wave in enumerate(survey.waves):
        margin.reserved(("waves", index, "id"), "wave", wave.id, ("index",))
    for index, group in enumerate(survey.groups):
        where = ("groups", index, "id")
        margin.reserved(
            where, "respondent group", group.id, (STATEMENT_VIEW, ORGANISATION)
        )


def _frameworks(
    margin: Margin,
    survey: Survey,
    frameworks: Mapping[str, Framework],
    unread: frozenset[str],
) -> None:
    for index, use in enumerate(survey.frameworks):
        loc = ("frameworks", index)
        if use.id in unread:
            continue
        framework = frameworks.get(use.id)
        if framework is None:
            known = frameworks.keys() | unread
            margin.unknown((*loc, "id"), "ref-unknown", "framework", use.id, known)
            continue
        if framework.version != use.version:
            margin.error(
                (*loc, "version"),
                "framework-version",
                f"the survey uses version {use.version} of `{use.id}`; the file holds "
                f"{framework.version}",
                f"read what changed, then write `version: {framework.version}`",
            )
        for language in survey.languages:
            if language not in framework.languages:
                margin.error(
                    ("languages", survey.languages.index(language)),
                    "survey-language",
                    f"the survey is asked in `{language}`; framework `{use.id}` is "
                    f"written in {listed(framework.languages)}",
                    "translate the framework, or remove the language here",
                )


def _groups(margin: Margin, survey: Survey) -> None:
    groups = {group.id for group in survey.groups}
    surveyed = {plan.group for plan in survey.instruments if plan.mode == "survey"}
    assessed = any(plan.mode == "assessment" for plan in survey.instruments)
    if survey.headline == STATEMENT_VIEW:
        if not assessed:
            margin.error(
                ("headline",),
                "headline-unknown",
                "the headline view is `assessment`, but no instrument is an assessment",
                "name a respondent group as `headline`, or add an instrument with "
                "`mode: assessment`",
            )
    elif survey.headline not in groups:
        names = groups | {STATEMENT_VIEW}
        what = "respondent group"
        margin.unknown(("headline",), "headline-unknown", what, survey.headline, names)
    elif survey.headline not in surveyed:
        margin.error(
            ("headline",),
            "headline-unknown",
            f"the headline view is `{survey.headline}`, who get no survey",
            "add an instrument for them, or choose another view",
        )


def _instruments(
    margin: Margin,
    survey: Survey,
    frameworks: Mapping[str, Framework],
    unread: frozenset[str],
) -> None:
    groups = {group.id for group in survey.groups}
    seen: dict[str, str] = {}
    used = [frameworks[use.id] for use in survey.frameworks if use.id in frameworks]
    unknown_too = any(use.id in unread for use in survey.frameworks)
    named = frozenset(use.id for use in survey.frameworks)
    asks = _Asks(used, named, groups, unread=unknown_too)
    for index, plan in enumerate(survey.instruments):
        loc = ("instruments", index)
        if plan.group not in groups:
            where = (*loc, "group")
            margin.unknown(
                where, "group-unknown", "respondent group", plan.group, groups
            )
        role = plan.group if plan.mode == "survey" else STATEMENT_VIEW
        if plan.mode == "form":
            _plan(margin, plan, loc)
            continue  # as many forms as there are things to fill in
        if role in seen:
            whom = (
                "the teams' assessment"
                if role == STATEMENT_VIEW
                else f"the survey of `{role}`"
            )
            margin.error(
                loc,
                "instrument-second",
                f"instrument `{plan.id}` is a second one for {whom}, after "
                f"`{seen[role]}`",
                "one instrument each: join the two",
            )
        seen.setdefault(role, plan.id)
        _plan(margin, plan, loc)
        asks.plan(margin, plan, loc)


def _plan(margin: Margin, plan: InstrumentPlan, loc: Loc) -> None:
    fewest, most = plan.minutes
    if not 0 < fewest <= most:
        margin.error(
            (*loc, "minutes"),
            "instrument-minutes",
            f"instrument `{plan.id}` promises {fewest} to {most} minutes",
            "write the fewest first, such as [12, 15]",
        )
    if plan.mode == "assessment" and plan.sections:
        margin.warning(
            (*loc, "sections"),
            "instrument-sections",
            f"instrument `{plan.id}` is an assessment; its sections are not used",
            "remove them: an assessment takes every practice with its ladder",
        )
    for name, mode in (("fields", "form"), ("guide", "assessment")):
        if getattr(plan, name) and plan.mode != mode:
            margin.error(
                (*loc, name),
                "instrument-parts",
                f"instrument `{plan.id}` is of mode `{plan.mode}`; `{name}` are not "
                "used there",
                f"remove them, or write `mode: {mode}`",
            )
    if plan.mode == "form":
        _form(margin, plan, loc)
    if plan.mode == "survey" and not any(section.items for section in plan.sections):
        margin.error(
            loc,
            "instrument-sections",
            f"instrument `{plan.id}` asks nothing",
            "add `sections` with items",
        )


def _form(margin: Margin, plan: InstrumentPlan, loc: Loc) -> None:
    if plan.sections or not plan.fields:
        margin.error(
            (*loc, "sections") if plan.sections else loc,
            "instrument-parts",
            f"instrument `{plan.id}` is a form and "
            + ("asks items, which are scored" if plan.sections else "has no fields"),
            "write what is filled in under `fields`",
        )
    margin.unique(
        "field",
        [(one.id, (*loc, "fields", n, "id")) for n, one in enumerate(plan.fields)],
    )
    for number, one in enumerate(plan.fields):
        chosen = one.kind in ("choice", "multi")
        if chosen != bool(one.choices) or len(one.choices) == 1:
            margin.error(
                (*loc, "fields", number),
                "instrument-parts",
                f"field `{one.id}` is of kind `{one.kind}` and offers "
                f"{len(one.choices)} choices",
                "`choice` and `multi` need two or more, the others none",
            )


class _Asks:
    """The items instruments ask, looked up in the frameworks of the survey."""

    def __init__(
        self,
        used: Sequence[Framework],
        named: Collection[str],
        groups: Collection[str],
        *,
        unread: bool,
    ) -> None:
        self.named = named
        self.groups = groups
        self.unread = unread
        self.read = {framework.id for framework in used}
        self.whole = unread or self.read == set(named)
        self.items = {
            qualified(item.id, framework.id): item
            for framework in used
            for item, _, _ in items_of(framework)
        }

    def plan(self, margin: Margin, plan: InstrumentPlan, loc: Loc) -> None:
        asked: dict[str, str] = {}
        for number, section in enumerate(plan.sections):
            for index, ref in enumerate(section.items):
                where = (*loc, "sections", number, "items", index)
                found = self.find(ref)
                if found is None:
                    self.missing(margin, where, ref)
                    continue
                if found in asked:
                    margin.error(
                        where,
                        "item-twice",
                        f"instrument `{plan.id}` asks `{ref}` twice, first in section "
                        f"`{asked[found]}`",
                        "keep one of the two",
                    )
                asked.setdefault(found, section.id)
                known = plan.group in self.groups
                if known and self.items[found].wording(plan.group) is None:
                    margin.error(
                        where,
                        "item-wording",
                        f"item `{ref}` has no wording for `{plan.group}`",
                        f"add `{plan.group}:` below its `text`, or do not ask it here",
                    )

    def find(self, ref: str) -> str | None:
        """The full reference; a bare id must be unique."""
        if ":" in ref:
            return ref if ref in self.items else None
        found = [full for full in self.items if full.partition(":")[2] == ref]
        return found[0] if len(found) == 1 else None

    def missing(self, margin: Margin, loc: Loc, ref: str) -> None:
        framework, _, _ = ref.rpartition(":")
        if not framework:
            if self.unread:
                return
            same = [full for full in self.items if full.partition(":")[2] == ref]
            if same:
                margin.error(
                    loc,
                    "ref-unknown",
                    f"`{ref}` could be {listed(same)}",
                    "write it as framework:item",
                )
                return
            names = {full.partition(":")[2] for full in self.items}
            margin.unknown(loc, "ref-unknown", "item", ref, names)
        elif framework not in self.named:
            if not self.whole:
                return  # a framework that is not there is noted already
            margin.error(
                loc,
                "ref-unknown",
                f"`{ref}` is of framework `{framework}`, which the survey does not use",
                "add it to `frameworks`, or remove the item",
            )
        elif framework in self.read:
            names = {full for full in self.items if full.startswith(f"{framework}:")}
            margin.unknown(loc, "ref-unknown", "item", ref, names)


def _privacy(margin: Margin, survey: Survey) -> None:
    privacy = survey.privacy
    if privacy.k_comments < privacy.k_scores:
        margin.error(
            ("privacy", "k_comments"),
            "privacy-floor",
            f"comments are shown from {privacy.k_comments} people, scores only from "
            f"{privacy.k_scores}",
            "`k_comments` must be at least `k_scores`: words tell more than numbers",
        )
    unsaid = [
        language
        for language in survey.languages
        if SERVER not in privacy.statement.say(language).casefold()
    ]
    named = survey.backend == SERVER and privacy.identity == "pseudonymous"
    if named and unsaid:
        margin.warning(
            ("privacy", "statement"),
            "privacy-names-beside",
            "LimeSurvey keeps names and e-mail addresses beside the answers; the "
            f"statement does not speak of it ({', '.join(unsaid)})",
            "say in `statement` that whoever runs the LimeSurvey server can see who "
            "answered what, and take back what says otherwise, or write `identity: "
            "anonymous`; the word LimeSurvey is looked for",
        )
    if survey.backend == "local" and len(unsaid) < len(survey.languages):
        margin.warning(
            ("privacy", "statement"),
            "privacy-other-backend",
            "the statement speaks of LimeSurvey, but the survey is on the embedded "
            "collector",
            "correct `statement`, or write `backend: limesurvey`",
        )
    if privacy.seal and survey.backend != "local":
        margin.error(
            ("privacy", "seal"),
            "seal-backend",
            f"answers cannot be sealed on the backend `{survey.backend}`",
            "remove `seal`, or write `backend: local`",
        )
    for name in ("contact", "steward"):
        if not str(getattr(privacy, name)).strip():
            margin.error(
                ("privacy", name),
                "text-empty",
                f"`{name}` in `privacy` holds no words",
                "respondents must know whom to ask",
            )


def _limesurvey(margin: Margin, survey: Survey) -> None:
    """Addresses and time zone of a LimeSurvey server; no message quotes an address.

    Somebody may have written a password into one.
    """
    if survey.backend == "limesurvey" and survey.limesurvey is None:
        margin.error(
            ("backend",),
            "limesurvey-missing",
            "it is not said where the LimeSurvey server is",
            "add `limesurvey:` with `url:`",
        )
    settings = survey.limesurvey
    if settings is None:
        return
    for name, address in (
        ("url", settings.url),
        ("survey_address", settings.survey_address),
    ):
        if address and not _is_address(address):
            margin.error(
                ("limesurvey", name),
                "limesurvey-address",
                f"`{name}` is not an address of the web, or holds a name and password",
                "write https://, the server and the path; the account stands elsewhere",
            )
    if settings.survey_address and "{sid}" not in settings.survey_address:
        margin.error(
            ("limesurvey", "survey_address"),
            "limesurvey-address",
            "`survey_address` does not say where the survey's number goes",
            "write `{sid}` in that place",
        )
    if settings.timezone and settings.timezone not in zoneinfo.available_timezones():
        margin.error(
            ("limesurvey", "timezone"),
            "timezone-unknown",
            f"there is no time zone `{settings.timezone}`",
            "write it like Europe/Berlin",
        )


def _is_address(address: str) -> bool:
    try:
        parts = urlsplit(address.replace("{sid}", "1"))
        known = parts.scheme in ("http", "https") and bool(parts.hostname)
        return known and parts.username is None and parts.port != 0
    except ValueError:
        return False


def _mails(margin: Margin, survey: Survey) -> None:
    """A mail needs its link; the server sends it once and never again."""
    for index, plan in enumerate(survey.instruments):
        for name, mail in (
            ("invitation", plan.invitation),
            ("reminder", plan.reminder),
        ):
            given = mail.words(survey.languages).values()
            lacking = [text for text in given if "{link}" not in text]
            if plan.mode == "survey" and any(text.strip() for text in lacking):
                margin.warning(
                    ("instruments", index, name),
                    "mail-link",
                    f"the {name} of instrument {plan.letter} does not hold `{{link}}`",
                    "write `{link}` where the link to the questions goes",
                )


def _timezone(margin: Margin, name: str) -> None:
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        known = zoneinfo.available_timezones()
        cities = {zone.rpartition("/")[2].casefold(): zone for zone in sorted(known)}
        zone = cities.get(name.rpartition("/")[2].replace(" ", "_").casefold())
        if zone:
            margin.error(
                ("timezone",),
                "timezone-unknown",
                f"there is no time zone `{name}`",
                f"did you mean `{zone}` for `{name}`?",
            )
        else:
            margin.error(
                ("timezone",),
                "timezone-unknown",
                f"there is no time zone `{name}`",
                "use a name such as Europe/Berlin or America/New_York",
            )


def _waves(margin: Margin, survey: Survey) -> None:
    blocks = {
        section.block
        for plan in survey.instruments
        for section in plan.sections
        if section.block
    }
    reference: WavePlan | None = None
    for index, wave in enumerate(survey.waves):
        loc = ("waves", index)
        if wave.closes < wave.opens:
            margin.error(
                (*loc, "closes"),
                "wave-dates",
                f"wave `{wave.id}` closes on {wave.closes}, before it opens on "
                f"{wave.opens}",
                "exchange the two dates, or correct the year",
            )
        if wave.opens.year < FIRST_YEAR:
            margin.error(
                (*loc, "opens"),
                "wave-dates",
                f"wave `{wave.id}` opens in the year {wave.opens.year}",
                "write year-month-day, such as 2026-03-31",
            )
        for earlier in survey.waves[:index]:
            if earlier.opens <= wave.closes and wave.opens <= earlier.closes:
                margin.error(
                    (*loc, "opens"),
                    "wave-dates",
                    f"wave `{wave.id}` ({wave.opens} to {wave.closes}) overlaps wave "
                    f"`{earlier.id}` ({earlier.opens} to {earlier.closes})",
                    "a wave starts after the one before has closed",
                )
        if wave.reference:
            if reference is not None:
                margin.error(
                    (*loc, "reference"),
                    "wave-reference",
                    f"waves `{reference.id}` and `{wave.id}` are both the baseline",
                    "mark one wave with `reference: true`",
                )
            reference = reference or wave
        for number, block in enumerate(wave.blocks):
            if block not in blocks:
                where = (*loc, "blocks", number)
                margin.unknown(where, "block-unknown", "rotating block", block, blocks)
