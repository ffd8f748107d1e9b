"""What the page itself says, in English and German."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

ENGLISH = {
    "name": "English",
    "team_assessment": "Team assessment",
    "skip": "Skip to the content",
    "error_title": "Error: ",
    "error_heading": "There is a problem",
    "start_title": "Before you start",
    "start_lead": (
        "You rate every practice together: which rung do you stand on today, and "
        "what can you show for it? Talk first, then enter what you agreed."
    ),
    "start_rules_heading": "What holds for this meeting",
    "rule_three": (
        "At least three people of the team are present. With fewer, one person's "
        "opinion could be recognised: then the unit assesses."
    ),
    "rule_shared": (
        "Only what you agree is entered. Who said what is never entered or stored."
    ),
    "rule_disagree": (
        "If you do not agree, say so. “We did not agree” is a good answer."
    ),
    "rule_evidence": (
        "Evidence is something an outsider could look at. A rung without evidence "
        "counts, and is marked as such."
    ),
    "rule_time": "Allow about five minutes for each of the {count} practices.",
    "rule_resume": "Every page is saved. You can stop and go on at any time.",
    "meeting_heading": "Your meeting",
    "assessed_by": "Who assesses?",
    "assessed_label": "Who assessed",
    "by_team": "The team itself",
    "by_unit": "The unit the team belongs to",
    "by_assessor": "An independent assessor",
    "present": "How many people are present?",
    "present_hint": "Only the number is kept, no names.",
    "purpose": "What is it for, and who will see it?",
    "purpose_label": "Purpose, and who will see it",
    "purpose_hint": "Read it aloud and change it until everybody agrees.",
    "purpose_text": (
        "We use this assessment to see where we stand and to choose our next steps. "
        "It is shown on the page of our team, to everybody who may see that page, "
        "and to the leaders of the practice. It is not used to judge any person."
    ),
    "agree_start": "Everybody present has heard this and agrees.",
    "begin": "Start with the first practice",
    "save_meeting": "Save",
    "need_assessed_by": "Choose who assesses.",
    "need_present": "Enter how many people are present, as a number from 1 to 200.",
    "need_three": (
        "Fewer than three people are present: let the unit assess, or meet again."
    ),
    "need_purpose": "Write what the assessment is for and who will see it.",
    "need_agree_start": "Go on only when everybody present agrees; then tick the box.",
    "progress": "Practice {number} of {count}",
    "agreed_count": "{agreed} agreed",
    "which_rung": "Which rung do you stand on today?",
    "which_rung_hint": (
        "Choose the highest rung of which every word is true for your team today."
    ),
    "rung": "Rung {n}",
    "looks_like": "You can show, for example:",
    "last_time": "Last time",
    "last_time_rung": "Last time: rung {n}",
    "last_time_not_agreed": "Last time: not agreed",
    "last_time_not_applicable": "Last time: did not apply",
    "or": "Or",
    "not_agreed": "We did not agree",
    "not_agreed_hint": "Your views differ, and talking did not bring them together.",
    "not_applicable": "Does not apply to us",
    "not_applicable_hint": "The practice is not part of your work. Say why below.",
    "leave_open": "Leave open",
    "leave_open_hint": "You have not talked about it yet.",
    "evidence": "Evidence",
    "evidence_hint": (
        "What could you show an outsider? A file, a date, a number. No names, and "
        "not who said what."
    ),
    "next_heading": "Where to next?",
    "next_step": "Next step",
    "next_step_hint": "One thing you will do, and who sees to it (a role, not a name).",
    "target_rung": "Rung you want to reach",
    "no_target": "No target",
    "target_date": "By when?",
    "save_next": "Save and continue",
    "save_overview": "Save, to the overview",
    "save_back": "Save and back",
    "save_language": "Save and continue in {language}",
    "need_answer": "Choose one of the answers offered.",
    "need_shorter": "Shorten this text to {count} characters.",
    "need_target": "Choose one of the rungs offered as target.",
    "need_target_above": "The target is below the rung you agreed. Choose another.",
    "need_no_target": "A practice that does not apply has no target.",
    "need_date": "Write the date as 2026-09-30 (year, month, day).",
    "need_date_ahead": "This date is in the past. Choose one that lies ahead.",
    "conflict": (
        "This practice was saved in another window in the meantime. Below is what "
        "you entered; saved is: {stored}. If you save again, yours takes its place."
    ),
    "signed_notice": (
        "This assessment was signed off on {date}. If you change it, the team has to "
        "sign it off again."
    ),
    "withdrawn_notice": "This assessment is withdrawn. It is on no page.",
    "overview": "Overview",
    "overview_lead": "{agreed} of {count} practices agreed, {open} still open.",
    "continue_with": "Continue with practice {number}",
    "to_sign_off": "Look through and sign off",
    "change_meeting": "Change",
    "state_agreed": "Rung {n}: {title}",
    "state_not_agreed": "Not agreed",
    "state_not_applicable": "Does not apply",
    "state_open": "Open",
    "without_evidence": "Without evidence",
    "people_present": "{count} people present",
    "one_present": "1 person present",
    "sign_title": "Sign off",
    "sign_lead": (
        "Look through what you agreed. With your sign-off it may be shown on the "
        "page of your team, drawn as your own statement."
    ),
    "still_open": "Still open: {count}",
    "no_evidence_list": "Agreed without evidence: {count}",
    "open_hint": (
        "You may sign off with practices open. The page then says “not assessed” there."
    ),
    "statement_heading": "Your statement",
    "agree_purpose": "The purpose and the people who will see it are still right.",
    "agree_statement": "We, the people present, stand by this statement.",
    "sign": "Sign off",
    "need_agree_purpose": "Confirm the purpose and who will see it, or change it.",
    "need_agree_statement": "Sign off only what you all stand by; then tick the box.",
    "changed_since": (
        "Something was changed in another window since you opened this page. Look "
        "through it again, then sign off."
    ),
    "signed_title": "Signed off",
    "signed_lead": "Signed off on {date}. Print this page for your records.",
    "withdraw_heading": "Withdraw",
    "withdraw_lead": (
        "You may take the statement back at any time. It disappears from the pages "
        "with their next build; your entries stay here."
    ),
    "withdraw_agree": "We take our statement back.",
    "withdraw": "Withdraw the statement",
    "need_withdraw": "Tick the box if the team takes its statement back.",
    "print_hint": "To have this on paper, print the page (Ctrl+P).",
    "none": "none",
    "by_when": "by {date}",
    "target": "Target",
    "missing_title": "There is no such page",
    "missing_lead": "The address may be cut off. Everything you saved is still there.",
    "failed_title": "This could not be saved",
    "failed_lead": "Nothing was lost: what you entered is still below. Try again.",
    "failed_read_lead": "Nothing you saved is lost. Load this page again.",
    "to_overview": "To the overview",
    "too_large": "This is too long to be saved.",
}

GERMAN = {
    "name": "Deutsch",
    "team_assessment": "Teambewertung",
    "skip": "Zum Inhalt",
    "error_title": "Fehler: ",
    "error_heading": "Es gibt ein Problem",
    "start_title": "Bevor Sie beginnen",
    "start_lead": (
        "Sie bewerten jede Praktik gemeinsam: Auf welcher Stufe stehen Sie heute, und "
        "was können Sie dafür zeigen? Sprechen Sie zuerst, und tragen Sie dann ein, "
        "worauf Sie sich geeinigt haben."
    ),
    "start_rules_heading": "Was für dieses Treffen gilt",
    "rule_three": (
        "Mindestens drei Personen des Teams sind anwesend. Bei weniger wäre die "
        "Meinung Einzelner erkennbar: Dann bewertet der Bereich."
    ),
    "rule_shared": (
        "Eingetragen wird nur, worauf Sie sich einigen. Wer was gesagt hat, wird nie "
        "eingetragen oder gespeichert."
    ),
    "rule_disagree": (
        "Wenn Sie sich nicht einig sind, sagen Sie es. „Wir waren uns nicht einig“ "
        "ist eine gute Antwort."
    ),
    "rule_evidence": (
        "Ein Beleg ist etwas, das sich Außenstehende ansehen könnten. Eine Stufe ohne "
        "Beleg zählt und wird so gekennzeichnet."
    ),
    "rule_time": "Rechnen Sie mit etwa fünf Minuten für jede der {count} Praktiken.",
    "rule_resume": (
        "Jede Seite wird gespeichert. Sie können jederzeit aufhören und weitermachen."
    ),
    "meeting_heading": "Ihr Treffen",
    "assessed_by": "Wer bewertet?",
    "assessed_label": "Wer bewertet hat",
    "by_team": "Das Team selbst",
    "by_unit": "Der Bereich, zu dem das Team gehört",
    "by_assessor": "Eine unabhängige Person",
    "present": "Wie viele Personen sind anwesend?",
    "present_hint": "Gespeichert wird nur die Zahl, keine Namen.",
    "purpose": "Wozu dient die Bewertung, und wer wird sie sehen?",
    "purpose_label": "Zweck, und wer die Bewertung sehen wird",
    "purpose_hint": "Lesen Sie den Text vor und ändern Sie ihn, bis alle zustimmen.",
    "purpose_text": (
        "Wir nutzen diese Bewertung, um zu sehen, wo wir stehen, und um unsere "
        "nächsten Schritte zu wählen. Sie steht auf der Seite unseres Teams für alle, "
        "die diese Seite sehen dürfen, und für die Leitung des Allianzmanagements. "
        "Sie dient nicht dazu, einzelne Personen zu beurteilen."
    ),
    "agree_start": "Alle Anwesenden haben dies gehört und stimmen zu.",
    "begin": "Mit der ersten Praktik beginnen",
    "save_meeting": "Speichern",
    "need_assessed_by": "Wählen Sie, wer bewertet.",
    "need_present": (
        "Geben Sie an, wie viele Personen anwesend sind: eine Zahl von 1 bis 200."
    ),
    "need_three": (
        "Es sind weniger als drei Personen anwesend: Lassen Sie den Bereich bewerten, "
        "oder treffen Sie sich noch einmal."
    ),
    "need_purpose": "Schreiben Sie, wozu die Bewertung dient und wer sie sehen wird.",
    "need_agree_start": (
        "Machen Sie erst weiter, wenn alle Anwesenden zustimmen; setzen Sie dann das "
        "Häkchen."
    ),
    "progress": "Praktik {number} von {count}",
    "agreed_count": "bei {agreed} einig",
    "which_rung": "Auf welcher Stufe stehen Sie heute?",
    "which_rung_hint": (
        "Wählen Sie die höchste Stufe, bei der heute jedes Wort auf Ihr Team zutrifft."
    ),
    "rung": "Stufe {n}",
    "looks_like": "Zeigen können Sie zum Beispiel:",
    "last_time": "Letztes Mal",
    "last_time_rung": "Letztes Mal: Stufe {n}",
    "last_time_not_agreed": "Letztes Mal: nicht einig",
    "last_time_not_applicable": "Letztes Mal: traf nicht zu",
    "or": "Oder",
    "not_agreed": "Wir waren uns nicht einig",
    "not_agreed_hint": (
        "Ihre Ansichten gehen auseinander, auch nach dem Gespräch darüber."
    ),
    "not_applicable": "Trifft auf uns nicht zu",
    "not_applicable_hint": (
        "Die Praktik gehört nicht zu Ihrer Arbeit. Schreiben Sie unten, warum."
    ),
    "leave_open": "Offen lassen",
    "leave_open_hint": "Sie haben noch nicht darüber gesprochen.",
    "evidence": "Beleg",
    "evidence_hint": (
        "Was könnten Sie Außenstehenden zeigen? Eine Datei, ein Datum, eine Zahl. "
        "Keine Namen, und nicht, wer was gesagt hat."
    ),
    "next_heading": "Wie geht es weiter?",
    "next_step": "Nächster Schritt",
    "next_step_hint": (
        "Eine Sache, die Sie tun werden, und wer sich kümmert (eine Rolle, kein Name)."
    ),
    "target_rung": "Stufe, die Sie erreichen wollen",
    "no_target": "Kein Ziel",
    "target_date": "Bis wann?",
    "save_next": "Speichern und weiter",
    "save_overview": "Speichern, zur Übersicht",
    "save_back": "Speichern und zurück",
    "save_language": "Speichern und weiter auf {language}",
    "need_answer": "Wählen Sie eine der angebotenen Antworten.",
    "need_shorter": "Kürzen Sie diesen Text auf {count} Zeichen.",
    "need_target": "Wählen Sie als Ziel eine der angebotenen Stufen.",
    "need_target_above": (
        "Das Ziel liegt unter der Stufe, auf die Sie sich geeinigt haben. Wählen Sie "
        "eine höhere."
    ),
    "need_no_target": "Eine Praktik, die nicht zutrifft, hat kein Ziel.",
    "need_date": "Schreiben Sie das Datum als 2026-09-30 oder 30.9.2026.",
    "need_date_ahead": "Dieses Datum liegt zurück. Wählen Sie eines in der Zukunft.",
    "conflict": (
        "Diese Praktik wurde inzwischen in einem anderen Fenster gespeichert. Unten "
        "steht, was Sie eingetragen haben; gespeichert ist: {stored}. Wenn Sie noch "
        "einmal speichern, ersetzt Ihr Eintrag den gespeicherten."
    ),
    "signed_notice": (
        "Diese Bewertung wurde am {date} abgeschlossen. Wenn Sie sie ändern, muss das "
        "Team sie noch einmal abschließen."
    ),
    "withdrawn_notice": (
        "Diese Bewertung ist zurückgezogen. Sie steht auf keiner Seite."
    ),
    "overview": "Übersicht",
    "overview_lead": "Bei {agreed} von {count} Praktiken einig, {open} noch offen.",
    "continue_with": "Weiter mit Praktik {number}",
    "to_sign_off": "Durchsehen und abschließen",
    "change_meeting": "Ändern",
    "state_agreed": "Stufe {n}: {title}",
    "state_not_agreed": "Nicht einig",
    "state_not_applicable": "Trifft nicht zu",
    "state_open": "Offen",
    "without_evidence": "Ohne Beleg",
    "people_present": "{count} Personen anwesend",
    "one_present": "1 Person anwesend",
    "sign_title": "Abschließen",
    "sign_lead": (
        "Sehen Sie durch, worauf Sie sich geeinigt haben. Wenn Sie abschließen, darf "
        "das Ergebnis auf der Seite Ihres Teams stehen, erkennbar als Ihre eigene "
        "Aussage."
    ),
    "still_open": "Noch offen: {count}",
    "no_evidence_list": "Einig ohne Beleg: {count}",
    "open_hint": (
        "Sie dürfen mit offenen Praktiken abschließen. Auf der Seite steht dort dann "
        "„nicht bewertet“."
    ),
    "statement_heading": "Ihre Aussage",
    "agree_purpose": (
        "Der Zweck gilt weiterhin, und auch, wer die Bewertung sehen wird."
    ),
    "agree_statement": "Wir, die Anwesenden, stehen zu dieser Aussage.",
    "sign": "Abschließen",
    "need_agree_purpose": (
        "Bestätigen Sie den Zweck und wer die Bewertung sehen wird, oder ändern "
        "Sie beides am Anfang."
    ),
    "need_agree_statement": (
        "Schließen Sie nur ab, wozu Sie alle stehen; setzen Sie dann das Häkchen."
    ),
    "changed_since": (
        "Seit Sie diese Seite geöffnet haben, wurde in einem anderen Fenster etwas "
        "geändert. Sehen Sie sie noch einmal durch, und schließen Sie dann ab."
    ),
    "signed_title": "Abgeschlossen",
    "signed_lead": (
        "Abgeschlossen am {date}. Drucken Sie diese Seite für Ihre Unterlagen."
    ),
    "withdraw_heading": "Zurückziehen",
    "withdraw_lead": (
        "Sie können die Aussage jederzeit zurücknehmen. Sie verschwindet von den "
        "Seiten, sobald diese neu erstellt werden; Ihre Einträge bleiben hier."
    ),
    "withdraw_agree": "Wir nehmen unsere Aussage zurück.",
    "withdraw": "Aussage zurückziehen",
    "need_withdraw": "Setzen Sie das Häkchen, wenn das Team die Aussage zurücknimmt.",
    "print_hint": "Auf Papier bekommen Sie es, wenn Sie diese Seite drucken (Strg+P).",
    "none": "keine",
    "by_when": "bis {date}",
    "target": "Ziel",
    "missing_title": "Diese Seite gibt es nicht",
    "missing_lead": (
        "Vielleicht ist die Adresse abgeschnitten. Alles Gespeicherte ist noch da."
    ),
    "failed_title": "Das konnte nicht gespeichert werden",
    "failed_lead": (
        "Es ging nichts verloren: Was Sie eingetragen haben, steht noch unten. "
        "Versuchen Sie es noch einmal."
    ),
    "failed_read_lead": (
        "Nichts Gespeichertes ging verloren. Laden Sie diese Seite noch einmal."
    ),
    "to_overview": "Zur Übersicht",
    "too_large": "Das ist zu lang zum Speichern.",
}

INTERFACES: Mapping[str, Mapping[str, str]] = {"en": ENGLISH, "de": GERMAN}
"""Languages the page itself speaks."""

_MONTHS = {
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "de": [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
}


def interface(language: str) -> Mapping[str, str]:
    """The page's own words; English where nobody has translated them."""
    return INTERFACES.get(language, ENGLISH)


def long_date(day: datetime.date, language: str) -> str:
    """A date as people write it: 10 March 2026, 10. März 2026."""
    if language == "de":
        return f"{day.day}. {_MONTHS['de'][day.month - 1]} {day.year}"
    if language == "en":
        return f"{day.day} {_MONTHS['en'][day.month - 1]} {day.year}"
    return day.isoformat()
