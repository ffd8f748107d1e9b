"""The words of baseline pages, in every language we have."""

from __future__ import annotations

import datetime

from generator.charts.words import Table
from generator.pages.baseline.sound_words import SOUND_WORDS

_ENGLISH_MONTHS = (
    "January February March April May June July August September October November "
    "December"
)
_GERMAN_MONTHS = (
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
)
MONTHS = {
    "de": tuple(_GERMAN_MONTHS.split()),
    "en": tuple(_ENGLISH_MONTHS.split()),
}


def date_text(day: datetime.date, language: str) -> str:
    """A day as people write it: 29 March 2026, 29. März 2026."""
    short = language.partition("-")[0]
    if short not in MONTHS:
        return day.isoformat()
    dot = "." if short == "de" else ""
    return f"{day.day}{dot} {MONTHS[short][day.month - 1]} {day.year}"


_ENGLISH = {
    "portfolio.title": "All teams at a glance",
    "teams.title": "Teams",
    "lead": "{wave}, closed on {day}",
    "older": "You are reading an earlier wave.",
    "gone": "This team was not part of the newest wave, “{wave}”.",
    "to-newest": "Go to the newest one",
    "step.kicker": "One step for this week",
    "step.first": "In the first fifteen minutes",
    "step.why": (
        "Why this one: in “{practice}” you stand on rung {rung}; the gold standard "
        "is rung {gold}."
    ),
    "step.why-view": (
        "Why this one: “{practice}” stands at {rung} for {group}; the gold standard "
        "is {gold}."
    ),
    "step.why-start": (
        "Why this one: “{practice}” counts most, and nothing is known about it yet."
    ),
    "step.agreed": "Your team has noted its own next step here: {step}",
    "step.done": "Done when",
    "step.how": "How to do it",
    "step.read": "Read together what the next rung asks for, and agree who starts.",
    "step.next-rung": "Next rung: {title}",
    "step.all-gold": (
        "Every practice shown stands at the gold standard. Keep the evidence up to "
        "date."
    ),
    "whose.title": "Whose statement this is",
    "whose.team": (
        "The team's own statement, agreed by {count} people in one room and signed "
        "off on {day}. It is not a survey."
    ),
    "whose.unit": (
        "Assessed by the unit, because fewer than three people of the team were "
        "present. Signed off on {day}. It is not a survey."
    ),
    "whose.assessor": (
        "Assessed by an independent assessor, signed off on {day}. It is not a survey."
    ),
    "whose.none": (
        "This team has no signed-off statement for this wave. So the page shows "
        "the smallest group that may be shown: {group}."
    ),
    "whose.nothing": (
        "This team has no signed-off statement for this wave, and no survey value "
        "may be shown yet. The page shows the ladder and where to start."
    ),
    "whose.view": "This page leads with a survey view: {group}.",
    "whose.purpose": "Agreed before the meeting: {purpose}",
    "whose.sees": (
        "Who can see this page: the team, and those who look after the baseline. "
        "Survey answers are confidential: no score stands for fewer than {k} "
        "answers."
    ),
    "answered.title": "Who answered the survey",
    "answered.of": "{answered} of {eligible}",
    "answered.none": "not surveyed",
    "answered.sure": (
        "How sure ({group}): a score is typically known to within {half} either "
        "way, on the scale of {low} to {high}."
    ),
    "answered.care": "Read small differences as no difference.",
    "who.team": "{view} about your team",
    "who.unit": "{view}, {group}",
    "who.all": "{view}, whole organisation",
    "who.together": "{names} together",
    "who.instead": (
        "{name}: {hidden}. In its place: {group}, the smallest group that may be shown."
    ),
    "numbers.title": "Three numbers",
    "numbers.of": "{count} of {total}",
    "numbers.reached": "practices at rung {rung} or higher",
    "numbers.gap-rungs.one": "rung",
    "numbers.gap-rungs.many": "rungs",
    "numbers.gap": "largest gap to gold: {name}",
    "numbers.gap-more.one": "largest gap to gold: {name} and one more",
    "numbers.gap-more.many": "largest gap to gold: {name} and {count} more",
    "numbers.moved": "rungs moved since {wave}",
    "numbers.evidence": "rungs named with evidence",
    "numbers.clear": "practices clearly changed since {wave}",
    "numbers.shown": "practices may be shown",
    "gold.kicker": "Furthest from gold",
    "gold.caption": (
        "Rung per practice, from {low} (not in place) to {high}. Right column: "
        "rungs to the gold standard. Own statement, {wave}."
    ),
    "gold.caption-view": (
        "Score per practice, from {low} to {high}. Right column: distance to the "
        "gold standard. {group}, {wave}."
    ),
    "gold.caption-dimensions": (
        "Score per dimension, from {low} to {high}: the mean of its practices. Right "
        "column: distance to the gold standard. {group}, {wave}."
    ),
    "gold.few": (
        "Fewer than twenty answered, so the dimensions stand here: single practices "
        "tell little. Each practice has its range under “All numbers”."
    ),
    "gold.few-alone": (
        "Fewer than twenty answered, so the dimensions stand here: single practices "
        "tell little."
    ),
    "views.kicker": "Seen by others",
    "views.caption": (
        "One line per view, from {low} to {high}; the bar is the plausible range. "
        "Statement and survey are two kinds of result and are never mixed. {wave}."
    ),
    "views.talk": (
        "A difference is something to talk about, not a mistake of either side:"
    ),
    "views.line": (
        "{name}: your own statement is rung {rung}. {view} say {score}, {words}."
    ),
    "views.nothing": (
        "No survey view may be shown for this team or anything it belongs to: {hidden}."
    ),
    "said.verbatim": "In their own words",
    "said.verbatim-note": (
        "As it was written, in no order. Somebody has read each comment; names are "
        "taken out."
    ),
    "said.themes": "What people wrote about",
    "said.themes-note": (
        "Themes that many people wrote about, in no order. Their words are not quoted."
    ),
    "change.kicker": "Change since {wave}",
    "change.first": "This is the first wave: the baseline",
    "change.first-text": (
        "Changes show here after the next wave. Until then, note steps done and "
        "what proves them."
    ),
    "change.none": "Nothing to compare with {wave} for this team",
    "change.none-text": (
        "The team had no statement then or has none now, and no survey change may "
        "be shown for the team alone."
    ),
    "change.moves-caption": (
        "Only practices on another rung than in {wave}. A rung that moved with "
        "evidence is a fact that can be checked."
    ),
    "change.caption": (
        "Score of {wave} minus score of {since}, in units of the scale; the bar is "
        "the plausible range. {group}."
    ),
    "change.broken": "{group}: nothing to compare with {wave}",
    "change.silent": (
        "This does not say that nothing has changed, only that so few answers cannot "
        "tell. Steps that are done, and rungs that moved with evidence, can be checked."
    ),
    "change.caution": (
        "Read with care: {then} answered in {wave}, {now} now. A change may come from "
        "who answered."
    ),
    "change.anew.one": (
        "{names}: the questions changed in {wave}. The line starts anew."
    ),
    "change.anew.many": (
        "{names}: the questions changed in {wave}. Their lines start anew."
    ),
    "change.part": (
        "{name}: compared on the {common} of {asked} questions that stayed the same."
    ),
    "change.wholes": (
        "A dimension is compared only where all of its questions stayed the same."
    ),
    "change.split": "{name} was split from {origins}. The line starts anew.",
    "change.merged": "{name} was made from {origins}. The line starts anew.",
    "change.renamed": "{name} was called {old} in {wave}. The line goes on.",
    "and-others": "{names} and others",
    "same.title": "The same people in {wave} and now",
    "same.both": "Answered both times",
    "same.now": "Only now",
    "same.then": "Only in {wave}",
    "same.change": "Change among those who answered both times",
    "peers.kicker": "Peers",
    "peers.none": "No peers to compare with yet",
    "peers.none-teams": (
        "Other teams stand here once the scores of at least {count} of them may be "
        "shown for a practice: the middle half and the median of all together, never "
        "one team's score."
    ),
    "peers.none-organisations": (
        "Other organisations stand here once the packs of at least {count} of them are "
        "brought together: what all have together, never one company's score."
    ),
    "peers.caption-teams": (
        "Peers are the other teams of this survey that may be shown, without this one. "
        "Score from {low} to {high}. {group}, {wave}."
    ),
    "peers.caption-organisations": (
        "Peers are other organisations, each with one value, known by their keys "
        "alone. Their waves closed in {when}. A practice is compared where "
        "80 % of the questions or more are the same. Score from {low} to {high}. "
        "{group}, {wave}."
    ),
    "peers.cut": "Only peers of one kind: {cut}.",
    "peers.own-teams": "{view}, mean of our teams",
    "peers.gold": (
        "Peers are no goal: the gold standard is what the framework calls full "
        "practice, not what others do."
    ),
    "path.kicker": "Path forward",
    "path.heading": "Start with {name}",
    "path.nothing": "Nothing left to climb",
    "path.none-sure": "No gap is sure: measure again or talk about it",
    "path.formula": (
        "Order: gap to gold × stated importance; what others build on comes first. "
        "Where two are equal, the one that is worth more stands first, then the one "
        "that takes less effort. "
        "Importance (0 to 1), worth and effort are stated by the framework's authors, "
        "not derived from answers."
    ),
    "path.formula-stated": (
        "A statement has no range, so every gap counts as it was agreed. Where two "
        "are still equal, the one that others also put below gold comes first "
        "({view}), then the one with evidence."
    ),
    "path.formula-alone": (
        "A statement has no range, so every gap counts as it was agreed. Where two "
        "are still equal, the one with evidence comes first."
    ),
    "path.formula-view": (
        "Only sure gaps are ordered: those whose plausible range ends below gold."
    ),
    "path.quick": ("Further down, but little effort and waiting for nothing: {names}."),
    "path.quick-win": "a quick win",
    "path.needs": "builds on {names}, of which too little is known",
    "path.tied": "cannot be told apart in priority from {names}",
    "path.as-urgent": "(as urgent as the first)",
    "path.effort": "effort: {effort}, worth: {worth}",
    "size.low": "low",
    "size.middle": "medium",
    "size.high": "high",
    "path.if-stated.one": (
        "If this step is done and you then agree on rung {rung}, “{dimension}” stands "
        "at {then} instead of {today}."
    ),
    "path.if-stated.many": (
        "If these steps are done and you then agree on rung {rung}, “{dimension}” "
        "stands at {then} instead of {today}."
    ),
    "path.if-view.one": (
        "If this step is done and everybody asked then sees rung {rung}, “{dimension}” "
        "stands at {then} instead of {today}."
    ),
    "path.if-view.many": (
        "If these steps are done and everybody asked then sees rung {rung}, "
        "“{dimension}” stands at {then} instead of {today}."
    ),
    "path.list-unclear": (
        "Too close to gold to be sure; measure again or talk about it: {names}."
    ),
    "path.list-doubted": (
        "You state the gold standard, others clearly see less ({view}); talk about it: "
        "{names}."
    ),
    "path.list-gold": "At gold: {names}.",
    "path.list-unknown": "Not assessed or not shown, so not ranked: {names}.",
    "path.step-then": "And then",
    "path.says-statement": "By the team's own statement",
    "path.gold": "At gold",
    "path.unknown": "Not assessed or not shown",
    "path.sum": "Gap {gap} × importance {importance} = {priority}",
    "path.first": "counts as {priority}, like {names}, which builds on it",
    "path.unsure": "Too close to gold to be sure: measure again or talk",
    "path.today": "Today: rung {rung}",
    "path.today-view": "Today: rung {rung} ({group})",
    "path.next": "Next: rung {rung}",
    "path.step": "Step",
    "path.rest": "All other practices in this order",
    "path.priority": "Priority",
    "path.start": "Nothing is placed yet. Start where it counts most",
    "all.kicker": "All numbers",
    "all.heading": "Every practice, every view that may be shown",
    "all.statement": "Own statement: rung",
    "all.next": "Next step agreed",
    "all.score": "{low} to {high}, {n} answers",
    "all.gold": "The gold standard is {gold} for every practice.",
    "all.hidden": "{names}: {hidden}.",
    "all.count": "{n} answers",
    "all.target": "rung {rung}",
    "all.by": "by {day}",
    "how.kicker": "How this was made",
    "how.heading": "What these numbers rest on",
    "how.frameworks": "Frameworks",
    "how.version": "{title}, version {version}",
    "how.wave": "Wave",
    "how.dates": "{opens} to {closes}",
    "how.edition": "edition {number}",
    "how.k": "Protection",
    "how.k-text": (
        "Nothing is shown for fewer than {k} answers, nor where it could be worked "
        "out. Every hidden cell reads “{hidden}”, whatever the reason."
    ),
    "how.rules": "Rules",
    "how.rules-link": "How scores are made, in words",
    "how.privacy-link": "What happens with answers",
    "how.steward": "Who can see single answers",
    "how.steward-text": "{sees} Questions: {contact}",
    "how.licence": "Texts",
    "how.licence-text": "{licence}. After: {sources}",
    "portfolio.lead": (
        "Statements and each survey view stand apart: they are different kinds of "
        "result. Teams keep the order of the organisation; this is no ranking."
    ),
    "portfolio.teams-link": "All teams and their pages",
    "portfolio.stated": "teams with a signed-off statement",
    "portfolio.answered": "{view} answered",
    "portfolio.statements": "What teams state themselves",
    "portfolio.statements-none": "No team has signed off a statement for this wave",
    "portfolio.statements-find.one": (
        "{name} is two rungs or more below gold in {count} of {total} teams"
    ),
    "portfolio.statements-find.many": (
        "{name} is two rungs or more below gold in {count} of {total} teams"
    ),
    "portfolio.statements-near": "No team states to be two rungs below gold anywhere",
    "portfolio.statements-caption": "Agreed rung per team and practice. {wave}.",
    "portfolio.view": "{view} say",
    "portfolio.view-find": (
        "{count} of {total} practices are clearly below the gold standard in the "
        "whole organisation; the largest gap shown is {name}"
    ),
    "portfolio.view-caption": (
        "Score from {low} to {high}. Look at the range before comparing two cells: "
        "most differences between teams are too small to tell. {wave}."
    ),
    "portfolio.view-hidden": "{view}: {hidden}",
    "portfolio.columns-hidden": "{names}: {hidden}",
    "portfolio.others": "Pages written for others:",
    "partners.title": "What partners told us",
    "partners.lead": (
        "One page for all partner companies, the same for each of them. It shows what "
        "people at all partner companies say together about working with us. No "
        "company is shown alone: every score needs at least three companies, none with "
        "more than half of the answers. What people wrote in their own words is not "
        "shown."
    ),
    "partners.done": "What we changed",
    "partners.done-note": (
        "As it stood on the first page of the survey. These are our own words, not a "
        "result of the survey."
    ),
    "reader.cares": "What you look at first: {what}",
    "reader.lead": (
        "This page speaks of the whole organisation. It holds no number of a team, a "
        "company or a person."
    ),
    "reader.gap": "What needs attention",
    "reader.gap-note": (
        "The clear gaps of more than one rung, the most urgent first (gap × "
        "importance). {group}; scores from {low} to {high}."
    ),
    "reader.strength": "What works",
    "reader.strength-note": (
        "At most one rung below gold, the highest first. {group}; scores from {low} to "
        "{high}."
    ),
    "reader.meaning": "What each practice means to you",
    "teams.lead": (
        "One page per team. Counts stand here only where the group is large enough."
    ),
    "teams.heading": "{count} teams in {wave}",
    "teams.team": "Team",
    "teams.about": "Looks after",
    "teams.unit": "Unit",
    "teams.statement": "Own statement",
    "teams.signed": "signed off on {day}",
    "teams.unsigned": "none yet",
    "teams.former": "Teams of earlier waves",
    "teams.portfolio-link": "All teams at a glance",
    "teams.caption": "Teams, their statements and who answered",
    "cost.title": "Cost of time: {team}",
    "cost.link": "What waiting costs us",
    "cost.lead": (
        "What the team itself states about its time, on {day}. It is no survey: no "
        "answer and no score goes into it."
    ),
    "cost.sees": "Who can see this page: the team alone.",
    "cost.sees-too": "Who can see this page: the team and {names}.",
    "cost.leaders": "those who look after the baseline",
    "cost.between": "Between {low} and {high} {unit}, most likely near {base}",
    "cost.one": "About {base} {unit}: nothing is stated as a range",
    "cost.none": "No day was lost above the target",
    "cost.nothing": "The days cost nothing that is stated here",
    "cost.aside": "Not on the critical path: the days are counted, money is not",
    "cost.spread": "{share} of the spread comes from {name}",
    "cost.nearly-all": "nearly all",
    "cost.three-quarters": "three quarters",
    "cost.two-thirds": "two thirds",
    "cost.half": "half",
    "cost.two-fifths": "two fifths",
    "cost.a-third": "a third",
    "cost.a-quarter": "a quarter",
    "cost.a-fifth": "a fifth",
    "cost.from-days": "the number of days",
    "cost.from-value": "the value of a day",
    "cost.from-margin": "the margin",
    "cost.from-worth": "the value of the whole",
    "cost.from-lost-share": "the share of the market lost",
    "cost.from-success": "the chance of success",
    "cost.from-attribution": "the part put down to this clock",
    "cost.from-waiting": "the cost of those who wait",
    "cost.days": "Days lost above the target",
    "cost.value": "Value of a day",
    "cost.margin": "Margin a year",
    "cost.margin-year": "Margin a year, {year} years after the launch",
    "cost.worth": "Value of the whole, today",
    "cost.lost-share": "Share of the market lost",
    "cost.success": "Chance of success",
    "cost.attribution": "Part put down to this clock",
    "cost.waiting": "Those who wait, a day",
    "cost.rate": "Discount rate a year",
    "cost.market": "Size of the market a year",
    "cost.margin-share": "Margin as a part of sales",
    "cost.years": "Years for which the share is lost",
    "cost.launch": "Planned launch",
    "cost.end": "The value ends",
    "cost.target": "Target of the clock, days",
    "cost.run": "Clock ran, days: {title}",
    "cost.runs-still": "{start}, still running",
    "cost.runs": "{start} to {stop}",
    "cost.clock": "The clock",
    "cost.clock-text": "Starts: {start} Stops: {stop}",
    "cost.source": "Where the value comes from",
    "cost.caption": (
        "Cost in {unit}. Each bar moves one statement from low to high; all others "
        "stay most likely."
    ),
    "cost.all": "All delays together",
    "cost.all-text": (
        "Low with low, high with high. That all of them are low or high at once is "
        "unlikely: read it as the outer edge."
    ),
    "cost.inputs": "Everything this rests on",
    "cost.input": "Statement",
    "cost.low": "Low",
    "cost.base": "Most likely",
    "cost.high": "High",
    "cost.counted-in": "Counted in",
    "cost.in-days": "days",
    "cost.in-years": "years",
    "cost.in-percent": "percent",
    "cost.thousand": "thousand {currency}",
    "cost.million": "million {currency}",
    "cost.billion": "billion {currency}",
    "cost.plain": "{currency}",
    "cost.how": "How it is worked out",
    "cost.how-day": "Days lost × value of a day.",
    "cost.how-end": (
        "A fixed end makes a delay take the last, mature days: the margin from the "
        "launch to the end, minus the same from the later launch to the same end, "
        "both discounted to the day of the statement."
    ),
    "cost.how-shift": (
        "Everything comes later and loses the interest of the days; where others come "
        "first, the margin of the lost share is added."
    ),
    "cost.how-rest": (
        "This is multiplied by the chance of success. What those who wait cost is "
        "added, and all of it multiplied by the part put down to this clock. Low takes "
        "every statement low, high every statement high; nothing is simulated. Money "
        "is contribution margin, never sales. Results have two digits: more would say "
        "more than is known."
    ),
    "cost.method": "The rules in words",
}

_GERMAN = {
    "portfolio.title": "Alle Teams im Überblick",
    "teams.title": "Teams",
    "lead": "{wave}, abgeschlossen am {day}",
    "older": "Sie lesen eine frühere Welle.",
    "gone": "Dieses Team gehörte nicht mehr zur neuesten Welle, „{wave}“.",
    "to-newest": "Zur neuesten",
    "step.kicker": "Ein Schritt für diese Woche",
    "step.first": "In den ersten fünfzehn Minuten",
    "step.why": (
        "Warum dieser: Bei „{practice}“ stehen Sie auf Stufe {rung}; der "
        "Goldstandard ist Stufe {gold}."
    ),
    "step.why-view": (
        "Warum dieser: „{practice}“ steht bei {rung} ({group}); der Goldstandard ist "
        "{gold}."
    ),
    "step.why-start": (
        "Warum dieser: „{practice}“ zählt am meisten, und noch ist nichts darüber "
        "bekannt."
    ),
    "step.agreed": "Ihr Team hat hier selbst einen nächsten Schritt notiert: {step}",
    "step.done": "Fertig, wenn",
    "step.how": "So geht es",
    "step.read": (
        "Lesen Sie gemeinsam, was die nächste Stufe verlangt, und klären Sie, wer "
        "anfängt."
    ),
    "step.next-rung": "Nächste Stufe: {title}",
    "step.all-gold": (
        "Alle gezeigten Praktiken erreichen den Goldstandard. Halten Sie die "
        "Belege aktuell."
    ),
    "whose.title": "Wessen Aussage das ist",
    "whose.team": (
        "Die eigene Aussage des Teams: {count} Personen haben sich in einem "
        "Treffen geeinigt und sie am {day} abgeschlossen. Es ist keine Befragung."
    ),
    "whose.unit": (
        "Bewertet vom Bereich, zu dem das Team gehört, weil weniger als drei Personen "
        "des Teams dabei waren. Abgeschlossen am {day}. Es ist keine Befragung."
    ),
    "whose.assessor": (
        "Bewertet von einer unabhängigen Person, abgeschlossen am {day}. Es ist keine "
        "Befragung."
    ),
    "whose.none": (
        "Für diese Welle gibt es keine abgeschlossene Aussage des Teams. Die Seite "
        "zeigt deshalb die kleinste Gruppe, die gezeigt werden darf: {group}."
    ),
    "whose.nothing": (
        "Für diese Welle gibt es keine abgeschlossene Aussage des Teams, und noch "
        "darf kein Wert aus der Befragung gezeigt werden. Die Seite zeigt die Leiter "
        "und wo man anfängt."
    ),
    "whose.view": "Vorn steht auf dieser Seite eine Sicht aus der Befragung: {group}.",
    "whose.purpose": "Vor dem Treffen vereinbart: {purpose}",
    "whose.sees": (
        "Wer diese Seite sehen kann: das Team und alle, die die Standortbestimmung "
        "betreuen. Antworten aus der Befragung sind vertraulich: Kein Wert steht für "
        "weniger als {k} Antworten."
    ),
    "answered.title": "Wer die Befragung beantwortet hat",
    "answered.of": "{answered} von {eligible}",
    "answered.none": "nicht befragt",
    "answered.sure": (
        "Wie sicher ({group}): Ein Wert stimmt meist bis auf {half} nach oben oder "
        "unten, auf der Skala von {low} bis {high}."
    ),
    "answered.care": "Behandeln Sie kleine Unterschiede so, als gäbe es keine.",
    "who.team": "{view} über Ihr Team",
    "who.unit": "{view}, {group}",
    "who.all": "{view}, ganze Organisation",
    "who.together": "{names} zusammen",
    "who.instead": (
        "{name}: {hidden}. Stattdessen: {group}, die kleinste Gruppe, die gezeigt "
        "werden darf."
    ),
    "numbers.title": "Drei Zahlen",
    "numbers.of": "{count} von {total}",
    "numbers.reached": "Praktiken auf Stufe {rung} oder höher",
    "numbers.gap-rungs.one": "Stufe",
    "numbers.gap-rungs.many": "Stufen",
    "numbers.gap": "größter Abstand zu Gold: {name}",
    "numbers.gap-more.one": "größter Abstand zu Gold: {name} und eine weitere",
    "numbers.gap-more.many": "größter Abstand zu Gold: {name} und {count} weitere",
    "numbers.moved": "Stufen bewegt seit {wave}",
    "numbers.evidence": "Stufen mit Beleg",
    "numbers.clear": "Praktiken klar verändert seit {wave}",
    "numbers.shown": "Praktiken dürfen gezeigt werden",
    "gold.kicker": "Am weitesten von Gold entfernt",
    "gold.caption": (
        "Stufe je Praktik, von {low} (nicht vorhanden) bis {high}. Rechte Spalte: "
        "Stufen bis zum Goldstandard. Eigene Aussage, {wave}."
    ),
    "gold.caption-view": (
        "Wert je Praktik, von {low} bis {high}. Rechte Spalte: Abstand zum "
        "Goldstandard. {group}, {wave}."
    ),
    "gold.caption-dimensions": (
        "Wert je Dimension, von {low} bis {high}: das Mittel ihrer Praktiken. Rechte "
        "Spalte: Abstand zum Goldstandard. {group}, {wave}."
    ),
    "gold.few": (
        "Weniger als zwanzig haben geantwortet, deshalb stehen hier die Dimensionen: "
        "Einzelne Praktiken sagen wenig. Jede Praktik steht mit ihrem Bereich unter "
        "„Alle Zahlen“."
    ),
    "gold.few-alone": (
        "Weniger als zwanzig haben geantwortet, deshalb stehen hier die Dimensionen: "
        "Einzelne Praktiken sagen wenig."
    ),
    "views.kicker": "Wie andere es sehen",
    "views.caption": (
        "Eine Zeile je Sicht, von {low} bis {high}; der Balken ist der plausible "
        "Bereich. Aussage und Befragung sind zweierlei und werden nie vermischt. "
        "{wave}."
    ),
    "views.talk": (
        "Ein Unterschied ist ein Anlass zum Gespräch, kein Fehler einer Seite:"
    ),
    "views.line": (
        "{name}: Ihre eigene Aussage ist Stufe {rung}. {view} sagen {score}, {words}."
    ),
    "views.nothing": (
        "Weder für dieses Team noch für etwas, zu dem es gehört, darf eine "
        "Sicht aus der Befragung gezeigt werden: {hidden}."
    ),
    "said.verbatim": "In eigenen Worten",
    "said.verbatim-note": (
        "Wie geschrieben, in keiner Reihenfolge. Jeder Kommentar wurde gelesen; Namen "
        "sind entfernt."
    ),
    "said.themes": "Worüber geschrieben wurde",
    "said.themes-note": (
        "Themen, über die viele geschrieben haben, in keiner Reihenfolge. Ihre Worte "
        "werden nicht zitiert."
    ),
    "change.kicker": "Veränderung seit {wave}",
    "change.first": "Das ist die erste Welle: die Ausgangslage",
    "change.first-text": (
        "Veränderungen stehen hier nach der nächsten Welle. Halten Sie bis dahin "
        "fest, was getan ist und was es belegt."
    ),
    "change.none": "Für dieses Team gibt es nichts zum Vergleich mit {wave}",
    "change.none-text": (
        "Damals oder heute fehlt die Aussage des Teams, und keine Veränderung aus "
        "der Befragung darf für das Team allein gezeigt werden."
    ),
    "change.moves-caption": (
        "Nur Praktiken auf einer anderen Stufe als in {wave}. Eine Stufe, die sich "
        "mit Beleg bewegt hat, ist eine prüfbare Tatsache."
    ),
    "change.caption": (
        "Wert von {wave} minus Wert von {since}, in Einheiten der Skala; der "
        "Balken ist der plausible Bereich. {group}."
    ),
    "change.broken": "{group}: nichts zum Vergleich mit {wave}",
    "change.silent": (
        "Das heißt nicht, dass sich nichts verändert hat, nur dass so wenige Antworten "
        "es nicht zeigen können. Getane Schritte und Stufen, die sich mit Beleg bewegt "
        "haben, lassen sich prüfen."
    ),
    "change.caution": (
        "Mit Vorsicht zu lesen: In {wave} haben {then} geantwortet, jetzt {now}. Eine "
        "Veränderung kann daher kommen, wer geantwortet hat."
    ),
    "change.anew.one": (
        "{names}: Die Fragen haben sich in {wave} geändert. Die Linie beginnt neu."
    ),
    "change.anew.many": (
        "{names}: Die Fragen haben sich in {wave} geändert. Ihre Linien beginnen neu."
    ),
    "change.part": (
        "{name}: verglichen anhand der {common} von {asked} Fragen, die gleich "
        "geblieben sind."
    ),
    "change.wholes": (
        "Eine Dimension wird nur verglichen, wo alle ihre Fragen gleich geblieben sind."
    ),
    "change.split": "{name} ist aus {origins} herausgelöst. Die Linie beginnt neu.",
    "change.merged": "{name} ist aus {origins} entstanden. Die Linie beginnt neu.",
    "change.renamed": "{name} hieß in {wave} {old}. Die Linie geht weiter.",
    "and-others": "{names} und andere",
    "same.title": "Dieselben Personen in {wave} und jetzt",
    "same.both": "Beide Male geantwortet",
    "same.now": "Nur jetzt",
    "same.then": "Nur in {wave}",
    "same.change": "Veränderung bei denen, die beide Male geantwortet haben",
    "peers.kicker": "Vergleich mit anderen",
    "peers.none": "Noch niemand zum Vergleichen",
    "peers.none-teams": (
        "Andere Teams stehen hier, sobald die Werte von mindestens {count} davon bei "
        "einer Praktik gezeigt werden dürfen: die mittlere Hälfte und der Median aller "
        "zusammen, nie der Wert eines einzelnen Teams."
    ),
    "peers.none-organisations": (
        "Andere Organisationen stehen hier, sobald die Pakete von mindestens {count} "
        "davon zusammengebracht sind: was alle zusammen haben, nie der Wert einer "
        "einzelnen Firma."
    ),
    "peers.caption-teams": (
        "Verglichen wird mit den anderen Teams dieser Befragung, die gezeigt werden "
        "dürfen, ohne dieses. Wert von {low} bis {high}. {group}, {wave}."
    ),
    "peers.caption-organisations": (
        "Verglichen wird mit anderen Organisationen, jede mit einem Wert und nur an "
        "ihrem Schlüssel erkennbar. Ihre Wellen schlossen in {when}. Eine "
        "Praktik wird verglichen, wenn mindestens 80 % der Fragen gleich sind. Wert "
        "von {low} bis {high}. {group}, {wave}."
    ),
    "peers.cut": "Nur eine Art von Organisationen: {cut}.",
    "peers.own-teams": "{view}, Mittel unserer Teams",
    "peers.gold": (
        "Andere sind kein Ziel: Der Goldstandard ist, was das Rahmenwerk volle Praxis "
        "nennt, nicht was andere tun."
    ),
    "path.kicker": "Weg nach vorn",
    "path.heading": "Mit {name} beginnen",
    "path.nothing": "Keine Stufe mehr zu steigen",
    "path.none-sure": "Kein Abstand ist sicher: noch einmal messen oder darüber reden",
    "path.formula": (
        "Reihenfolge: Abstand zu Gold × angegebene Wichtigkeit; worauf anderes "
        "aufbaut, kommt zuerst. Bei Gleichstand kommt zuerst, was mehr bringt, danach, "
        "was weniger Aufwand macht. Wichtigkeit (0 bis 1), Nutzen und Aufwand geben "
        "die Autoren des Rahmenwerks an; sie sind nicht aus Antworten abgeleitet."
    ),
    "path.formula-stated": (
        "Eine Aussage hat keinen Bereich, also zählt jeder Abstand, wie er vereinbart "
        "ist. Sind zwei auch dann noch gleich, kommt zuerst, was andere ebenfalls "
        "unter Gold sehen ({view}), danach, was belegt ist."
    ),
    "path.formula-alone": (
        "Eine Aussage hat keinen Bereich, also zählt jeder Abstand, wie er vereinbart "
        "ist. Sind zwei auch dann noch gleich, kommt zuerst, was belegt ist."
    ),
    "path.formula-view": (
        "Geordnet sind nur sichere Abstände: solche, deren plausibler Bereich unter "
        "Gold endet."
    ),
    "path.quick": (
        "Weiter unten, aber wenig Aufwand und von nichts anderem abhängig: {names}."
    ),
    "path.quick-win": "schnell zu haben",
    "path.needs": "baut auf {names} auf, worüber zu wenig bekannt ist",
    "path.tied": "in der Dringlichkeit nicht zu unterscheiden von {names}",
    "path.as-urgent": "(so dringlich wie die erste)",
    "path.effort": "Aufwand: {effort}, Nutzen: {worth}",
    "size.low": "gering",
    "size.middle": "mittel",
    "size.high": "hoch",
    "path.if-stated.one": (
        "Ist dieser Schritt getan und einigen Sie sich dann auf Stufe {rung}, steht "
        "„{dimension}“ bei {then} statt {today}."
    ),
    "path.if-stated.many": (
        "Sind diese Schritte getan und einigen Sie sich dann auf Stufe {rung}, steht "
        "„{dimension}“ bei {then} statt {today}."
    ),
    "path.if-view.one": (
        "Ist dieser Schritt getan und sehen dann alle Befragten Stufe {rung}, steht "
        "„{dimension}“ bei {then} statt {today}."
    ),
    "path.if-view.many": (
        "Sind diese Schritte getan und sehen dann alle Befragten Stufe {rung}, steht "
        "„{dimension}“ bei {then} statt {today}."
    ),
    "path.list-unclear": (
        "Zu nah an Gold, um sicher zu sein; noch einmal messen oder darüber reden: "
        "{names}."
    ),
    "path.list-doubted": (
        "Sie selbst sehen den Goldstandard, andere klar weniger ({view}); darüber "
        "reden: {names}."
    ),
    "path.list-gold": "Auf Gold: {names}.",
    "path.list-unknown": (
        "Nicht eingeordnet oder nicht gezeigt, also ohne Rang: {names}."
    ),
    "path.step-then": "Und danach",
    "path.says-statement": "Nach der eigenen Aussage des Teams",
    "path.gold": "Auf Gold",
    "path.unknown": "Nicht eingeordnet oder nicht gezeigt",
    "path.sum": "Abstand {gap} × Wichtigkeit {importance} = {priority}",
    "path.first": "zählt als {priority} wie {names}, das darauf aufbaut",
    "path.unsure": (
        "Zu nah an Gold, um sicher zu sein: noch einmal messen oder darüber reden"
    ),
    "path.today": "Heute: Stufe {rung}",
    "path.today-view": "Heute: Stufe {rung} ({group})",
    "path.next": "Als Nächstes: Stufe {rung}",
    "path.step": "Schritt",
    "path.rest": "Alle weiteren Praktiken in dieser Reihenfolge",
    "path.priority": "Priorität",
    "path.start": (
        "Noch ist nichts eingeordnet. Beginnen Sie dort, wo es am meisten zählt"
    ),
    "all.kicker": "Alle Zahlen",
    "all.heading": "Jede Praktik, jede Sicht, die gezeigt werden darf",
    "all.statement": "Eigene Aussage: Stufe",
    "all.next": "Vereinbarter nächster Schritt",
    "all.score": "{low} bis {high}, {n} Antworten",
    "all.gold": "Der Goldstandard ist bei jeder Praktik {gold}.",
    "all.hidden": "{names}: {hidden}.",
    "all.count": "{n} Antworten",
    "all.target": "Stufe {rung}",
    "all.by": "bis {day}",
    "how.kicker": "Wie das entstanden ist",
    "how.heading": "Worauf diese Zahlen beruhen",
    "how.frameworks": "Rahmenwerke",
    "how.version": "{title}, Version {version}",
    "how.wave": "Welle",
    "how.dates": "{opens} bis {closes}",
    "how.edition": "Ausgabe {number}",
    "how.k": "Schutz",
    "how.k-text": (
        "Nichts wird für weniger als {k} Antworten gezeigt, auch nichts, woraus "
        "man es ausrechnen könnte. In jedem verborgenen Feld steht „{hidden}“, "
        "gleich aus welchem Grund."
    ),
    "how.rules": "Regeln",
    "how.rules-link": "Wie Werte entstehen, in Worten",
    "how.privacy-link": "Was mit Antworten geschieht",
    "how.steward": "Wer einzelne Antworten sehen kann",
    "how.steward-text": "{sees} Fragen: {contact}",
    "how.licence": "Texte",
    "how.licence-text": "{licence}. Nach: {sources}",
    "portfolio.lead": (
        "Aussagen und jede Sicht aus der Befragung stehen für sich: Sie sind "
        "verschiedene Arten von Ergebnis. Die Teams stehen in der Reihenfolge der "
        "Organisation; das ist keine Rangliste."
    ),
    "portfolio.teams-link": "Alle Teams und ihre Seiten",
    "portfolio.stated": "Teams mit abgeschlossener Aussage",
    "portfolio.answered": "{view} haben geantwortet",
    "portfolio.statements": "Was Teams selbst aussagen",
    "portfolio.statements-none": (
        "Noch kein Team hat für diese Welle eine Aussage abgeschlossen"
    ),
    "portfolio.statements-find.one": (
        "{name} liegt in {count} von {total} Teams zwei Stufen oder mehr unter Gold"
    ),
    "portfolio.statements-find.many": (
        "{name} liegt in {count} von {total} Teams zwei Stufen oder mehr unter Gold"
    ),
    "portfolio.statements-near": "Kein Team sieht sich irgendwo zwei Stufen unter Gold",
    "portfolio.statements-caption": "Vereinbarte Stufe je Team und Praktik. {wave}.",
    "portfolio.view": "Was {view} sagen",
    "portfolio.view-find": (
        "{count} von {total} Praktiken liegen in der ganzen Organisation klar unter "
        "dem Goldstandard; den größten gezeigten Abstand hat {name}"
    ),
    "portfolio.view-caption": (
        "Wert von {low} bis {high}. Sehen Sie auf den plausiblen Bereich, "
        "bevor Sie zwei Felder vergleichen: Die meisten Unterschiede zwischen Teams "
        "sind zu klein, um etwas zu sagen. "
        "{wave}."
    ),
    "portfolio.view-hidden": "{view}: {hidden}",
    "portfolio.columns-hidden": "{names}: {hidden}",
    "portfolio.others": "Seiten für andere:",
    "partners.title": "Was Partner uns gesagt haben",
    "partners.lead": (
        "Eine Seite für alle Partnerunternehmen, für jedes dieselbe. Sie zeigt, was "
        "Personen aller Partnerunternehmen zusammen über die Arbeit mit uns sagen. "
        "Kein Unternehmen wird allein gezeigt: Hinter jedem Wert stehen mindestens "
        "drei Unternehmen, keines davon mit mehr als der Hälfte der Antworten. Was "
        "jemand in eigenen Worten geschrieben hat, wird nicht gezeigt."
    ),
    "partners.done": "Was wir geändert haben",
    "partners.done-note": (
        "So stand es auf der ersten Seite der Befragung. Das sind unsere eigenen "
        "Worte, kein Ergebnis der Befragung."
    ),
    "reader.cares": "Worauf Sie zuerst sehen: {what}",
    "reader.lead": (
        "Diese Seite spricht von der ganzen Organisation. Sie enthält keine Zahl eines "
        "Teams, eines Unternehmens oder einer Person."
    ),
    "reader.gap": "Was Aufmerksamkeit braucht",
    "reader.gap-note": (
        "Die klaren Abstände von mehr als einer Stufe, das Dringendste zuerst "
        "(Abstand × Wichtigkeit). {group}; Werte von {low} bis {high}."
    ),
    "reader.strength": "Was gelingt",
    "reader.strength-note": (
        "Höchstens eine Stufe unter dem Goldstandard, das Höchste zuerst. {group}; "
        "Werte von {low} bis {high}."
    ),
    "reader.meaning": "Was jede Praktik für Sie bedeutet",
    "teams.lead": (
        "Eine Seite je Team. Anzahlen stehen hier nur, wo die Gruppe groß genug ist."
    ),
    "teams.heading": "{count} Teams in {wave}",
    "teams.team": "Team",
    "teams.about": "Betreut",
    "teams.unit": "Bereich",
    "teams.statement": "Eigene Aussage",
    "teams.signed": "abgeschlossen am {day}",
    "teams.unsigned": "noch keine",
    "teams.former": "Teams früherer Wellen",
    "teams.portfolio-link": "Alle Teams im Überblick",
    "teams.caption": "Teams, ihre Aussagen und wer geantwortet hat",
    "cost.title": "Kosten der Zeit: {team}",
    "cost.link": "Was uns das Warten kostet",
    "cost.lead": (
        "Was das Team selbst am {day} über seine Zeit sagt. Es ist keine Befragung: "
        "Keine Antwort und kein Wert daraus geht ein."
    ),
    "cost.sees": "Wer diese Seite sehen kann: nur das Team.",
    "cost.sees-too": "Wer diese Seite sehen kann: das Team und {names}.",
    "cost.leaders": "alle, die die Standortbestimmung betreuen",
    "cost.between": "Zwischen {low} und {high} {unit}, am ehesten um {base}",
    "cost.one": "Etwa {base} {unit}: Nichts ist als Spanne angegeben",
    "cost.none": "Kein Tag ging über das Ziel hinaus verloren",
    "cost.nothing": "Die Tage kosten nichts, was hier angegeben ist",
    "cost.aside": "Nicht auf dem kritischen Pfad: Tage werden gezählt, Geld nicht",
    "cost.spread": "die Spanne kommt {share} {name}",
    "cost.nearly-all": "fast ganz",
    "cost.three-quarters": "zu drei Vierteln",
    "cost.two-thirds": "zu zwei Dritteln",
    "cost.half": "zur Hälfte",
    "cost.two-fifths": "zu zwei Fünfteln",
    "cost.a-third": "zu einem Drittel",
    "cost.a-quarter": "zu einem Viertel",
    "cost.a-fifth": "zu einem Fünftel",
    "cost.from-days": "von der Zahl der Tage",
    "cost.from-value": "vom Wert eines Tages",
    "cost.from-margin": "von der Marge",
    "cost.from-worth": "vom Wert des Ganzen",
    "cost.from-lost-share": "vom verlorenen Marktanteil",
    "cost.from-success": "von der Aussicht auf Erfolg",
    "cost.from-attribution": "vom Teil, den diese Uhr erklärt",
    "cost.from-waiting": "von den Kosten der Wartenden",
    "cost.days": "Verlorene Tage über dem Ziel",
    "cost.value": "Wert eines Tages",
    "cost.margin": "Marge im Jahr",
    "cost.margin-year": "Marge im Jahr, {year} Jahre nach dem Start",
    "cost.worth": "Wert des Ganzen heute",
    "cost.lost-share": "Verlorener Marktanteil",
    "cost.success": "Aussicht auf Erfolg",
    "cost.attribution": "Teil, den diese Uhr erklärt",
    "cost.waiting": "Die Wartenden, je Tag",
    "cost.rate": "Abzinsung im Jahr",
    "cost.market": "Größe des Marktes im Jahr",
    "cost.margin-share": "Marge als Teil des Umsatzes",
    "cost.years": "Jahre, in denen der Anteil fehlt",
    "cost.launch": "Geplanter Start",
    "cost.end": "Der Wert endet",
    "cost.target": "Ziel der Uhr, Tage",
    "cost.run": "Uhr lief, Tage: {title}",
    "cost.runs-still": "{start}, läuft noch",
    "cost.runs": "{start} bis {stop}",
    "cost.clock": "Die Uhr",
    "cost.clock-text": "Beginn: {start} Ende: {stop}",
    "cost.source": "Woher der Wert kommt",
    "cost.caption": (
        "Kosten in {unit}. Jeder Balken bewegt eine Angabe von niedrig nach hoch; alle "
        "anderen bleiben beim wahrscheinlichsten Wert."
    ),
    "cost.all": "Alle Verzögerungen zusammen",
    "cost.all-text": (
        "Niedrig mit niedrig, hoch mit hoch. Dass alle zugleich niedrig oder hoch "
        "sind, ist unwahrscheinlich: Es ist der äußere Rand."
    ),
    "cost.inputs": "Worauf das alles beruht",
    "cost.input": "Angabe",
    "cost.low": "Niedrig",
    "cost.base": "Am ehesten",
    "cost.high": "Hoch",
    "cost.counted-in": "Gezählt in",
    "cost.in-days": "Tagen",
    "cost.in-years": "Jahren",
    "cost.in-percent": "Prozent",
    "cost.thousand": "Tausend {currency}",
    "cost.million": "Mio. {currency}",
    "cost.billion": "Mrd. {currency}",
    "cost.plain": "{currency}",
    "cost.how": "Wie es berechnet wird",
    "cost.how-day": "Verlorene Tage × Wert eines Tages.",
    "cost.how-end": (
        "Bei einem festen Ende nimmt eine Verzögerung die letzten, reifen Tage: die "
        "Marge vom Start bis zum Ende, minus dieselbe vom späteren Start bis zum "
        "selben Ende, beide abgezinst auf den Tag der Aussage."
    ),
    "cost.how-shift": (
        "Alles kommt später und verliert den Zins der Tage; wo andere zuerst kommen, "
        "kommt die Marge des verlorenen Anteils hinzu."
    ),
    "cost.how-rest": (
        "Das wird mit der Aussicht auf Erfolg malgenommen. Was die Wartenden kosten, "
        "kommt hinzu, und alles zusammen wird mit dem Teil malgenommen, den diese Uhr "
        "erklärt. Niedrig nimmt jede Angabe niedrig, hoch jede hoch; nichts ist "
        "simuliert. Geld ist Deckungsbeitrag, nie Umsatz. Ergebnisse haben zwei "
        "Stellen: Mehr wäre mehr, als man weiß."
    ),
    "cost.method": "Die Regeln in Worten",
}

PAGE_WORDS: Table = {
    language: {**own, **SOUND_WORDS[language]}
    for language, own in (("de", _GERMAN), ("en", _ENGLISH))
}
