"""Every problem code, with what it means and what to do; the manual prints it."""

from __future__ import annotations

CODES: dict[str, str] = {
    "answer-too-long": (
        "A collected text is longer than the question allows. The answer is left out; "
        "the person's other answers are kept."
    ),
    "answer-too-many-choices": (
        "A collected answer holds more choices than the question allows. The answer is "
        "left out; the person's other answers are kept."
    ),
    "answer-unknown-option": (
        "A collected answer is not one of the options the question offered. The answer "
        "is left out; check that the form in use is the one frozen with the wave."
    ),
    "answer-unknown-question": (
        "An answer arrived for a question that the wave's instrument does not have. It "
        "is left out; check that the form in use is the one frozen with the wave."
    ),
    "backup-damaged": (
        "The file is not a backup, is cut off, or was changed after it was made. "
        "Nothing was restored; take another backup."
    ),
    "backup-exists": (
        "A backup never overwrites a file. Give another name, for example with the "
        "date in it."
    ),
    "backup-failed": (
        "The machine refused while a backup was written or restored, often because "
        "the disk is full or a program still uses a file. Nothing is half-written; "
        "make room or stop the program and try again."
    ),
    "backup-missing": (
        "There is no file of this name. Backups are `.zip` files written by "
        "`baseline backup`."
    ),
    "backup-newer": (
        "The backup was made by a newer version of Practice Baseline. Update, then "
        "restore."
    ),
    "backup-nothing": (
        "The project has no `var/` folder yet, so there is nothing to back up. Run "
        "the command in the project's folder."
    ),
    "collector-not-started": (
        "The collector's web server could not start. Run `baseline doctor` to see what "
        "is missing on this machine."
    ),
    "disk-error": (
        "The disk reported an error while the store was read or written. Check the "
        "disk and run the command again."
    ),
    "disk-full": (
        "The disk is full. Nothing of this step was stored and nothing stored "
        "before was lost; make room and run the command again."
    ),
    "edition-edited": (
        "The stored values of a released edition are not the ones that were "
        "released. Bring back a backup with `baseline restore`."
    ),
    "edition-exists": (
        "This wave already has an edition of this number with other values. A "
        "released edition never changes, so that nobody can compare two versions "
        "and work out single answers."
    ),
    "edition-newer": (
        "The edition was written by a newer version of Practice Baseline. Update."
    ),
    "inbox-missing": (
        "The wave has no inbox yet. Field the wave first: that makes the links and the "
        "inbox."
    ),
    "inbox-newer": (
        "The inbox was written by a newer version of this program. Update the program, "
        "then try again."
    ),
    "inbox-not-writable": (
        "The inbox cannot be written. Check free disk space and the rights on its "
        "folder, and that no other program holds the file."
    ),
    "inbox-other-wave": (
        "The inbox was made for another wave, or for this wave with other content. Use "
        "the wave file the links were made with; a frozen wave never changes."
    ),
    "inbox-unreadable": (
        "The inbox cannot be read. If another program holds it, wait and try again; "
        "otherwise restore the last backup."
    ),
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
    "invitation-group-not-asked": (
        "The people list names a respondent group that has no survey in this wave. Use "
        "a group with an instrument, or leave the person out."
    ),
    "invitation-nobody": (
        "A row of the people list has neither an id nor an e-mail address, so two "
        "people could not be told apart. Fill in one of the two."
    ),
    "invitation-unknown-team": (
        "The people list names a team that is not in this wave. Use one of the wave's "
        "teams."
    ),
    "invitations-changed": (
        "The invitation file no longer has the columns it was written with. Put them "
        "back, or remove the file to give everybody a new link."
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
    "key-damaged": (
        "A file in `var/keys` does not hold a key. Bring back `var/keys` from a backup."
    ),
    "key-missing": (
        "A key in `var/keys` is gone although data depends on it. A new key would "
        "turn the same person into two, or change addresses already sent out, so "
        "none is made. Bring back `var/keys` from a backup."
    ),
    "ledger-edited": (
        "The ledger of everything ever shown was changed by hand or is damaged. "
        "Nothing more is released until a backup is brought back with `baseline "
        "restore`."
    ),
    "ledger-lost": (
        "Results were published before, but the store holds no ledger. Without it a "
        "new release could reveal single answers; bring back the last backup with "
        "`baseline restore`."
    ),
    "ledger-older": (
        "The store is older than what was last published. Bring back the newest "
        "backup, or release on the machine that published last."
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
    "port-not-free": (
        "The server cannot listen on that address and port, often because another "
        "program uses it. Stop that program or choose another port with `--port`."
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
    "restore-occupied": (
        "The project already holds data in `var/`. Move it away, or give `--force` "
        "to keep it beside the restored data."
    ),
    "rung-long": (
        "The short text of a rung has more than ten words. A respondent reads "
        "it as an option; the full text stays in the descriptor."
    ),
    "statement-changed": (
        "The team's assessment was saved in another window in the meantime. Reload "
        "the page and enter the change again."
    ),
    "statement-missing": (
        "The team has no assessment in this wave yet. Hold it with `baseline assess`."
    ),
    "statement-too-few": (
        "A team of fewer than three people present cannot sign off its own "
        "assessment, because one person's opinion could be recognised. Let the unit "
        "assess."
    ),
    "store-damaged": (
        "The store is not a database, or is damaged. Keep the file and bring back "
        "the last backup with `baseline restore`."
    ),
    "store-locked": (
        "Another program is writing the store and did not finish in time. Nothing "
        "was changed; wait and try again."
    ),
    "store-newer": (
        "The store was written by a newer version of Practice Baseline. Update, or "
        "restore a backup made with this version."
    ),
    "store-not-writable": (
        "The store cannot be opened for writing. Check who owns `var/`, and that "
        "the disk is not read-only."
    ),
    "submission-other-fingerprint": (
        "A submission was made with another version of the instrument than the one "
        "frozen with the wave. It is not read: answers count only for the text that "
        "was asked."
    ),
    "submission-other-instrument": (
        "A submission names an instrument that its respondent group is not asked in "
        "this wave. It is not read; collect it with the wave it belongs to."
    ),
    "submission-other-wave": (
        "A submission belongs to another survey or wave. It is not read; collect it "
        "with the wave it belongs to."
    ),
    "submission-unknown-team": (
        "A submission names a team that is not in this wave. It is not read; collect "
        "it with the wave it belongs to."
    ),
    "weight-zero": (
        "Every weight of a group is 0, so nothing above it has a score. Give "
        "at least one part a weight above 0."
    ),
    "writer-locked": (
        "Another command is writing this project; the message says which one and "
        "since when. Wait until it is done, or give `--wait`."
    ),
}
"""Problem code to one or two sentences in Markdown, sorted by code."""
