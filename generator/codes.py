"""Every problem code, with what it means and what to do; the manual prints it."""

from __future__ import annotations

CODES: dict[str, str] = {
    "instrument-block": (
        "A wave names a rotating block that no section belongs to. Give a "
        "section this `block`, or correct the name under `blocks`."
    ),
    "instrument-dates": (
        "A wave closes before it opens. `closes` is the last day on which "
        "answers are taken."
    ),
    "instrument-framework": (
        "The survey names a framework that is not there, or another version "
        "than the file holds. Write the id and the version you have read and "
        "agree to."
    ),
    "instrument-introduction-long": (
        "The first page of an instrument has more than 90 words. Say who asks, "
        "why and how long it takes; the rest belongs to the privacy statement."
    ),
    "instrument-item": (
        "A section names an item that no framework of the survey has. Write it "
        "as `framework:item`."
    ),
    "instrument-item-twice": (
        "An instrument asks the same item twice. Keep it in one section."
    ),
    "instrument-ladder": (
        "A practice is answered or assessed on rungs, and has none. Write a "
        "`rubric` for the practice or a `ladder` for the framework."
    ),
    "instrument-language": (
        "The survey is asked in a language the framework is not written in. "
        "Translate the framework, or take the language out of the survey."
    ),
    "instrument-practice": (
        "A team's `not_in_scope` names a practice that no framework of the "
        "survey has. Write it as `framework:practice`."
    ),
    "instrument-scale": (
        "An item names a response scale that is not there, or one that asks "
        "for a number, which no instrument can ask. Name a scale with options, "
        "rungs or text."
    ),
    "instrument-timezone": (
        "The survey's time zone is unknown. Use an IANA name such as `Europe/Berlin`."
    ),
    "instrument-too-long": (
        "Reading and answering takes longer than the minutes promised to "
        "people. Shorten texts and options, leave items out, or promise more."
    ),
    "instrument-too-many-items": (
        "An instrument asks more questions than its `max_items`. Leave out "
        "what nobody will act on, or move items to a rotating block."
    ),
    "instrument-untranslated": (
        "A text people will read is missing in one of the survey's languages. "
        "A wave is frozen only when every text is there."
    ),
    "instrument-wave": (
        "The survey has no wave of this id. Add it under `waves`, or name one "
        "that is there."
    ),
    "instrument-wording": (
        "An instrument asks an item that has no wording for its respondent "
        "group. Add one under the item's `text`."
    ),
    "item-agreement": (
        "An item asks whether people agree with a behaviour. People agree too "
        "easily: ask how often, how far, or which rung."
    ),
    "item-changed": (
        "An item asks something else than in a frozen wave, so the two waves "
        "cannot be compared. Give it a new id, or add `lineage` with the "
        "version since which it is reworded."
    ),
    "item-double-barrelled": (
        "An item may ask two things at once, so nobody knows which one an "
        "answer is about. Split it, or take one of the two out."
    ),
    "item-no-cannot-judge": (
        "An item leaves no way to say 'cannot judge', so people guess. Add an "
        "option with `missing: dk` to its scale."
    ),
    "item-no-does-not-apply": (
        "An item leaves no way to say 'does not apply', so people guess. Add "
        "an option with `missing: na` to its scale."
    ),
    "option-codes-alike": (
        "Two options of a scale have the same code, or codes that differ only "
        "in case. Some backends keep only one of them."
    ),
    "option-labels-alike": (
        "Two options read the same once exported as plain text. Give each "
        "option words of its own."
    ),
    "option-read-as-boolean": (
        "A label such as 'Yes' or 'No' alone is read as true or false by other "
        "tools. Say what is meant: 'Yes, we do'."
    ),
    "practice-many-items": (
        "One instrument asks so many items about one practice that they do not "
        "fit on a page. Keep at most six."
    ),
    "practice-no-item": (
        "A practice has no item, so no survey can score it. Write one, or map "
        "it to a practice that says the same."
    ),
    "practice-no-step": (
        "A practice has no step, so its page ends without advice. Write at "
        "least one step that leads to the next rung."
    ),
    "practice-unreachable": (
        "No instrument of the survey asks about the practice, and there is no "
        "team assessment. Name one of its items in a section."
    ),
    "question-texts-alike": (
        "Two questions of an instrument ask the same words. Exports headed by "
        "question texts would lose one of them."
    ),
    "rung-long": (
        "The short text of a rung has more than ten words. A respondent reads "
        "it as an option; the full text stays in the descriptor."
    ),
    "weight-zero": (
        "Every weight of a group is 0, so nothing above it has a score. Give "
        "at least one part a weight above 0."
    ),
}
"""Problem code to one or two sentences in Markdown, sorted by code."""
