"""The words on charts and baseline pages, in every language we have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from generator.charts.markup import fill, filled
from generator.model.plural import category

Table = Mapping[str, Mapping[str, str]]
"""Language to word list; each list of a table has the same keys, by test."""

SOURCE = "en"
"""The language that speaks where another has no words."""

_ENGLISH = {
    "hidden": "not shown to protect answers",
    "not-asked": "not asked",
    "not-in-scope": "not in scope",
    "not-agreed": "not agreed",
    "not-applicable": "does not apply",
    "open": "still open",
    "show-numbers": "Show the numbers",
    "practice": "Practice",
    "dimension": "Dimension",
    "gap": "Gap",
    "rung": "Rung",
    "score": "Score",
    "gold": "Gold standard",
    "range": "Plausible range",
    "range-of": "{low} to {high}",
    "answers": "Answers",
    "evidence": "Evidence",
    "no-evidence": "no evidence named",
    "or-more": "{value} or more",
    "or-less": "{value} or less",
    "legend.statement": "Own statement, evidence named",
    "legend.statement-bare": "Own statement, no evidence named",
    "legend.gold": "Gold standard",
    "legend.score": "Survey score with its plausible range",
    "legend.gap-unclear": "Survey score; its gap to gold is not clear",
    "legend.before": "Rung in {wave}",
    "legend.change": "Change with its plausible range",
    "lower": "{value} lower",
    "higher": "{value} higher",
    "same": "the same",
    "up": "up {value}",
    "down": "down {value}",
    "no-clear-change": "no clear change",
    "unclear": "not clear",
    "change": "Change",
    "smallest": "Smallest change these answers can show",
    "today": "Today",
    "next": "Next",
    "top": "Gold standard reached",
    "meaning": "What it means",
    "from": "From",
    "to": "To",
    "and": "and",
    "find.none-shown": "No practice can be shown here yet",
    "find.all-gold": "Every practice shown stands at the gold standard",
    "find.furthest.one": "{names} is furthest from the gold standard",
    "find.furthest.many": "{names} are furthest from the gold standard",
    "find.furthest-tied": (
        "{count} practices are furthest from the gold standard; of them {names} "
        "counts most"
    ),
    "find.gaps.one": "{names} is clearly below the gold standard",
    "find.gaps.many": "{names} are clearly below the gold standard",
    "find.gaps-many": (
        "{count} of {total} are clearly below the gold standard; the largest gap shown "
        "is {names}"
    ),
    "find.gaps-none": (
        "No gap to gold is clear; too few answers to tell less than {smallest} apart"
    ),
    "find.gaps-alike": "Nearly everybody answers alike, so no gap is given as a number",
    "difference": "Difference",
    "views.right": "Right column: {view} compared with the own statement.",
    "views.left-out": (
        "Practices that nobody outside was asked about stand under “All numbers”."
    ),
    "find.views-none": "No outside view can be shown yet",
    "find.views-lower": "{view} see {name} {value} lower than your own statement",
    "find.views-higher": "{view} see {name} {value} higher than your own statement",
    "find.views-same": "{view} see your practices as you do",
    "find.views-only": "{view} rate {name} lowest",
    "find.moves-none": "No practice stands on another rung than in {wave}",
    "find.moves-up.one": "{count} practice stands on a higher rung than in {wave}",
    "find.moves-up.many": "{count} practices stand on a higher rung than in {wave}",
    "find.moves-down.one": "{count} on a lower one",
    "find.moves-down.many": "{count} on a lower one",
    "find.changes-none": (
        "{view}: no clear change since {wave}; too few answers to tell less than "
        "{smallest} apart"
    ),
    "find.changes-up.one": "{view}: {names} has risen since {wave}",
    "find.changes-up.many": "{view}: {names} have risen since {wave}",
    "find.changes-down.one": "{view}: {names} has fallen since {wave}",
    "find.changes-down.many": "{view}: {names} have fallen since {wave}",
    "find.changes-down-too.one": "{names} has fallen",
    "find.changes-down-too.many": "{names} have fallen",
    "find.ladder-next": "Today rung {today}, next rung {next}",
    "find.ladder-top": "Rung {today}: the top",
    "find.ladder-unknown": "Not placed yet: start with rung {next}",
    "tornado.input": "What is stated",
    "tornado.low": "Cost at its lowest, {unit}",
    "tornado.high": "Cost at its highest, {unit}",
    "tornado.share": "Part of the spread",
    "legend.tornado": "Cost when this alone goes from low to high",
    "legend.likely": "Most likely",
    "organisation": "Whole organisation",
    "scroll": "{title}; scrolls sideways",
    "peers.teams": "other teams",
    "peers.organisations": "other organisations",
    "peers.count": "Peers",
    "peers.share": "Same questions",
    "peers.compared": "Compared",
    "peers.below": "lower",
    "peers.above": "higher",
    "peers.percent": "{value} %",
    "peers.others": "others",
    "middle-half": "Middle half",
    "median": "Median",
    "mean": "Mean",
    "percentile": "Percentile",
    "below-all": "below all peers",
    "above-all": "above all peers",
    "legend.peers-half": "Middle half of {peers}",
    "legend.peers-median": "Median of {peers}",
    "legend.peers-mean": "Mean of {peers}",
    "find.peers-below": "Clearly lower than usual among {peers}: {names}",
    "find.peers-above": "Clearly higher than usual among {peers}: {names}",
    "find.peers-both": (
        "Clearly lower than usual among {peers}: {names}; clearly higher: {more}"
    ),
    "find.peers-same": "No clear difference from what is usual among {peers}",
    "no-evidence-short": "no evidence",
}

_GERMAN = {
    "hidden": "zum Schutz der Antworten nicht gezeigt",
    "not-asked": "nicht gefragt",
    "not-in-scope": "nicht im Umfang",
    "not-agreed": "nicht einig",
    "not-applicable": "trifft nicht zu",
    "open": "noch offen",
    "show-numbers": "Zahlen zeigen",
    "practice": "Praktik",
    "dimension": "Dimension",
    "gap": "Abstand",
    "rung": "Stufe",
    "score": "Wert",
    "gold": "Goldstandard",
    "range": "Plausibler Bereich",
    "range-of": "{low} bis {high}",
    "answers": "Antworten",
    "evidence": "Beleg",
    "no-evidence": "kein Beleg genannt",
    "or-more": "{value} oder mehr",
    "or-less": "{value} oder weniger",
    "legend.statement": "Eigene Aussage, Beleg genannt",
    "legend.statement-bare": "Eigene Aussage, kein Beleg genannt",
    "legend.gold": "Goldstandard",
    "legend.score": "Wert aus der Befragung mit plausiblem Bereich",
    "legend.gap-unclear": "Wert aus der Befragung; sein Abstand zu Gold ist nicht klar",
    "legend.before": "Stufe in {wave}",
    "legend.change": "Veränderung mit plausiblem Bereich",
    "lower": "{value} niedriger",
    "higher": "{value} höher",
    "same": "gleich",
    "up": "plus {value}",
    "down": "minus {value}",
    "no-clear-change": "nicht klar verändert",
    "unclear": "nicht klar",
    "change": "Veränderung",
    "smallest": "Kleinste erkennbare Veränderung",
    "today": "Heute",
    "next": "Als Nächstes",
    "top": "Goldstandard erreicht",
    "meaning": "Was es bedeutet",
    "from": "Von",
    "to": "Auf",
    "and": "und",
    "find.none-shown": "Hier lässt sich noch keine Praktik zeigen",
    "find.all-gold": "Alle gezeigten Praktiken erreichen den Goldstandard",
    "find.furthest.one": "Am weitesten vom Goldstandard entfernt: {names}",
    "find.furthest.many": "Am weitesten vom Goldstandard entfernt: {names}",
    "find.furthest-tied": (
        "{count} Praktiken sind am weitesten vom Goldstandard entfernt; am meisten "
        "zählt davon {names}"
    ),
    "find.gaps.one": "Klar unter dem Goldstandard: {names}",
    "find.gaps.many": "Klar unter dem Goldstandard: {names}",
    "find.gaps-many": (
        "{count} von {total} liegen klar unter dem Goldstandard; den größten gezeigten "
        "Abstand hat {names}"
    ),
    "find.gaps-none": (
        "Kein Abstand zu Gold ist klar; zu wenige Antworten, um weniger als {smallest} "
        "zu unterscheiden"
    ),
    "find.gaps-alike": (
        "Fast alle antworten gleich, deshalb steht kein Abstand als Zahl da"
    ),
    "difference": "Unterschied",
    "views.right": "Rechte Spalte: {view} verglichen mit der eigenen Aussage.",
    "views.left-out": (
        "Praktiken, zu denen niemand von außen gefragt wurde, stehen unter "
        "„Alle Zahlen“."
    ),
    "find.views-none": "Noch lässt sich keine Sicht von außen zeigen",
    "find.views-lower": "{view} sehen {name} {value} niedriger als Ihre eigene Aussage",
    "find.views-higher": "{view} sehen {name} {value} höher als Ihre eigene Aussage",
    "find.views-same": "{view} sehen Ihre Praktiken so wie Sie",
    "find.views-only": "{view} bewerten {name} am niedrigsten",
    "find.moves-none": "Keine Praktik steht auf einer anderen Stufe als in {wave}",
    "find.moves-up.one": "{count} Praktik steht auf einer höheren Stufe als in {wave}",
    "find.moves-up.many": (
        "{count} Praktiken stehen auf einer höheren Stufe als in {wave}"
    ),
    "find.moves-down.one": "{count} auf einer niedrigeren",
    "find.moves-down.many": "{count} auf einer niedrigeren",
    "find.changes-none": (
        "{view}: nicht klar verändert seit {wave}; zu wenige Antworten, um weniger "
        "als {smallest} zu unterscheiden"
    ),
    "find.changes-up.one": "{view}: {names} ist seit {wave} gestiegen",
    "find.changes-up.many": "{view}: {names} sind seit {wave} gestiegen",
    "find.changes-down.one": "{view}: {names} ist seit {wave} gesunken",
    "find.changes-down.many": "{view}: {names} sind seit {wave} gesunken",
    "find.changes-down-too.one": "{names} ist gesunken",
    "find.changes-down-too.many": "{names} sind gesunken",
    "find.ladder-next": "Heute Stufe {today}, als Nächstes Stufe {next}",
    "find.ladder-top": "Stufe {today}: ganz oben",
    "find.ladder-unknown": "Noch nicht eingeordnet: mit Stufe {next} beginnen",
    "tornado.input": "Angabe",
    "tornado.low": "Kosten am unteren Ende, {unit}",
    "tornado.high": "Kosten am oberen Ende, {unit}",
    "tornado.share": "Teil der Spanne",
    "legend.tornado": "Kosten, wenn nur diese Angabe von niedrig nach hoch geht",
    "legend.likely": "Am ehesten",
    "organisation": "Ganze Organisation",
    "scroll": "{title}; seitlich scrollbar",
    "peers.teams": "anderen Teams",
    "peers.organisations": "anderen Organisationen",
    "peers.count": "Verglichene",
    "peers.share": "Gleiche Fragen",
    "peers.compared": "Vergleich",
    "peers.below": "niedriger",
    "peers.above": "höher",
    "peers.percent": "{value} %",
    "peers.others": "weitere",
    "middle-half": "Mittlere Hälfte",
    "median": "Median",
    "mean": "Mittel",
    "percentile": "Prozentrang",
    "below-all": "unter allen anderen",
    "above-all": "über allen anderen",
    "legend.peers-half": "Mittlere Hälfte bei {peers}",
    "legend.peers-median": "Median bei {peers}",
    "legend.peers-mean": "Mittel bei {peers}",
    "find.peers-below": "Klar niedriger als bei {peers} üblich: {names}",
    "find.peers-above": "Klar höher als bei {peers} üblich: {names}",
    "find.peers-both": (
        "Klar niedriger als bei {peers} üblich: {names}; klar höher: {more}"
    ),
    "find.peers-same": "Kein klarer Unterschied zu dem, was bei {peers} üblich ist",
    "no-evidence-short": "ohne Beleg",
}

WORDS: Table = {"de": _GERMAN, "en": _ENGLISH}


class Speech:
    """Says things in one language; words unknown there are said in English."""

    def __init__(self, language: str, *more: Table) -> None:
        """Speak `language` with our own words and those of `more`."""
        self.language = language
        short = language.partition("-")[0]
        self._lists = [table.get(short, table[SOURCE]) for table in (WORDS, *more)]

    def __call__(self, key: str, /, **values: object) -> Markup:
        """The words under `key`, with `values` escaped into them."""
        for words in self._lists:
            if key in words:
                return filled(words[key], values)
        raise KeyError(key)

    def plural(self, key: str, count: int, /, **values: object) -> Markup:
        """The words for one or for many: `key.one` or `key.many`."""
        one = category(self.language, count) == "one"
        return self(f"{key}.{'one' if one else 'many'}", **values)

    def listed(self, names: Sequence[Markup | str]) -> Markup:
        """Names joined as in a sentence: a, b and c."""
        if len(names) < 2:
            return Markup("").join(names)
        head = Markup(", ").join(names[:-1])
        return fill("{} {} {}", head, self("and"), names[-1])
