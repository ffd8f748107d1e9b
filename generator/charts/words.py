"""The words on charts and baseline pages, in every language we have."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

Table = Mapping[str, tuple[str, str]]
"""Key to the English and the German words."""

LANGUAGES = ("en", "de")

WORDS: Table = {
    "hidden": (
        "not shown to protect answers",
        "zum Schutz der Antworten nicht gezeigt",
    ),
    "not-asked": ("not asked", "nicht gefragt"),
    "not-in-scope": ("not in scope", "nicht im Umfang"),
    "not-agreed": ("not agreed", "nicht einig"),
    "not-applicable": ("does not apply", "trifft nicht zu"),
    "open": ("still open", "noch offen"),
    "show-numbers": ("Show the numbers", "Zahlen zeigen"),
    "explore": ("Explore this chart", "Diagramm erkunden"),
    "practice": ("Practice", "Praktik"),
    "gap": ("Gap", "Abstand"),
    "rung": ("Rung", "Stufe"),
    "score": ("Score", "Wert"),
    "gold": ("Gold standard", "Goldstandard"),
    "range": ("Plausible range", "Plausibler Bereich"),
    "range-of": ("{low} to {high}", "{low} bis {high}"),
    "answers": ("Answers", "Antworten"),
    "evidence": ("Evidence", "Beleg"),
    "no-evidence": ("no evidence named", "kein Beleg genannt"),
    "or-more": ("{value} or more", "{value} oder mehr"),
    "or-less": ("{value} or less", "{value} oder weniger"),
    "legend.statement": (
        "Your team's own statement, with evidence",
        "Eigene Aussage des Teams, mit Beleg",
    ),
    "legend.statement-bare": (
        "The same, no evidence named",
        "Dasselbe, kein Beleg genannt",
    ),
    "legend.gold": ("Gold standard", "Goldstandard"),
    "legend.score": (
        "Survey score with its plausible range",
        "Umfragewert mit plausiblem Bereich",
    ),
    "legend.before": ("Rung in {wave}", "Stufe in {wave}"),
    "legend.change": (
        "Change with its plausible range",
        "Veränderung mit plausiblem Bereich",
    ),
    "lower": ("{value} lower", "{value} niedriger"),
    "higher": ("{value} higher", "{value} höher"),
    "same": ("the same", "gleich"),
    "up": ("up {value}", "plus {value}"),
    "down": ("down {value}", "minus {value}"),
    "no-clear-change": ("no clear change", "nicht klar verändert"),
    "unclear": ("not clear", "nicht klar"),
    "change": ("Change", "Veränderung"),
    "smallest": (
        "Smallest change these answers can show",
        "Kleinste erkennbare Veränderung",
    ),
    "today": ("Today", "Heute"),
    "next": ("Next", "Als Nächstes"),
    "top": ("Gold standard reached", "Goldstandard erreicht"),
    "meaning": ("What it means", "Was es bedeutet"),
    "from": ("From", "Von"),
    "to": ("To", "Auf"),
    "no-mark": (
        "no statement and no survey value",
        "keine Aussage und kein Umfragewert",
    ),
    "and": ("and", "und"),
    "find.none-shown": (
        "No practice can be shown here yet",
        "Hier lässt sich noch keine Praktik zeigen",
    ),
    "find.all-gold": (
        "Every practice shown stands at the gold standard",
        "Alle gezeigten Praktiken erreichen den Goldstandard",
    ),
    "find.furthest.one": (
        "{names} is furthest from the gold standard",
        "{names}: am weitesten vom Goldstandard entfernt",
    ),
    "find.furthest.many": (
        "{names} are furthest from the gold standard",
        "{names}: am weitesten vom Goldstandard entfernt",
    ),
    "find.furthest-tied": (
        "{count} practices are furthest from the gold standard, {names} first",
        "{count} Praktiken sind am weitesten vom Goldstandard entfernt, zuerst {names}",
    ),
    "find.rungs.one": ("{count} rung below it", "{count} Stufe darunter"),
    "find.rungs.many": ("{count} rungs below it", "{count} Stufen darunter"),
    "find.views-none": (
        "No outside view can be shown yet",
        "Noch lässt sich keine Sicht von außen zeigen",
    ),
    "find.views-lower": (
        "{view} see {name} {value} lower than your own statement",
        "{view} sehen {name} {value} niedriger als Ihre eigene Aussage",
    ),
    "find.views-higher": (
        "{view} see {name} {value} higher than your own statement",
        "{view} sehen {name} {value} höher als Ihre eigene Aussage",
    ),
    "find.views-same": (
        "{view} see your practices as you do",
        "{view} sehen Ihre Praktiken so wie Sie",
    ),
    "find.views-only": (
        "{view} rate {name} lowest",
        "{view} bewerten {name} am niedrigsten",
    ),
    "find.moves-none": (
        "No practice stands on another rung than in {wave}",
        "Keine Praktik steht auf einer anderen Stufe als in {wave}",
    ),
    "find.moves-up.one": (
        "{count} practice stands on a higher rung than in {wave}",
        "{count} Praktik steht auf einer höheren Stufe als in {wave}",
    ),
    "find.moves-up.many": (
        "{count} practices stand on a higher rung than in {wave}",
        "{count} Praktiken stehen auf einer höheren Stufe als in {wave}",
    ),
    "find.moves-down.one": (
        "{count} on a lower one",
        "{count} auf einer niedrigeren",
    ),
    "find.moves-down.many": (
        "{count} on a lower one",
        "{count} auf einer niedrigeren",
    ),
    "find.changes-none": (
        (
            "{view}: no clear change since {wave}; "
            "too few answers to tell less than {smallest} apart"
        ),
        (
            "{view}: nicht klar verändert seit {wave}; "
            "zu wenige Antworten, um weniger als {smallest} zu unterscheiden"
        ),
    ),
    "find.changes-up.one": (
        "{view}: {names} has risen since {wave}",
        "{view}: {names} ist seit {wave} gestiegen",
    ),
    "find.changes-up.many": (
        "{view}: {names} have risen since {wave}",
        "{view}: {names} sind seit {wave} gestiegen",
    ),
    "find.changes-down.one": (
        "{view}: {names} has fallen since {wave}",
        "{view}: {names} ist seit {wave} gesunken",
    ),
    "find.changes-down.many": (
        "{view}: {names} have fallen since {wave}",
        "{view}: {names} sind seit {wave} gesunken",
    ),
    "too-few": (
        "too few answers to tell less than {smallest} apart",
        "zu wenige Antworten, um weniger als {smallest} zu unterscheiden",
    ),
    "find.ladder-next": (
        "Today rung {today}, next rung {next}",
        "Heute Stufe {today}, als Nächstes Stufe {next}",
    ),
    "find.ladder-top": ("Rung {today}: the top", "Stufe {today}: ganz oben"),
    "find.ladder-unknown": (
        "Not placed yet: start with rung {next}",
        "Noch nicht eingeordnet: mit Stufe {next} beginnen",
    ),
    "find.matrix": ("{title}", "{title}"),
    "organisation": ("Whole organisation", "Ganze Organisation"),
    "scroll": ("{title}; scrolls sideways", "{title}; seitlich scrollbar"),
    "no-evidence-short": ("no evidence", "ohne Beleg"),
    "cell.none": ("no statement", "keine Aussage"),
}


class Speech:
    """Says things in one language; words unknown there are said in English."""

    def __init__(self, language: str, *more: Table) -> None:
        """Speak `language` with our own words and those of `more`."""
        self.language = language
        short = language.partition("-")[0]
        self._index = LANGUAGES.index(short) if short in LANGUAGES else 0
        self._tables = (WORDS, *more)

    def __call__(self, key: str, /, **values: object) -> Markup:
        """The words under `key`, with `values` escaped into them."""
        for table in self._tables:
            if key in table:
                return Markup(table[key][self._index]).format(**values)  # noqa: S704 - our own words
        raise KeyError(key)

    def plural(self, key: str, count: int, /, **values: object) -> Markup:
        """The words for one or for many: `key.one` or `key.many`."""
        return self(f"{key}.{'one' if count == 1 else 'many'}", **values)

    def listed(self, names: list[Markup | str]) -> Markup:
        """Names joined as in a sentence: a, b and c."""
        if len(names) < 2:
            return Markup("").join(names)
        head = Markup(", ").join(names[:-1])
        return Markup("{} {} {}").format(head, self("and"), names[-1])
