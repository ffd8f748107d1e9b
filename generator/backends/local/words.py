"""The form's own words in each language; everything else comes from the survey."""

from __future__ import annotations

from generator.model.plural import plural

FALLBACK = "en"
"""Language of the form's own words where nobody has translated them."""

RIGHT_TO_LEFT = {"ar", "fa", "he", "ur"}

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "about": "About: {what}",
        "amend": "Change my answers",
        "answer_first": "Answer “{question}”",
        "answer_required": "Choose an answer.",
        "answer_required_apart": "Choose an answer, or “{apart}”.",
        "answer_text_required": "Write an answer.",
        "back": "Back",
        "change": "Change",
        "characters": "Up to {n} characters.",
        "check": "Check your answers",
        "check_intro": "Choose “Send my answers” when all is right. You can change "
        "them until {closes}.",
        "choose_up_to": "Choose up to {n}.",
        "chosen": "{n} of {most} chosen",
        "clear": "Clear answer",
        "comments_read": "{steward} reads every comment. Please do not name people.",
        "continue": "Continue",
        "details": "Details: who can see your answers",
        "error_title": "Error: ",
        "go_on": "Continue where you stopped",
        "help": "What does this mean?",
        "not_answered": "Not answered",
        "problem": "There is a problem",
        "progress": "Progress",
        "save_failed": "Your answers on this page are not saved",
        "save_failed_hint": "The server could not store them just now. They are still "
        "shown below. Please wait a moment and choose the button again.",
        "send": "Send my answers",
        "skip": "Skip to the questions",
        "start": "Start",
        "start_line": "You can stop and come back with the same link.",
        "start_line_shared": "Please answer in one go: this link does not remember "
        "you.",
        "step": "Step {n} of {all}",
        "thanks": "Thank you",
        "thanks_saved": "Your answers have been sent.",
        "thanks_amend": "You can change them with the same link until {closes}.",
        "thanks_amend_sealed": "They are sealed now. You can answer anew with the same "
        "link until {closes}.",
        "again": "Answer anew",
        "used_sealed": "You have already sent your answers. Thank you. They are "
        "sealed: only {steward} can open them. You can answer anew until {closes}; "
        "what you send then takes their place.",
        "check_intro_sealed": "Choose “Send my answers” when all is right. They are "
        "then sealed: you can answer anew until {closes}, but not look at them again.",
        "thanks_next": "Results are shown when the survey has closed, and only for "
        "groups with at least {k} answers.",
        "too_long": "Write at most {n} characters.",
        "too_many": "Choose at most {n}.",
        "unknown_choice": "Choose one of the answers shown.",
        "number_between": "Write a number from {low} to {high}.",
        "number_wanted": "Write a number.",
        "used": "You have already sent your answers. Thank you. You can change them "
        "until {closes}.",
        # the first page's details
        "who": "Who asks",
        "who_text": "{organisation}: {survey}, {wave}.",
        "why": "Why",
        "why_text": "To see which practices work well and which need help, and to "
        "agree what to do next. No single person is rated.",
        "time": "Time and languages",
        "time_text": "{minutes}, in {languages}. Answers are taken until {closes}. "
        "Saved pages count, even if you stop before the end.",
        "sees": "Who can see single answers",
        "shown": "What is shown, and to whom",
        "shown_text": "Only figures for groups with at least {k} answers are shown, to "
        "the readers of the baseline pages in {organisation}.",
        "shown_clusters": "No partner company is ever shown on its own. What all of "
        "them say together may also be shown to the partner companies.",
        "kept": "How long answers are kept",
        "withdraw": "Questions, or taking part no longer",
        "may_stay_empty": "Every question may stay empty.",
        "withdraw_text": "Taking part is up to you. "
        "To withdraw your answers, write to {contact}. What is already shown is not "
        "changed afterwards.",
        "withdraw_anonymous": "Taking part is up to you. Questions: {contact}. "
        "Answers once sent cannot be found again and so cannot be withdrawn.",
        "changes": "What changed since the last time",
        # kind pages
        "home": "This is where a survey is answered",
        "home_text": "Please open the personal link from your invitation.",
        "unknown": "This link does not work",
        "unknown_text": "Please copy the whole link from your invitation and try "
        "again. If it still does not work, write to {contact}.",
        "early": "The survey has not opened yet",
        "early_text": "Answers are taken from {opens} to {closes}. Your link will work "
        "then.",
        "closed": "The survey has closed",
        "closed_text": "Answers are no longer taken. Thank you to all who took part. "
        "Questions: {contact}.",
        "busy": "Please try again in a moment",
        "busy_text": "The server could not read or store answers just now. What you "
        "sent before is safe.",
        "wait": "Please wait a minute",
        "wait_text": "Too many links that do not work were opened from your network. "
        "Working links are not affected.",
        "too_large": "This is too much text",
        "too_large_text": "Please go back, shorten your comments and send the page "
        "again. What you sent before is safe.",
        "not_understood": "The page could not be read",
        "not_understood_text": "Please go back and send the page again. What you sent "
        "before is safe.",
        "broken": "Something went wrong",
        "broken_text": "This is our fault. What you sent before is safe. Please try "
        "again, or write to {contact}.",
    },
    "de": {
        "about": "Es geht um: {what}",
        "amend": "Meine Antworten ändern",
        "answer_first": "Beantworten Sie „{question}“",
        "answer_required": "Wählen Sie eine Antwort.",
        "answer_required_apart": "Wählen Sie eine Antwort oder „{apart}“.",
        "answer_text_required": "Schreiben Sie eine Antwort.",
        "back": "Zurück",
        "change": "Ändern",
        "characters": "Bis zu {n} Zeichen.",
        "check": "Prüfen Sie Ihre Antworten",
        "check_intro": "Wählen Sie „Antworten senden“, wenn alles stimmt. Sie können "
        "Ihre Antworten bis zum {closes} ändern.",
        "choose_up_to": "Wählen Sie bis zu {n}.",
        "chosen": "{n} von {most} gewählt",
        "clear": "Antwort löschen",
        "comments_read": "{steward} liest jeden Kommentar. Bitte nennen Sie keine "
        "Namen.",
        "continue": "Weiter",
        "details": "Einzelheiten: wer Ihre Antworten sehen kann",
        "error_title": "Fehler: ",
        "go_on": "Weiter, wo Sie aufgehört haben",
        "help": "Was heißt das?",
        "not_answered": "Nicht beantwortet",
        "problem": "Es gibt ein Problem",
        "progress": "Fortschritt",
        "save_failed": "Ihre Antworten auf dieser Seite sind nicht gespeichert",
        "save_failed_hint": "Der Server konnte sie gerade nicht speichern. Sie stehen "
        "unten noch da. Bitte warten Sie einen Moment und drücken Sie den Knopf noch "
        "einmal.",
        "send": "Antworten senden",
        "skip": "Zu den Fragen",
        "start": "Beginnen",
        "start_line": "Sie können aufhören und mit demselben Link weitermachen.",
        "start_line_shared": "Bitte antworten Sie in einem Zug: Dieser Link merkt sich "
        "nicht, wer Sie sind.",
        "step": "Schritt {n} von {all}",
        "thanks": "Vielen Dank",
        "thanks_saved": "Ihre Antworten wurden gesendet.",
        "thanks_amend": "Sie können sie mit demselben Link bis zum {closes} ändern.",
        "thanks_amend_sealed": "Sie sind jetzt versiegelt. Mit demselben Link können "
        "Sie bis zum {closes} neu antworten.",
        "again": "Neu antworten",
        "used_sealed": "Sie haben Ihre Antworten schon gesendet. Vielen Dank. Sie sind "
        "versiegelt: Nur {steward} kann sie öffnen. Sie können bis zum {closes} neu "
        "antworten; was Sie dann senden, tritt an ihre Stelle.",
        "check_intro_sealed": "Wählen Sie „Antworten senden“, wenn alles stimmt. "
        "Danach sind sie versiegelt: Sie können bis zum {closes} neu antworten, sie "
        "aber nicht mehr ansehen.",
        "thanks_next": "Ergebnisse werden nach dem Ende der Befragung gezeigt, und nur "
        "für Gruppen mit mindestens {k} Antworten.",
        "too_long": "Schreiben Sie höchstens {n} Zeichen.",
        "too_many": "Wählen Sie höchstens {n}.",
        "unknown_choice": "Wählen Sie eine der gezeigten Antworten.",
        "number_between": "Geben Sie eine Zahl von {low} bis {high} ein.",
        "number_wanted": "Geben Sie eine Zahl ein.",
        "used": "Sie haben Ihre Antworten schon gesendet. Vielen Dank. Sie können sie "
        "bis zum {closes} ändern.",
        "who": "Wer fragt",
        "who_text": "{organisation}: {survey}, {wave}.",
        "why": "Warum",
        "why_text": "Um zu sehen, welche Praktiken gut laufen und welche Hilfe "
        "brauchen, und um die nächsten Schritte zu vereinbaren. Einzelne Personen "
        "werden nie bewertet.",
        "time": "Dauer und Sprachen",
        "time_text": "{minutes}, auf {languages}. Antworten sind bis zum {closes} "
        "möglich. Gespeicherte Seiten zählen, auch wenn Sie vor dem Ende aufhören.",
        "sees": "Wer einzelne Antworten sehen kann",
        "shown": "Was gezeigt wird, und wem",
        "shown_text": "Gezeigt werden nur Zahlen für Gruppen mit mindestens {k} "
        "Antworten, und zwar den Leserinnen und Lesern der Ergebnisseiten bei "
        "{organisation}.",
        "shown_clusters": "Kein Partnerunternehmen wird je einzeln gezeigt. Was alle "
        "zusammen sagen, kann auch den Partnerunternehmen gezeigt werden.",
        "kept": "Wie lange Antworten aufbewahrt werden",
        "withdraw": "Fragen, oder Teilnahme beenden",
        "may_stay_empty": "Jede Frage darf leer bleiben.",
        "withdraw_text": "Die Teilnahme ist freiwillig. Um Ihre Antworten "
        "zurückzuziehen, schreiben Sie an {contact}. Was bereits gezeigt "
        "ist, wird danach nicht mehr geändert.",
        "withdraw_anonymous": "Die Teilnahme ist freiwillig. Fragen: {contact}. "
        "Gesendete Antworten lassen sich nicht wiederfinden und darum nicht "
        "zurückziehen.",
        "changes": "Was sich seit dem letzten Mal geändert hat",
        "home": "Hier beantworten Sie eine Befragung",
        "home_text": "Bitte öffnen Sie den persönlichen Link aus Ihrer Einladung.",
        "unknown": "Dieser Link funktioniert nicht",
        "unknown_text": "Bitte kopieren Sie den ganzen Link aus Ihrer Einladung und "
        "versuchen Sie es noch einmal. Wenn es wieder nicht klappt, schreiben Sie an "
        "{contact}.",
        "early": "Die Befragung ist noch nicht geöffnet",
        "early_text": "Antworten sind vom {opens} bis zum {closes} möglich. Dann "
        "funktioniert Ihr Link.",
        "closed": "Die Befragung ist beendet",
        "closed_text": "Antworten sind nicht mehr möglich. Vielen Dank an alle, die "
        "teilgenommen haben. Fragen: {contact}.",
        "busy": "Bitte versuchen Sie es gleich noch einmal",
        "busy_text": "Der Server konnte Antworten gerade nicht lesen oder speichern. "
        "Was Sie vorher gesendet haben, ist sicher.",
        "wait": "Bitte warten Sie eine Minute",
        "wait_text": "Aus Ihrem Netz wurden zu viele Links geöffnet, die nicht "
        "funktionieren. Funktionierende Links sind nicht betroffen.",
        "too_large": "Das ist zu viel Text",
        "too_large_text": "Bitte gehen Sie zurück, kürzen Sie Ihre Kommentare und "
        "senden Sie die Seite noch einmal. Was Sie vorher gesendet haben, ist sicher.",
        "not_understood": "Die Seite konnte nicht gelesen werden",
        "not_understood_text": "Bitte gehen Sie zurück und senden Sie die Seite noch "
        "einmal. Was Sie vorher gesendet haben, ist sicher.",
        "broken": "Etwas ist schiefgegangen",
        "broken_text": "Das ist unser Fehler. Was Sie vorher gesendet haben, ist "
        "sicher. Bitte versuchen Sie es noch einmal oder schreiben Sie an {contact}.",
    },
}

FORMS: dict[str, dict[str, dict[str, str]]] = {
    "en": {
        "minutes": {"one": "About 1 minute", "other": "About {n} minutes"},
        "minutes_left": {
            "one": "about 1 minute left",
            "other": "about {n} minutes left",
        },
        "left_empty": {
            "one": "You left 1 question empty",
            "other": "You left {n} questions empty",
        },
        "left_empty_hint": {
            "one": "You can go on, or answer it now.",
            "other": "You can go on, or answer them now.",
        },
        "steps": {"one": "{n} step", "other": "{n} short steps"},
        "kept_years": {
            "one": "Answers are deleted 1 year after the survey has closed.",
            "other": "Answers are deleted {n} years after the survey has closed.",
        },
        "kept_days": {
            "one": "Answers are deleted 1 day after the survey has closed.",
            "other": "Answers are deleted {n} days after the survey has closed.",
        },
    },
    "de": {
        "minutes": {"one": "Etwa 1 Minute", "other": "Etwa {n} Minuten"},
        "minutes_left": {
            "one": "noch etwa 1 Minute",
            "other": "noch etwa {n} Minuten",
        },
        "left_empty": {
            "one": "Sie haben 1 Frage leer gelassen",
            "other": "Sie haben {n} Fragen leer gelassen",
        },
        "left_empty_hint": {
            "one": "Sie können weitergehen oder sie jetzt beantworten.",
            "other": "Sie können weitergehen oder sie jetzt beantworten.",
        },
        "steps": {"one": "{n} Schritt", "other": "{n} kurze Schritte"},
        "kept_years": {
            "one": "Antworten werden 1 Jahr nach dem Ende der Befragung gelöscht.",
            "other": "Antworten werden {n} Jahre nach dem Ende der Befragung gelöscht.",
        },
        "kept_days": {
            "one": "Antworten werden 1 Tag nach dem Ende der Befragung gelöscht.",
            "other": "Antworten werden {n} Tage nach dem Ende der Befragung gelöscht.",
        },
    },
}
"""Words that change with a number."""


def spoken(language: str) -> str:
    """The language of the form's own words for a page in `language`."""
    base = language.partition("-")[0]
    return base if base in WORDS else FALLBACK


def say(language: str, key: str, **values: str | int) -> str:
    """One of the form's own sentences, with `{names}` filled in."""
    text = WORDS[spoken(language)][key]
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value))
    return text


def count(language: str, key: str, n: int) -> str:
    """One of the form's own sentences about a number of things."""
    return plural(spoken(language), n, FORMS[spoken(language)][key])


def direction(language: str) -> str:
    """`rtl` for languages written from right to left."""
    return "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"
