"""Who can see single answers: one sentence, the same on every form and every page."""

from __future__ import annotations

FALLBACK = "en"
"""Language of these sentences where nobody has translated them."""

PAPER = "paper"
"""A sheet of paper, where a backend could stand."""

ASSESSMENT = "assessment"
"""The page of a team's meeting, where a backend could stand."""

SEALED = "sealed"
"""The embedded collector where finished answers are sealed."""

_SEES = {
    "en": {
        "local": "{steward} and the person who runs the computer the survey is on can "
        "technically see single answers. Nobody else can.",
        SEALED: "Once you have sent them, only {steward} can open your answers, with "
        "a key that is not on that computer. Until then, the person who runs the "
        "computer the survey is on can technically see them. Nobody else can.",
        "limesurvey": "Single answers can be seen by {steward}, and by the people who "
        "run the {server}.",
        "tables": "Single answers can be seen by {steward}, and by the people who run "
        "the form tool.",
        PAPER: "Single answers can be seen by {steward}, and by whoever collects the "
        "sheets or types them in.",
        ASSESSMENT: "What one person says is not written down. What you agree can be "
        "seen by {steward} and by whoever runs this computer; once signed off, by "
        "the readers of your team's page.",
        "": "Single answers can be seen by {steward}, and by the people who run the "
        "system the survey is on.",
    },
    "de": {
        "local": "{steward} und die Person, die den Rechner der Befragung "
        "betreut, haben technisch Zugang zu einzelnen Antworten. Sonst niemand.",
        SEALED: "Sobald Sie Ihre Antworten gesendet haben, kann nur noch {steward} "
        "sie öffnen, mit einem Schlüssel, der nicht auf dem Rechner der Befragung "
        "liegt. Bis dahin hat die Person, die diesen Rechner betreut, technisch "
        "Zugang zu ihnen. Sonst niemand.",
        "limesurvey": "Einzelne Antworten sehen können: {steward} und die Personen, "
        "die den {server} betreiben.",
        "tables": "Einzelne Antworten sehen können: {steward} und die Personen, die "
        "das Formularwerkzeug betreiben.",
        PAPER: "Einzelne Antworten sehen können: {steward} und wer die Bögen "
        "einsammelt oder abtippt.",
        ASSESSMENT: "Was eine einzelne Person sagt, wird nicht aufgeschrieben. Was Sie "
        "gemeinsam festhalten, sehen können: {steward} und wer diesen Rechner betreut; "
        "nach dem Abschluss auch die Leserinnen und Leser Ihrer Teamseite.",
        "": "Einzelne Antworten sehen können: {steward} und die Personen, die das "
        "System der Befragung betreiben.",
    },
}

_NAMES = {
    "en": {
        "pseudonymous": "Your name is in the list of invitations only. Your answers "
        "are kept under a code, not under your name. A secret key makes the code, so "
        "that two surveys can be compared.",
        "anonymous": "Your name is not stored with your answers, and neither is the "
        "time.",
        "limesurvey-pseudonymous": "The server keeps your name and e-mail address "
        "beside your answers, so that you can stop and go on, and are not reminded "
        "when you are done.",
        "limesurvey-anonymous": "Your name is not asked and not kept.",
        "tables-pseudonymous": "Where your answers are evaluated they are kept under "
        "a code, not under your name. The form tool itself may keep your name beside "
        "your answers if it asks for it, or if you sign in.",
        "tables-anonymous": "This form does not ask for your name. Where your answers "
        "are evaluated, neither a name nor the time is kept.",
    },
    "de": {
        "pseudonymous": "Ihr Name steht nur in der Liste der Einladungen. Ihre "
        "Antworten werden unter einem Code gespeichert, nicht unter Ihrem Namen. Ein "
        "geheimer Schlüssel bildet den Code; so lassen sich zwei Befragungen "
        "vergleichen.",
        "anonymous": "Ihr Name wird nicht mit Ihren Antworten gespeichert, und auch "
        "nicht die Uhrzeit.",
        "limesurvey-pseudonymous": "Auf dem Server stehen Ihr Name und Ihre "
        "E-Mail-Adresse bei Ihren Antworten. So können Sie unterbrechen und "
        "weitermachen und werden nicht erinnert, wenn Sie fertig sind.",
        "limesurvey-anonymous": "Ihr Name wird nicht gefragt und nicht gespeichert.",
        "tables-pseudonymous": "Wo Ihre Antworten ausgewertet werden, stehen sie unter "
        "einem Code, nicht unter Ihrem Namen. Das Formularwerkzeug selbst speichert "
        "vielleicht Ihren Namen neben Ihren Antworten, wenn es danach fragt oder Sie "
        "sich dort anmelden.",
        "tables-anonymous": "Dieses Formular fragt nicht nach Ihrem Namen. Wo Ihre "
        "Antworten ausgewertet werden, wird weder ein Name noch die Uhrzeit "
        "gespeichert.",
    },
}

_COMMENTS = {
    "en": {
        "off": "Written comments are not shown on any page.",
        "themes": "Your written comments are never quoted. What they are about is "
        "shown as themes, each from {k} people on.",
        "verbatim": "Written comments are shown word for word on the pages of groups "
        "of {k} people or more who answered, after somebody has read them; in no "
        "order, with names taken out.",
        "outside": "What you write in your own words is not shown on any page.",
    },
    "de": {
        "off": "Kommentare erscheinen auf keiner Seite.",
        "themes": "Ihre Kommentare werden nie zitiert. Wovon sie handeln, erscheint "
        "als Thema, jedes ab {k} Personen.",
        "verbatim": "Kommentare erscheinen im Wortlaut auf den Seiten von Gruppen ab "
        "{k} Personen, die geantwortet haben, nachdem jemand sie gelesen hat; in "
        "keiner Reihenfolge, Namen sind entfernt.",
        "outside": "Was Sie in eigenen Worten schreiben, erscheint auf keiner Seite.",
    },
}

_STAYS = {
    "en": {
        "off": "Figures of groups that were already shown stay: each is about at "
        "least {k} people.",
        "themes": "Figures of groups that were already shown stay: each is about at "
        "least {k} people. So do themes that were already shown: they quote nobody.",
        "verbatim": "Figures of groups that were already shown stay: each is about at "
        "least {k} people. So do comments that were already shown: nothing tells any "
        "more whose they are.",
    },
    "de": {
        "off": "Zahlen von Gruppen, die bereits gezeigt sind, bleiben: Jede handelt "
        "von mindestens {k} Personen.",
        "themes": "Zahlen von Gruppen, die bereits gezeigt sind, bleiben: Jede handelt "
        "von mindestens {k} Personen. Ebenso Themen, die bereits gezeigt sind: Sie "
        "zitieren niemanden.",
        "verbatim": "Zahlen von Gruppen, die bereits gezeigt sind, bleiben: Jede "
        "handelt von mindestens {k} Personen. Ebenso Kommentare, die bereits gezeigt "
        "sind: Nichts sagt dann mehr, von wem sie sind.",
    },
}

_SERVERS = {
    "en": ("server {host}", "LimeSurvey server"),
    "de": ("Server {host}", "LimeSurvey-Server"),
}


def place_of(backend: str, seal: str) -> str:
    """Where answers are, as these sentences name it: the backend, or `sealed`."""
    return SEALED if seal else backend


def who_sees(where: str, steward: str, language: str, *, host: str = "") -> str:
    """Who can technically see single answers, in one or two sentences.

    Args:
        where: the backend, or `sealed`, `paper` or `assessment`.
        steward: person or office that runs collect and score.
        language: English where it is neither English nor German.
        host: name of the server, where another system's is used.
    """
    spoken = _spoken(language)
    told = _SEES[spoken]
    named, unnamed = _SERVERS[spoken]
    server = named.replace("{host}", host) if host else unnamed
    sentence = told.get(where, told[""])
    return sentence.replace("{server}", server).replace("{steward}", steward)


def what_of_names(where: str, identity: str, language: str) -> str:
    """Whether a name stands beside the answers, in one or two sentences.

    Args:
        where: the backend, or `sealed`, `paper` or `assessment`.
        identity: `pseudonymous` or `anonymous`.
        language: English where it is neither English nor German.
    """
    told = _NAMES[_spoken(language)]
    return told.get(f"{where}-{identity}", told[identity])


def what_of_comments(shown: str, k: int, language: str, *, outside: bool) -> str:
    """What becomes of what somebody writes in their own words, in one or two sentences.

    Args:
        shown: `off`, `themes` or `verbatim`.
        k: fewest people behind comments.
        language: English where it is neither English nor German.
        outside: whether they work for another company: their words go to that first.
    """
    told = _COMMENTS[_spoken(language)]
    return told["outside" if outside and shown != "off" else shown].format(k=k)


def what_stays(shown: str, k: int, language: str) -> str:
    """What is still shown once somebody's answers are deleted, in a sentence or two.

    Args:
        shown: what is shown of comments: `off`, `themes` or `verbatim`.
        k: fewest answers behind any number shown.
        language: English where it is neither English nor German.
    """
    return _STAYS[_spoken(language)][shown].format(k=k)


def _spoken(language: str) -> str:
    base = language.partition("-")[0]
    return base if base in _SEES else FALLBACK
