"""The words for what answers say about themselves, in every language we have."""

from __future__ import annotations

from generator.charts.words import Table

_ENGLISH = {
    "care.few": (
        "{group}: fewer than half of those asked answered. The others may see it "
        "differently."
    ),
    "care.camps": (
        "{group}: there are two camps on {names}. Some rate it very low, others very "
        "high, so the average speaks for nobody. Talk about it."
    ),
    "care.held": (
        "{group}: the score of {name} is held down, because {parts} must be in place "
        "first. The methodology page says how far."
    ),
    "care.unseen": (
        "{view}, whole organisation: many cannot judge {names}. It is not visible to "
        "those who were asked."
    ),
    "agree.title": "How far answers agree: {group}",
    "agree.apart": "Answers differ from the team's average by",
    "agree.about": "about {apart}",
    "agree.least": "{apart} or less",
    "agree.wide": "further than people who agree",
    "agree.band": "Agreement",
    "agree.skewed": "Agreement if all tend a little to one side",
    "agree.trust": "How far to trust the score",
    "agree.none": "none",
    "agree.weak": "weak",
    "agree.moderate": "moderate",
    "agree.strong": "strong",
    "agree.unknown": "not known for this scale",
    "agree.camps": "two camps",
    "trust.high": "high",
    "trust.medium": "medium",
    "trust.low": "low",
    "levels.kicker": "Levels",
    "levels.heading": "Which level is reached",
    "levels.reached": "{name} ({whose}): level {level} of {top} is reached.",
    "levels.none": "{name} ({whose}): level {first} of {top} is not reached yet.",
    "levels.hole": (
        "A higher level is largely in place, but something below it is missing: start "
        "there."
    ),
    "levels.own": "own statement",
    "levels.how": (
        "A level counts as reached where more than half of it is in place and every "
        "level below it nearly in full. So a missing base shows, which an added score "
        "would hide."
    ),
    "all.balanced": "Every view counting the same",
    "all.balanced-missing": "{names}: missing",
    "all.balanced-none": (
        "No score in which every view counts the same, because these are missing: "
        "{names}."
    ),
    "questions.title": "How well the questions work",
    "questions.link": "How well the questions work",
    "questions.lead": (
        "For those who write the questions and run the survey. Nothing here is about "
        "one team or one person: every number speaks of a whole view."
    ),
    "questions.view": "{view}: what the answers say about the questions",
    "questions.nothing": (
        "Nothing can be said of this wave: it was released before these numbers were "
        "kept, or too few people answered."
    ),
    "fit.heading": "Do the questions of a dimension hang together?",
    "fit.note": (
        "Listwise: only people who answered every one of these questions. Alpha mixes "
        "differences between people with those between teams. It says nothing of how "
        "far a team agrees, and no value of it makes a decision about a person right."
    ),
    "fit.off": (
        "Switched off, or too few complete answers. Questions that are parts of a "
        "checklist need not hang together; a framework says of each question whether "
        "it is one."
    ),
    "fit.dimension": "Dimension",
    "fit.complete": "Complete answers",
    "fit.alpha": "Alpha, with its plausible range",
    "fit.standardized": "Alpha of standardised questions",
    "fit.pair": "Spearman-Brown",
    "fit.omega": "Omega",
    "fit.means": "What it means",
    "fit.negative": "check reverse coding: a question seems to point the other way",
    "fit.apart": "do not hang together: read the questions singly",
    "fit.weak": "weak",
    "fit.good": "good",
    "fit.redundant": "redundant: several questions ask the same",
    "fit.items": "Question by question: {name}",
    "fit.question": "Question",
    "fit.rest": "Correlation with the others",
    "fit.without": "Alpha without it",
    "missing.heading": "Which questions got no answer?",
    "missing.asked": "People asked",
    "missing.na": "Does not apply, percent",
    "missing.dk": "Cannot judge, percent of what applies",
    "missing.blank": "Left blank, percent of what applies",
    "missing.unseen": "not visible to those asked",
    "missing.note": (
        "Five stands for five or less. With fewer than twenty people shares are in "
        "steps of five."
    ),
    "telling.heading": "Can teams be told apart?",
    "telling.share": "Differences that lie between teams",
    "telling.means": "What follows",
    "telling.none": "none",
    "telling.small": "few",
    "telling.medium": "some",
    "telling.large": "many",
    "telling.apart": "team scores can be told apart",
    "telling.unsure": "team scores can be told apart only roughly",
    "telling.alike": "do not compare teams on this",
    "order.heading": "Where help may be needed first",
    "order.alike": "{name}: teams do not differ detectably.",
    "order.below": "{name}: clearly below the whole organisation: {names}.",
    "order.none": "{name}: no team is clearly below the whole organisation.",
    "order.note": (
        "Named in the order of what to expect next time: scores of few people are "
        "drawn toward what all teams have in common, because they are extreme by "
        "chance more often. It is no ranking, and the score shown stays the score."
    ),
    "careful.heading": "Answers given without reading",
    "careful.none": (
        "Answers that show signs of not having been read: without them no score of the "
        "whole organisation would move much, or telling so would set too few people "
        "apart. No answer was left out."
    ),
    "careful.moves": (
        "Answers that show signs of not having been read move some scores of the whole "
        "organisation. No answer was left out; without them they would be:"
    ),
    "careful.with": "Score",
    "careful.without": "Score without them",
    "effect.heading": "How large are the changes since {wave}?",
    "effect.g": "Hedges' g",
    "effect.note": (
        "Change of the whole organisation in units of the spread between people that "
        "its plausible range rests on. It compares changes between surveys, and is no "
        "measure of how much a change matters."
    ),
}

_GERMAN = {
    "care.few": (
        "{group}: Weniger als die Hälfte der Gefragten hat geantwortet. Die anderen "
        "sehen es vielleicht anders."
    ),
    "care.camps": (
        "{group}: Bei {names} gibt es zwei Lager. Die einen bewerten es sehr niedrig, "
        "die anderen sehr hoch; der Durchschnitt spricht für niemanden. Reden Sie "
        "darüber."
    ),
    "care.held": (
        "{group}: Der Wert für „{name}“ ist begrenzt. Zuerst muss da sein: {parts}. "
        "Wie weit er reicht, steht auf der Seite zur Methodik."
    ),
    "care.unseen": (
        "{view}, ganze Organisation: Viele können {names} nicht beurteilen. Für die "
        "Gefragten ist es nicht sichtbar."
    ),
    "agree.title": "Wie einig sich die Antworten sind: {group}",
    "agree.apart": "Antworten weichen vom Durchschnitt des Teams ab um",
    "agree.about": "etwa {apart}",
    "agree.least": "{apart} oder weniger",
    "agree.wide": "weiter als bei Menschen, die sich einig sind",
    "agree.band": "Einigkeit",
    "agree.skewed": "Einigkeit, falls alle etwas zu einer Seite neigen",
    "agree.trust": "Wie weit man dem Wert trauen kann",
    "agree.none": "keine",
    "agree.weak": "schwach",
    "agree.moderate": "mäßig",
    "agree.strong": "stark",
    "agree.unknown": "für diese Skala nicht bekannt",
    "agree.camps": "zwei Lager",
    "trust.high": "weit",
    "trust.medium": "mäßig",
    "trust.low": "wenig",
    "levels.kicker": "Niveaus",
    "levels.heading": "Welches Niveau erreicht ist",
    "levels.reached": "{name} ({whose}): Niveau {level} von {top} ist erreicht.",
    "levels.none": (
        "{name} ({whose}): Niveau {first} von {top} ist noch nicht erreicht."
    ),
    "levels.hole": (
        "Ein höheres Niveau ist weitgehend da, aber darunter fehlt etwas: Fangen Sie "
        "dort an."
    ),
    "levels.own": "eigene Aussage",
    "levels.how": (
        "Ein Niveau gilt als erreicht, wenn mehr als die Hälfte davon da ist und jedes "
        "Niveau darunter fast ganz. So zeigt sich eine fehlende Grundlage, die eine "
        "Summe verdecken würde."
    ),
    "all.balanced": "Jede Sicht zählt gleich",
    "all.balanced-missing": "{names}: fehlt",
    "all.balanced-none": (
        "Kein Wert, in dem jede Sicht gleich zählt, denn diese fehlen: {names}."
    ),
    "questions.title": "Wie gut die Fragen arbeiten",
    "questions.link": "Wie gut die Fragen arbeiten",
    "questions.lead": (
        "Für alle, die Fragen schreiben und die Befragung betreuen. Nichts hier "
        "handelt von einem Team oder einer Person: Jede Zahl spricht von einer ganzen "
        "Sicht."
    ),
    "questions.view": "{view}: was die Antworten über die Fragen sagen",
    "questions.nothing": (
        "Zu dieser Welle lässt sich nichts sagen: Sie wurde freigegeben, bevor diese "
        "Zahlen festgehalten wurden, oder zu wenige haben geantwortet."
    ),
    "fit.heading": "Hängen die Fragen einer Dimension zusammen?",
    "fit.note": (
        "Nur Personen, die jede dieser Fragen beantwortet haben. Alpha vermengt "
        "Unterschiede zwischen Personen mit denen zwischen Teams. Es sagt nichts "
        "darüber, wie einig ein Team ist, und kein Wert davon rechtfertigt eine "
        "Entscheidung über eine Person."
    ),
    "fit.off": (
        "Ausgeschaltet, oder zu wenige vollständige Antworten. Fragen, die Teile einer "
        "Checkliste sind, müssen nicht zusammenhängen; ein Rahmenwerk sagt von jeder "
        "Frage, ob sie einer ist."
    ),
    "fit.dimension": "Dimension",
    "fit.complete": "Vollständige Antworten",
    "fit.alpha": "Alpha mit plausiblem Bereich",
    "fit.standardized": "Alpha der standardisierten Fragen",
    "fit.pair": "Spearman-Brown",
    "fit.omega": "Omega",
    "fit.means": "Was es heißt",
    "fit.negative": "Umkehrung prüfen: Eine Frage scheint andersherum gestellt",
    "fit.apart": "hängen nicht zusammen: Fragen einzeln lesen",
    "fit.weak": "schwach",
    "fit.good": "gut",
    "fit.redundant": "überzählig: Mehrere Fragen fragen dasselbe",
    "fit.items": "Frage für Frage: {name}",
    "fit.question": "Frage",
    "fit.rest": "Korrelation mit den anderen",
    "fit.without": "Alpha ohne sie",
    "missing.heading": "Welche Fragen blieben ohne Antwort?",
    "missing.asked": "Gefragte Personen",
    "missing.na": "Trifft nicht zu, Prozent",
    "missing.dk": "Kann ich nicht beurteilen, Prozent dessen, was zutrifft",
    "missing.blank": "Leer gelassen, Prozent dessen, was zutrifft",
    "missing.unseen": "für die Gefragten nicht sichtbar",
    "missing.note": (
        "Fünf steht für fünf oder weniger. Bei weniger als zwanzig Personen stehen "
        "Anteile in Fünferschritten."
    ),
    "telling.heading": "Lassen sich Teams unterscheiden?",
    "telling.share": "Unterschiede, die zwischen Teams liegen",
    "telling.means": "Was daraus folgt",
    "telling.none": "keine",
    "telling.small": "wenige",
    "telling.medium": "einige",
    "telling.large": "viele",
    "telling.apart": "Werte der Teams lassen sich unterscheiden",
    "telling.unsure": "Werte der Teams lassen sich nur grob unterscheiden",
    "telling.alike": "Teams hierin nicht vergleichen",
    "order.heading": "Wo Hilfe vielleicht zuerst nötig ist",
    "order.alike": "{name}: Die Teams unterscheiden sich nicht erkennbar.",
    "order.below": "{name}: klar unter der ganzen Organisation: {names}.",
    "order.none": "{name}: Kein Team liegt klar unter der ganzen Organisation.",
    "order.note": (
        "Genannt in der Reihenfolge dessen, was beim nächsten Mal zu erwarten ist: "
        "Werte weniger Personen werden zu dem gezogen, was alle Teams gemeinsam haben, "
        "denn sie liegen öfter durch Zufall weit außen. Das ist keine Rangliste, und "
        "der gezeigte Wert bleibt der Wert."
    ),
    "careful.heading": "Antworten, die nicht gelesen wirken",
    "careful.none": (
        "Antworten, die nicht gelesen wirken: Ohne sie würde sich kein Wert der ganzen "
        "Organisation wesentlich ändern, oder es zu sagen, würde zu wenige Personen "
        "erkennbar machen. Keine Antwort wurde weggelassen."
    ),
    "careful.moves": (
        "Antworten, die nicht gelesen wirken, verschieben einige Werte der ganzen "
        "Organisation. Keine Antwort wurde weggelassen; ohne sie wären es:"
    ),
    "careful.with": "Wert",
    "careful.without": "Wert ohne sie",
    "effect.heading": "Wie groß sind die Veränderungen seit {wave}?",
    "effect.g": "Hedges' g",
    "effect.note": (
        "Veränderung der ganzen Organisation in Einheiten der Streuung zwischen "
        "Personen, auf der ihr plausibler Bereich beruht. Es vergleicht Veränderungen "
        "zwischen Befragungen und ist kein Maß dafür, wie wichtig eine ist."
    ),
}

SOUND_WORDS: Table = {"de": _GERMAN, "en": _ENGLISH}
