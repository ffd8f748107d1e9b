"""Short words of the pack in English and German; longer ones stand in `texts/`."""

from __future__ import annotations

LANGUAGES = ("en", "de")

NAMES = (
    "1-start-here",
    "2-data-flow",
    "3-data-and-access",
    "4-technology-and-network",
    "5-record-of-processing",
    "6-information-for-those-asked",
    "7-impact-assessment",
    "8-for-the-works-council",
    "9-what-is-asked",
)

GERMAN = (
    "1-hier-beginnen",
    "2-datenfluss",
    "3-daten-und-zugang",
    "4-technik-und-netz",
    "5-verzeichnis",
    "6-information-fuer-befragte",
    "7-folgenabschaetzung",
    "8-fuer-den-betriebsrat",
    "9-was-gefragt-wird",
)
"""What the German documents are called, in the same order."""

WORDS = {
    "en": {
        "title": "Privacy pack: {survey}, {wave}",
        "draft": "draft, not frozen",
        "see_picture": "The drawing is in data-flow.en.svg and in "
        "privacy-pack.en.html.",
        "years": "{n} years",
        "year": "1 year",
        "days": "{n} days",
        "installed": "",
        "shipped": "shipped with the pages",
        "unknown": "not stated",
        "choose_up_to": "up to {n} of: {options}",
        "number": "a number",
        "number_between": "a number from {low} to {high}",
        "text": "own words, up to {n} characters",
        "lead_survey": "Asked of: {group}. {minutes} minutes.",
        "lead_assessment": "Not a survey: what a team agrees in a meeting about each "
        "of {n} practices. {minutes} minutes in all.",
        "lead_form": "A form on paper, {n} fields, not scored. {minutes} minutes.",
        "new": "new",
        "gone": "no longer asked",
        "words": "other words",
        "options": "other answers",
        "condition": "asked of others",
        "required": "whether it must be answered",
        "must": "Must be answered.",
        "may": "May be left out.",
        "minutes": "minutes",
        "beside": "words beside the questions",
        "not_asked": "introduction, help, mails, how a meeting is led, or the like",
        "identity": "link between answers and persons",
        "k_scores": "fewest answers behind a figure",
        "k_comments": "fewest people behind comments",
        "comments": "comments",
        "retention_days": "days until deletion",
        "contact": "contact",
        "steward": "who can see single answers",
        "statement": "statement",
        "seal": "key that seals answers",
        "backend": "system the survey is on",
        "groups": "who is asked",
        "clusters": "groups in which no company stands alone",
        "flow": "Data flow",
        "flow_text": "Names stand in the people list and the invitation files. Answers "
        "under codes go from the survey to the store. Only figures of groups leave it.",
        "names": "names and addresses",
        "codes": "answers under codes",
        "codes_anonymous": "answers without persons",
        "figures": "figures of groups, from {k} answers on",
        "names_codes": "names beside answers",
    },
    "de": {
        "title": "Unterlagen zum Datenschutz: {survey}, {wave}",
        "draft": "Entwurf, nicht eingefroren",
        "see_picture": "Die Zeichnung steht in data-flow.de.svg und in "
        "privacy-pack.de.html.",
        "years": "{n} Jahre",
        "year": "1 Jahr",
        "days": "{n} Tage",
        "installed": "",
        "shipped": "mit den Seiten ausgeliefert",
        "unknown": "nicht angegeben",
        "choose_up_to": "bis zu {n} aus: {options}",
        "number": "eine Zahl",
        "number_between": "eine Zahl von {low} bis {high}",
        "text": "eigene Worte, bis zu {n} Zeichen",
        "lead_survey": "Gefragt werden: {group}. {minutes} Minuten.",
        "lead_assessment": "Keine Befragung: was ein Team in einem Treffen über jede "
        "von {n} Praktiken vereinbart. Insgesamt {minutes} Minuten.",
        "lead_form": "Ein Bogen auf Papier, {n} Felder, ohne Werte. {minutes} Minuten.",
        "new": "neu",
        "gone": "nicht mehr gefragt",
        "words": "anderer Wortlaut",
        "options": "andere Antworten",
        "condition": "andere werden gefragt",
        "required": "ob es beantwortet werden muss",
        "must": "Muss beantwortet werden.",
        "may": "Darf ausgelassen werden.",
        "minutes": "Minuten",
        "beside": "Worte neben den Fragen",
        "not_asked": "Einleitung, Hilfen, Mails, Ablauf eines Treffens oder Ähnliches",
        "identity": "Verbindung von Antworten und Personen",
        "k_scores": "wenigste Antworten hinter einer Zahl",
        "k_comments": "wenigste Personen hinter Kommentaren",
        "comments": "Kommentare",
        "retention_days": "Tage bis zum Löschen",
        "contact": "Kontakt",
        "steward": "wer einzelne Antworten sehen kann",
        "statement": "Erklärung",
        "seal": "Schlüssel, der Antworten versiegelt",
        "backend": "System der Befragung",
        "groups": "wer gefragt wird",
        "clusters": "Gruppen, in denen keine Firma allein steht",
        "flow": "Datenfluss",
        "flow_text": "Namen stehen in der Personenliste und den Einladungsdateien. "
        "Antworten unter Codes gehen von der Befragung in den Speicher. Nur Zahlen von "
        "Gruppen verlassen ihn.",
        "names": "Namen und Adressen",
        "codes": "Antworten unter Codes",
        "codes_anonymous": "Antworten ohne Personen",
        "figures": "Zahlen von Gruppen, ab {k} Antworten",
        "names_codes": "Namen neben Antworten",
    },
}

BOXES: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "list": ("People list", "name, e-mail, team", "read once", "by the steward"),
        "invitations": (
            "Invitation files",
            "name, e-mail, link",
            "steward's computer",
            "",
        ),
        "people": ("People asked", "answer by their link", "see their own answers", ""),
        "people_outside": ("People asked", "answer by the link", "", ""),
        "local": ("Collector", "answers, no names", "your own computer", ""),
        "sealed": ("Collector", "sealed once sent", "your own computer", ""),
        "limesurvey": ("LimeSurvey server", "{host}", "", ""),
        "tables": ("Form tool", "answers, perhaps names", "its operator's server", ""),
        "store": (
            "Store",
            "answers, codes",
            "steward's computer",
            "deleted by {until}",
        ),
        "release": ("Release", "fixed rules decide", "what may be shown", ""),
        "pages": ("Pages", "figures of groups", "no code, no answer", ""),
    },
    "de": {
        "list": (
            "Personenliste",
            "Name, E-Mail, Team",
            "gelesen von der",
            "durchführenden Stelle",
        ),
        "invitations": (
            "Einladungsdateien",
            "Name, E-Mail, Link",
            "Rechner der",
            "durchführenden Stelle",
        ),
        "people": (
            "Befragte",
            "antworten über ihren Link",
            "sehen eigene Antworten",
            "",
        ),
        "people_outside": ("Befragte", "antworten über den Link", "", ""),
        "local": ("Eingang", "Antworten, keine Namen", "eigener Rechner", ""),
        "sealed": ("Eingang", "versiegelt nach Senden", "eigener Rechner", ""),
        "limesurvey": ("LimeSurvey-Server", "{host}", "", ""),
        "tables": (
            "Formularwerkzeug",
            "Antworten, evtl. Namen",
            "Server des Betreibers",
            "",
        ),
        "store": ("Speicher", "Antworten, Codes", "gelöscht bis", "{until}"),
        "release": (
            "Freigabe",
            "feste Regeln entscheiden,",
            "was gezeigt werden darf",
            "",
        ),
        "pages": ("Seiten", "Zahlen von Gruppen", "kein Code, keine Antwort", ""),
    },
}
"""Words in the drawing: title and up to three lines of each box."""


ARROWS = {
    "en": {
        "links": "links by mail",
        "answers": "answers",
        "fetch": "fetched",
        "scores": "scores",
        "shown": "released",
        "make": "codes and links",
        "make_anonymous": "one link for a team",
    },
    "de": {
        "links": "Links per Mail",
        "answers": "Antworten",
        "fetch": "abgeholt",
        "scores": "Werte",
        "shown": "freigegeben",
        "make": "Codes und Links",
        "make_anonymous": "ein Link je Team",
    },
}
"""Words on the arrows of the drawing."""
