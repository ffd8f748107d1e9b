"""What the survey itself says around the questions, where no author wrote a text."""

from __future__ import annotations

FALLBACK = "en"

WORDS = {
    "en": {
        "about": "About: ",
        "policy": "I have read {STARTPOLICYLINK}what happens with my answers"
        "{ENDPOLICYLINK}.",
        "policy_error": "Please tick that you have read what happens with your "
        "answers.",
        "in_one_go": "For this reason you cannot stop and go on later: please answer "
        "in one go.",
        "minutes": "It takes about {minutes} minutes.",
        "changes": "What has changed since the last survey",
        "contact": "Questions: {contact}",
        "table": "Please choose one answer in each line.",
        "instead": "If you cannot give a number:",
        "meanings": "What the answers mean",
        "hidden": "Team",
        "invite": "Your view is asked: {title}",
        "remind": "Reminder: {title}",
        "invitation": "Dear {name},\n\nplease tell us how you see the work of {team}. "
        "It takes about {minutes} minutes.\n\n{link}\n\nYou can answer until {closes}.",
        "reminder": "Dear {name},\n\nyour view on the work of {team} is still missing. "
        "It takes about {minutes} minutes.\n\n{link}\n\nYou can answer until {closes}.",
    },
    "de": {
        "about": "Es geht um: ",
        "policy": "Ich habe gelesen, {STARTPOLICYLINK}was mit meinen Antworten "
        "geschieht{ENDPOLICYLINK}.",
        "policy_error": "Bitte bestätigen Sie, dass Sie gelesen haben, was mit Ihren "
        "Antworten geschieht.",
        "in_one_go": "Deshalb können Sie nicht unterbrechen: Bitte antworten Sie in "
        "einem Zug.",
        "minutes": "Es dauert etwa {minutes} Minuten.",
        "changes": "Was sich seit der letzten Befragung geändert hat",
        "contact": "Fragen an: {contact}",
        "table": "Bitte wählen Sie in jeder Zeile eine Antwort.",
        "instead": "Wenn Sie keine Zahl nennen können:",
        "meanings": "Was die Antworten bedeuten",
        "hidden": "Team",
        "invite": "Ihre Sicht ist gefragt: {title}",
        "remind": "Erinnerung: {title}",
        "invitation": "Guten Tag {name},\n\nbitte sagen Sie uns, wie Sie die Arbeit "
        "von {team} sehen. Es dauert etwa {minutes} Minuten.\n\n{link}\n\nSie können "
        "bis zum {closes} antworten.",
        "reminder": "Guten Tag {name},\n\nIhre Sicht auf die Arbeit von {team} fehlt "
        "uns noch. Es dauert etwa {minutes} Minuten.\n\n{link}\n\nSie können bis zum "
        "{closes} antworten.",
    },
}


def words(language: str, key: str) -> str:
    """One of these texts; English where nobody has translated them."""
    base = language.partition("-")[0]
    return WORDS[base if base in WORDS else FALLBACK][key]
