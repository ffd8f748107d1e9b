"""Every problem code, with what it means and what to do; the manual prints it."""

from __future__ import annotations

CODES: dict[str, str] = {
    "addresses-damaged": (
        "The list of generations of the addresses, `var/keys/addresses.json`, cannot "
        "be read. Bring back `var/keys` from a backup: without it an address that was "
        "given up would come back."
    ),
    "answer-not-offered": (
        "A stored response holds an answer that is none of the question's options, "
        "so the wave is not scored. Collect again, or correct the file it came from."
    ),
    "answer-too-long": (
        "A collected text is longer than the question allows. The answer is left "
        "out; the person's other answers are kept."
    ),
    "answer-too-many-choices": (
        "A collected answer holds more choices than the question allows. The answer "
        "is left out; the person's other answers are kept."
    ),
    "answer-unknown-option": (
        "A collected answer is not one of the options the question offered. The "
        "answer is left out; check that the form in use is the one frozen with the "
        "wave."
    ),
    "answer-unknown-question": (
        "An answer arrived for a question that the wave's instrument does not have. "
        "It is left out; check that the form in use is the one frozen with the wave."
    ),
    "artefact-parts": (
        "A template needs sections if it is a document, columns if it is a table."
    ),
    "assess-instrument": (
        "The wave has no assessment for teams. Add an instrument with `mode: "
        "assessment` to `survey.yaml` before the next wave is compiled."
    ),
    "assess-team": (
        "The wave has no team of this id. The hint lists the teams it has."
    ),
    "audience-sees": (
        "An audience in `teams.yaml` sees something that does not exist. It may see "
        "`leaders`, `partners`, `organisation`, a team or a unit by its id, and a kind "
        "of reader of a framework."
    ),
    "audience-unknown": (
        "There is no audience of this name with pages of its own. The hint lists those "
        "there are."
    ),
    "backend-unknown": (
        "The wave names a backend that this version does not have. Use the version "
        "the wave was made with, or a newer one."
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
    "benchmark-key": (
        "What was given is neither the fingerprint of a key, 64 digits from 0 to f, "
        "nor a file with a public key. The other organisation sees its fingerprint "
        "with `baseline benchmark list`."
    ),
    "block-unknown": (
        "A wave names a rotating block that no section belongs to. Give a section "
        "`block:` with this name, or remove it from the wave."
    ),
    "cap-part": (
        "A cap names a part that is not inside any score of its depth. Name a practice "
        "or dimension below, by its id."
    ),
    "cap-range": (
        "A cap's value lies where it could never do anything: outside the range in "
        "which scores are shown, or at its end. Choose values inside the range."
    ),
    "cap-twice": (
        "Two caps look at the same part and one of them never matters, because the "
        "other is as strict or stricter. Remove it, or give the lower `below` the "
        "lower `at_most`."
    ),
    "clock-backwards": (
        "In `clocks.yaml` a day comes before one it should follow: a clock stops "
        "before it starts, a day lies after the statement, or a value ends before "
        "the launch. Correct the date; the other delays are untouched."
    ),
    "clock-curve": (
        "The years of a margin in `clocks.yaml` do not rise from 0. The first point "
        "is the year of the launch; list later years after it."
    ),
    "clock-days": (
        "A delay in `clocks.yaml` says nothing, or two things, about its days. It "
        "has either runs of a clock, each with a start or a number of days, or "
        "estimated `late_days`."
    ),
    "clock-metric": (
        "A delay in `clocks.yaml` names a metric that measures no waiting. It must "
        "be of kind `time`, with fewer days better, and its id must be its own in "
        "the framework."
    ),
    "clock-value": (
        "A delay in `clocks.yaml` is valued in exactly one way: `value_of_day`, "
        "`fixed_end` or `shift`."
    ),
    "collector-not-started": (
        "The collector's web server could not start. Run `baseline doctor` to see "
        "what is missing on this machine."
    ),
    "comments-decision": (
        "The column `decision` of a review sheet holds `keep`, `drop` or nothing. "
        "Nothing of the sheet was kept; correct it and read it again."
    ),
    "comments-name": (
        "A text or theme that would be shown names somebody who was invited or a team, "
        "or holds a word of `var/never-publish.txt`. Nothing of the sheet was kept. "
        "Write another text in that row, or `drop`."
    ),
    "comments-off": (
        "The wave promised that comments appear on no page, so there is nothing to "
        "review. Set `comments` to `themes` or `verbatim` before the next wave is "
        "frozen."
    ),
    "comments-open": (
        "Comments are read when the wave has closed. Before that, each new one would "
        "tell who has just written."
    ),
    "comments-row": (
        "A row of a review sheet belongs to no comment in the store: it was changed, "
        "withdrawn or forgotten since the sheet was written. Write the sheet again; "
        "decisions kept before stay."
    ),
    "comments-sheet": (
        "The review sheet lacks a column that `baseline comments` writes. Write it "
        "again; decisions kept before stay."
    ),
    "comments-theme": (
        "A theme is a name for a subject, in a few words of the reader's own. A longer "
        "text would quote somebody, and the wave promised not to."
    ),
    "comments-unread": (
        "The wave promised to show comments, and some have not been read. An edition "
        "is written once, so they could never be shown. Read them with `baseline "
        "comments`, or release without them."
    ),
    "condition-alternatives": (
        "The `show_if` of an item can hold in more than 16 ways, which nobody can "
        "follow any more. Name several options in one `in`, or ask one question that "
        "sums it up."
    ),
    "condition-form": (
        "A condition under `show_if` is one of three: an `item` with the options "
        "`in`, or a list under `all`, or a list under `any`. Lists hold conditions "
        "again."
    ),
    "condition-item": (
        "A condition looks at an item that is answered with words or a number. Name "
        "an item that is answered by choosing."
    ),
    "condition-never": (
        "Nobody can give the answers this condition asks for, also because of the "
        "conditions of the items before it, so the item would never be asked. Use "
        "`any` where one answer is enough, or name other options."
    ),
    "condition-not-asked": (
        "An item is asked only after an answer to another, which this instrument does "
        "not ask in this wave. Ask both, or neither; items that belong together go "
        "into the same rotating block."
    ),
    "condition-option": (
        "A condition names an option that the item's response scale does not have. "
        "The nearest code is suggested; rungs go by their number."
    ),
    "condition-order": (
        "An instrument asks an item before the one whose answer decides whether it is "
        "asked. Exchange the two in the survey's sections."
    ),
    "date-form": (
        "The value is not a date of the calendar. Write year-month-day, such as "
        "2026-03-31."
    ),
    "demo-answers-refused": (
        "The example's own answers did not fit its forms. This is a fault of the "
        "program; please report it."
    ),
    "demo-form-missing": (
        "A page of the example's meeting has no form. This is a fault of the "
        "program; please report it."
    ),
    "dimension-empty": (
        "A dimension holds neither practices nor dimensions, so nothing could be "
        "said about it. Add a practice, or remove it."
    ),
    "disk-error": (
        "The disk reported an error while the store was read or written. Check the "
        "disk and run the command again."
    ),
    "disk-full": (
        "The disk is full. Nothing of this step was stored and nothing stored before "
        "was lost; make room and run the command again."
    ),
    "display-range": (
        "The range in which scores are shown has no two ends in order. `high` must "
        "be greater than `low`."
    ),
    "edition-edited": (
        "The stored values of a released edition are missing or are not the ones that "
        "were released. Bring back a backup with `baseline restore`."
    ),
    "edition-exists": (
        "This wave already has an edition of this number with other values. A "
        "released edition never changes, so that nobody can compare two versions and "
        "work out single answers."
    ),
    "edition-newer": (
        "The edition was written by a newer version of Practice Baseline. Update."
    ),
    "engine-failed": (
        "The program that builds the pages stopped. Its own words are in the "
        "message: if they name a page, mend that page in `site_src/`; if they name a "
        "setting, mend it in `mkdocs.yml`. The site as it was is untouched."
    ),
    "engine-missing": (
        "The program that builds the pages is not installed for the Python in use. "
        "Install what the message names, in the project's own environment."
    ),
    "engine-unknown": (
        "The site can be built by `mkdocs` or by `zensical`. Use one of these two "
        "words."
    ),
    "explain-nothing": (
        "There is no number of this name to explain: the practice or dimension is not "
        "in the wave, several have the id, or it was not asked about this group. Name "
        "it as `framework:id`."
    ),
    "file-empty": (
        "The file holds nothing but comments or blank lines. Restore it, or copy the "
        "example that `baseline init` writes."
    ),
    "file-encoding": (
        "The file is not UTF-8, often because it was saved as Windows-1252. Save it "
        "again with the encoding UTF-8; the place of the first foreign byte is given."
    ),
    "file-missing": (
        "A file or folder that a project needs is not there. Create it, or restore "
        "it from your version history."
    ),
    "file-name": (
        "A file in the folder does not end in `.yaml` and is therefore not read. "
        "Rename it."
    ),
    "file-too-large": (
        "Files above 4 MB are refused: they are mistakes or attacks. A long "
        "framework can be a folder with one file per dimension."
    ),
    "file-unreadable": (
        "The file could not be opened. Check that it is a file, not a folder, and "
        "that you may read it."
    ),
    "file-unwritable": (
        "A file could not be written, often because the disk is full or the folder "
        "is protected. Nothing is half-written."
    ),
    "forget-open": (
        "A wave's personal data cannot be deleted while the wave takes answers. Wait "
        "for its last day, or close it with `baseline close`. A single person can be "
        "forgotten at any time."
    ),
    "forget-uncollected": (
        "The wave holds answers that were not fetched into the store, and they would "
        "be lost. Run `baseline collect` first, or delete the answers too with "
        "`--answers`."
    ),
    "forget-unreleased": (
        "The answers of a wave can be deleted once it is released or its time is "
        "over. Before that nothing would be left of it."
    ),
    "forgotten-person-back": (
        "A backend still holds answers of somebody who asked to be forgotten. They "
        "are not read into the store. Delete them where they are."
    ),
    "format-newer": (
        "The file was written for a newer version of Practice Baseline. Update "
        "Practice Baseline, then try again."
    ),
    "framework-missing": (
        "The project has no framework, so there is nothing to build. Put one at "
        "`frameworks/<id>.yaml`; `baseline init` shows how."
    ),
    "framework-version": (
        "The survey names another version of the framework than the file holds. Read "
        "what changed in the framework, then write its version in the survey."
    ),
    "gate-audience": (
        "A file of the built site lies in a folder that no audience is named for, so "
        "nobody could say who may read it. Nothing was put in place. Say in "
        "`teams.yaml` who sees it, or take it away."
    ),
    "gate-cell": (
        "A number on a page with results is not the one that was released, is hidden, "
        "or belongs to a group the page must not speak of. Nothing was put in place. "
        "Build again; if it stays, report it."
    ),
    "gate-comment": (
        "A comment stands on a page that it was not released for, or stands there in "
        "other words. Nothing was put in place. If somebody wrote the same into a "
        "statement or a text of the site, change it there; else report it."
    ),
    "gate-file": (
        "A file of the built site is of a kind that is not published there, or holds a "
        "part that cannot be looked into. Nothing was put in place. Take it out of "
        "`site_src/`, or save it in another form."
    ),
    "gate-frame": (
        "What surrounds the results on a page is not as on the other pages, or "
        "something stands among the results that no page of ours holds. Nothing was "
        "put in place. Look in `mkdocs.yml`, a theme override and `site_src/`."
    ),
    "gate-leak": (
        "What the pages show, taken together with everything ever shown, tells the "
        "answers of fewer people than promised. Nothing was put in place. This is a "
        "fault of the program; report it."
    ),
    "gate-link": (
        "A link leads nowhere, or to a page that those who read this one may not see. "
        "Nothing was put in place. Mend the link."
    ),
    "gate-name": (
        "The name or address of a person who was invited stands on the site, perhaps "
        "packed or written in another form. Nothing was put in place. Take it out of "
        "the text or the statement the page is made from. Who is named in your own "
        "`site_src/`, frameworks or `survey.yaml` may stand there."
    ),
    "gate-number": (
        "A number among results does not say what it is, so nobody vouches for it. "
        "Nothing was put in place. Build again; if it stays, report it."
    ),
    "gate-secret": (
        "Somebody's own link to a survey, or a key from `var/keys`, stands on the "
        "site: whoever reads it could answer in that person's name. Nothing was put in "
        "place. Take it out, and give the person a new link."
    ),
    "gate-team": (
        "The name of a team, or what it looks after, stands where its readers may not "
        "see that team's pages. Nothing was put in place. Take it out of the text or "
        "the statement the page is made from."
    ),
    "gate-word": (
        "A word from `var/never-publish.txt` stands in a file of the site or in its "
        "name, perhaps packed or written in another form. Nothing was put in place."
    ),
    "gold-range": (
        "The gold standard of a practice lies outside the range in which scores are "
        "shown. Choose a number in the range, or leave `gold` out."
    ),
    "group-unknown": (
        "A respondent group is named that the survey does not have. Use one of the "
        "ids under `groups`."
    ),
    "headline-unknown": (
        "The view that should lead every page does not exist in this survey. Use "
        "`assessment` or a respondent group with an instrument."
    ),
    "host-other-backend": (
        "The wave is fielded with another system, so this machine has no form to "
        "show. `baseline status` and `baseline collect` work with that system."
    ),
    "id-duplicate": (
        "Two things have the same id, so a reference could mean either. Give each "
        "its own id; the first place is named."
    ),
    "id-form": (
        "An id has small letters, digits and hyphens and starts with a letter; a "
        "reference is an id or `framework:id`; an option code has 1 to 5 letters or "
        "digits."
    ),
    "id-reserved": (
        "The id cannot be used: Windows keeps it for a device (`con`, `aux`, `nul` "
        "…), or it has a meaning of its own here (`organisation`, `assessment`, "
        "`index` …). Choose another one."
    ),
    "inbox-missing": (
        "The wave has no inbox yet. Field the wave first: that makes the links and "
        "the inbox."
    ),
    "inbox-newer": (
        "The inbox was written by a newer version of this program. Update the "
        "program, then try again."
    ),
    "inbox-not-writable": (
        "The inbox cannot be written. Check free disk space and the rights on its "
        "folder, and that no other program holds the file."
    ),
    "inbox-other-wave": (
        "The inbox was made for another wave, or for this wave with other content. "
        "Use the wave file the links were made with; a frozen wave never changes."
    ),
    "inbox-replaced": (
        "The inbox was moved, deleted or restored while the collector was running. "
        "What arrives would be lost, so nothing is taken any more and respondents are "
        "asked to try again. Stop the collector and start it again."
    ),
    "inbox-unreadable": (
        "The inbox cannot be read. If another program holds it, wait and try again; "
        "otherwise restore the last backup."
    ),
    "instrument-block": (
        "A wave names a rotating block that no section belongs to. Give a section "
        "this `block`, or correct the name under `blocks`."
    ),
    "instrument-dates": (
        "A wave closes before it opens. `closes` is the last day on which answers "
        "are taken."
    ),
    "instrument-framework": (
        "The survey names a framework that is not there, or another version than the "
        "file holds. Write the id and the version you have read and agree to."
    ),
    "instrument-introduction-long": (
        "The first page of an instrument has more than 90 words. Say who asks, why "
        "and how long it takes; the rest belongs to the privacy statement."
    ),
    "instrument-item": (
        "A section names an item that no framework of the survey has. Write it as "
        "`framework:item`."
    ),
    "instrument-item-twice": (
        "An instrument asks the same item twice. Keep it in one section."
    ),
    "instrument-ladder": (
        "A practice is answered or assessed on rungs, and has none. Write a `rubric` "
        "for the practice or a `ladder` for the framework."
    ),
    "instrument-language": (
        "The survey is asked in a language the framework is not written in. "
        "Translate the framework, or take the language out of the survey."
    ),
    "instrument-minutes": (
        "The minutes promised to respondents must be two numbers, the fewest first."
    ),
    "instrument-parts": (
        "An instrument holds what its mode does not use, or a form lacks what it "
        "needs: `fields` are for forms, `guide` is for assessments."
    ),
    "instrument-practice": (
        "A team's `not_in_scope` names a practice that no framework of the survey "
        "has. Write it as `framework:practice`."
    ),
    "instrument-scale": (
        "An item names a response scale that is not there, or one that asks for a "
        "number, which no instrument can ask. Name a scale with options, rungs or "
        "text."
    ),
    "instrument-second": (
        "A respondent group can have one survey instrument, and a survey one team "
        "assessment. Join the two instruments."
    ),
    "instrument-sections": (
        "A survey instrument needs sections with items; an assessment takes every "
        "practice with its ladder and needs none."
    ),
    "instrument-timezone": (
        "The survey's time zone is unknown. Use an IANA name such as `Europe/Berlin`."
    ),
    "instrument-too-long": (
        "Reading and answering takes longer than the minutes promised to people. "
        "Shorten texts and options, leave items out, or promise more."
    ),
    "instrument-too-many-items": (
        "An instrument asks more questions than its `max_items`. Leave out what "
        "nobody will act on, or move items to a rotating block."
    ),
    "instrument-untranslated": (
        "A text people will read is missing in one of the survey's languages. A wave "
        "is frozen only when every text is there."
    ),
    "instrument-wave": (
        "The survey has no wave of this id. Add it under `waves`, or name one that "
        "is there."
    ),
    "instrument-wording": (
        "An instrument asks an item that has no wording for its respondent group. "
        "Add one under the item's `text`."
    ),
    "invitation-group-not-asked": (
        "The people list names a respondent group that has no survey in this wave. "
        "Use a group with an instrument, or leave the person out."
    ),
    "invitation-nobody": (
        "A row of the people list has neither an id nor an e-mail address, so two "
        "people could not be told apart. Fill in one of the two."
    ),
    "invitation-unknown-team": (
        "The people list names a team that is not in this wave. Use one of the "
        "wave's teams."
    ),
    "invitations-changed": (
        "The invitation file no longer has the columns or the encoding it was written "
        "with. Put them back, or remove the file to give everybody a new link."
    ),
    "item-agreement": (
        "An item asks whether people agree with a behaviour. People agree too "
        "easily: ask how often, how far, or which rung."
    ),
    "item-changed": (
        "An item asks something else, or other people, than in a frozen wave, so the "
        "two waves cannot be compared. Give it a new id, or add `lineage` with the "
        "version since which it is reworded."
    ),
    "item-double-barrelled": (
        "An item may ask two things at once, so nobody knows which one an answer is "
        "about. Split it, or take one of the two out."
    ),
    "item-no-cannot-judge": (
        "An item leaves no way to say 'cannot judge', so people guess. Add an option "
        "with `missing: dk` to its scale."
    ),
    "item-no-does-not-apply": (
        "An item leaves no way to say 'does not apply', so people guess. Add an "
        "option with `missing: na` to its scale."
    ),
    "item-practice": (
        "An item that is scored, or that asks for a rung, must stand below a "
        "practice. Move it, or give it another purpose or scale."
    ),
    "item-scale": (
        "Answers on this kind of scale have no value, so the item cannot be scored. "
        "Use a scale whose options have values, or a purpose that is not scored."
    ),
    "item-twice": (
        "An instrument asks the same item twice. Keep one of the two places."
    ),
    "item-weight": (
        "Every scored item of a practice has the weight 0, so the practice has no "
        "score. Give at least one a weight greater than 0."
    ),
    "item-weights": (
        "The items of a practice need weights of 0 or more, at least one above 0. "
        "Correct the weights in the framework."
    ),
    "item-wording": (
        "An instrument asks an item that has no wording for its respondent group. "
        "Add the wording, or do not ask the item there."
    ),
    "key-damaged": (
        "A file in `var/keys` does not hold a key. Bring back `var/keys` from a backup."
    ),
    "key-duplicate": (
        "A key is given twice in the same place; only one of the two could count. "
        "Keep one."
    ),
    "key-missing": (
        "Something that must be there is missing. Add the key that is named."
    ),
    "key-unknown": (
        "The key is not part of the format, often a slip of the pen. The nearest "
        "known key is suggested."
    ),
    "language-unknown": (
        "The survey is not in the language that was named. Name one of its languages, "
        "or translate the frameworks and add it to the survey's `languages`."
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
    "limesurvey-account": (
        "It is not known which LimeSurvey account to use, or its password is "
        "missing or open to others. The manual page 'Use LimeSurvey' names the "
        "three places where a password may stand; a file of the project is none "
        "of them."
    ),
    "limesurvey-address": (
        "At the address in `survey.yaml` there is no remote control interface, or "
        "something before it refuses. Ask the server's administrator for the full "
        "address, with `index.php`."
    ),
    "limesurvey-columns": (
        "The server started the survey and did not make a column for every "
        "question. Ask its administrator to look at the server's log, then run "
        "the same command again."
    ),
    "limesurvey-cut-off": (
        "The server's export arrived cut off several times in a row. What was "
        "read before is kept; run the same command again. A proxy or a memory "
        "limit may cut large answers."
    ),
    "limesurvey-import": (
        "The survey that the server made is not what was sent to it; it was "
        "removed there. A plugin on the server may change surveys when they are "
        "imported."
    ),
    "limesurvey-interface-off": (
        "The server answers, and its remote control interface is off or speaks "
        "XML. Its administrator sets it to JSON-RPC under Configuration, Global "
        "settings, Interfaces."
    ),
    "limesurvey-language": (
        "LimeSurvey has no words of its own, such as 'Next' and 'Submit', for a "
        "language of the survey. Use a tag it knows."
    ),
    "limesurvey-locked-out": (
        "The server has locked this machine's address after wrong passwords. Wait "
        "as long as it says, without trying again, and check user name and "
        "password."
    ),
    "limesurvey-login": (
        "The server does not accept the account. Check user name, password and "
        "`plugin:` in `survey.yaml`; a wrong password is never tried twice."
    ),
    "limesurvey-missing": (
        "The survey uses LimeSurvey and does not say where the server is. Add "
        "`limesurvey:` with `url:` to `survey.yaml`."
    ),
    "limesurvey-moved": (
        "The wave was fielded on another LimeSurvey address than `survey.yaml` "
        "now names. On any other server a survey of the same number is somebody "
        "else's, so nothing is asked of it. Put the address back, or, if the "
        "server itself has a new one, write it into the record as well."
    ),
    "limesurvey-no-answer": (
        "The server gave no answer, or one that was cut off. A call that only "
        "reads was repeated before this is said. Run the same command again: it "
        "looks first what the server has done."
    ),
    "limesurvey-nobody": (
        "A response on the server carries no invitation of ours: a test, or a "
        "person added there by hand. It is not counted, and reported again until "
        "it is deleted there or the person there gets the team's code."
    ),
    "limesurvey-not-active": (
        "The survey is not active on the server, so its answers cannot be read. "
        "Somebody stopped it; its administrator can bring the answers back."
    ),
    "limesurvey-not-closed": (
        "The server did not take the new expiry date. Set it there by hand."
    ),
    "limesurvey-not-fielded": (
        "There is no record that this wave was fielded on LimeSurvey from this "
        "project. Field it, or bring back `var/` from a backup."
    ),
    "limesurvey-not-listed": (
        "The server did not take one person of the list, most often because of "
        "the e-mail address. The others are invited; correct the list and run the "
        "same command again."
    ),
    "limesurvey-permission": (
        "The account lacks a right on the server. It needs the global right to "
        "create surveys, and owns those it made."
    ),
    "limesurvey-plain-http": (
        "The address begins with `http://`, and is not on this machine. "
        "Passwords, names and answers would cross the network in plain text; ask "
        "for the server's `https://` address."
    ),
    "limesurvey-question-changed": (
        "Somebody changed the words of a question on the server after it was "
        "fielded. Answers count as given to the frozen words; put them back if "
        "the meaning changed."
    ),
    "limesurvey-question-missing": (
        "A question of the instrument is no longer on the server, or was renamed "
        "there. Its answers cannot be read; all others are."
    ),
    "limesurvey-question-unknown": (
        "Somebody added a question on the server. Its answers are left out: only "
        "what was frozen with the wave is scored."
    ),
    "limesurvey-record": (
        "The record of what was fielded on LimeSurvey is damaged, or belongs to "
        "another frozen wave. Bring `var/` and `surveys/` back from the same "
        "backup."
    ),
    "limesurvey-refused": (
        "The server understood the call and said no; the words are its own."
    ),
    "limesurvey-server-error": (
        "LimeSurvey itself failed at a call. Run the same command again; if it "
        "stays, the server's own log says why."
    ),
    "limesurvey-too-many": (
        "In the anonymous mode more answers came from a team's link than people "
        "hold it. A link was passed on or used twice, so a number that looks like "
        "five people may be one."
    ),
    "limesurvey-twice": (
        "Two responses on the server belong to one invitation. The finished one "
        "counts, or else the newest; the other is left out."
    ),
    "limesurvey-unreachable": (
        "The LimeSurvey server cannot be reached from this machine. Check the "
        "address, the network and the proxy."
    ),
    "list-length": (
        "A list has too many or too few entries. The message says how many it must "
        "have."
    ),
    "machine-refused": (
        "The machine would not do what was asked: the disk is full, a right is "
        "missing or a port is taken. Put that right and run the same command again; "
        "nothing is lost."
    ),
    "mail-link": (
        "An invitation or reminder does not hold `{link}`. Without it people get "
        "a mail and no way to answer; LimeSurvey mails get the link at their end, "
        "a mail merge has none."
    ),
    "map-anonymous": (
        "The wave promised that answers are tied to nobody, and the answer map names "
        "a column of persons or partner companies. Remove it."
    ),
    "map-columns": (
        "A question of the answer map has no column, two kinds of columns, or a "
        "column that belongs to another question already. Each question has its own."
    ),
    "map-exists": (
        "A map that was looked through is never overwritten. Collect with it, or give "
        "the new one another name with `--map`."
    ),
    "map-id": (
        "Without a column that tells one row from all others, the same file read "
        "again would double every answer. Name it with `id:` in the answer map."
    ),
    "map-instrument": (
        "The answer map or the command names no survey of the wave, or a file fits "
        "several. Say which one with `--instrument`, or write its id in the map."
    ),
    "map-language": (
        "The instrument is not asked in this language. Write one of its languages in "
        "the answer map."
    ),
    "map-option": (
        "The answer map gives words to an option that the question does not have. The "
        "nearest known code is suggested."
    ),
    "map-question": (
        "The answer map gives a column to a question that the instrument does not "
        "have, or to none at all. The nearest known code is suggested."
    ),
    "map-team": (
        "The answer map does not say which team a row is about, or names a team that "
        "is not in the wave. Give a column with `team:`, or one team with "
        "`only_team:`."
    ),
    "metric-clock": (
        "A metric of kind `time` should say which events start and stop the clock. "
        "Add `clock_starts` and `clock_stops`."
    ),
    "option-code": (
        "Option codes on a scale must differ in more than small and capital letters, "
        "and on a rubric scale must not look like rungs."
    ),
    "option-labels-alike": (
        "Two options read the same once exported as plain text. Give each option "
        "words of its own."
    ),
    "option-read-as-boolean": (
        "A label such as 'Yes' or 'No' alone is read as true or false by other "
        "tools. Say what is meant: 'Yes, we do'."
    ),
    "option-value": (
        "An option means that there is no answer (`missing`) and holds a value as "
        "well. Remove the value: no answer is not the lowest answer."
    ),
    "option-without-value": (
        "A scored question has an option with neither a value nor a reason for no "
        "answer. Give the option a value, or mark it as missing, in the scale."
    ),
    "overlay-place": (
        "An overlay adds, moves or hides something where that cannot be: practices "
        "stand in dimensions, nothing stands in itself, and something must be left."
    ),
    "pack-damaged": (
        "The file is no peer pack, or it was changed or cut off on its way, for "
        "example by a program that opened and saved it. Ask for it again; the import "
        "used nothing."
    ),
    "pack-empty": (
        "Nothing of this wave may be told to peers: every practice is hidden or a "
        "band. Views of people at other companies are never told."
    ),
    "pack-fresh": (
        "The values of a pack are too new to be compared between companies. They rest "
        "until three months after the end of their quarter; the message names the "
        "day."
    ),
    "pack-key-unknown": (
        "The pack is signed with a key that nobody has accepted here. Compare its "
        "whole fingerprint with the other organisation by another way than the pack "
        "came by, then accept it with `baseline benchmark accept`."
    ),
    "pack-own": (
        "The pack or the key is that of your own organisation. Your own values never "
        "count among those of your peers."
    ),
    "pack-signature": (
        "The pack is not what its organisation signed. Ask for the file again, by "
        "another way; if it stays, do not use it."
    ),
    "pack-twice": (
        "Two packs are of the same organisation, or hold the same results. Give one "
        "of each, the newest."
    ),
    "pack-value": (
        "A value of a pack does not fit: it is off the scale, stands there twice, or "
        "is not as a pack is written. Tell the organisation that made it; nothing of "
        "the pack is used."
    ),
    "page-audience": (
        "A page with results may stand in `leaders/` or in `teams/<team>/` only, for "
        "a team of one of the waves. Nothing was written."
    ),
    "page-encoding": (
        "A page in `site_src/` is not UTF-8 text. Save it again as UTF-8."
    ),
    "page-front-matter": (
        "The lines between `---` at the top of a page in `site_src/` are not YAML. "
        "Write settings such as `title: My page`, one a line."
    ),
    "page-link": (
        "A page links to something that is not there. Mend the page of this name in "
        "`site_src/`, or the text in the framework it is made from."
    ),
    "page-twice": (
        "Two pages would have the same address. Give one of the two parts of the "
        "framework another id."
    ),
    "peers-changed": (
        "Beside the earlier peer editions, this set of packs would single out a few "
        "organisations: one more company and the mean before are that company's "
        "value. At least five must come, go and stay, or none; an organisation with a "
        "new wave counts as a new one."
    ),
    "peers-damaged": (
        "A peer edition is not what was written. Bring the file back from your "
        "version history."
    ),
    "peers-exists": (
        "A peer edition of this number is there already and is never written again."
    ),
    "peers-few": (
        "A figure of peers needs at least five organisations beside your own. Wait "
        "for more packs."
    ),
    "peers-nothing": (
        "These packs allow no comparison at all; the message counts why. A practice "
        "is compared where five peers answered the same questions, with 80 % of the "
        "weight or more in common."
    ),
    "peers-other": (
        "A peer edition was made for other results than those that are released here, "
        "so it is not shown. Take its file away and import the packs again."
    ),
    "peers-package": (
        "Peer packs are signed, and the Python package `cryptography` that does it is "
        "not here. Install it with `pip install 'practice-baseline[peers]'`."
    ),
    "people-cell": (
        "A cell of the people list is empty, or names a group, team or language that "
        "the survey does not have. The nearest known id is suggested."
    ),
    "people-email": (
        "The address has no form an e-mail could be sent to. Write one address per "
        "row, like name@example.org."
    ),
    "people-heading": (
        "The first row of the people list must hold the headings `email`, `group` "
        "and `team`, each once."
    ),
    "people-none": (
        "The people list has headings and nobody below them. Add one row per person "
        "and team."
    ),
    "people-person": (
        "The same address stands with two person ids. A person keeps one id in all "
        "rows, or answers could not be told apart."
    ),
    "people-teams": (
        "A person is asked about more than two teams. Choose the two the person "
        "knows best."
    ),
    "people-twice": (
        "The same person is asked about the same team in the same group twice. Keep "
        "one of the rows."
    ),
    "people-unnumbered": (
        "A wave that was released before can only be released again with the store "
        "that numbered its people. Bring the store back with `baseline restore`."
    ),
    "person-unknown": (
        "Nobody in the survey is known by this id or address. Write it as it stands "
        "on the people list: the column `person`, or the e-mail address where that "
        "column is empty."
    ),
    "port-not-free": (
        "The server cannot listen on that address and port, often because another "
        "program uses it. Stop that program or choose another port with `--port`."
    ),
    "portfolio-place": (
        "A portfolio is written into a new or empty folder, so that files of an "
        "earlier run are not mixed in."
    ),
    "portfolio-project": (
        "A project cannot be compared: nothing of it is released, its folder has the "
        "name of another one, or it holds the same results. The message says which."
    ),
    "practice-many-items": (
        "One instrument asks so many items about one practice that they do not fit "
        "on a page. Keep at most six."
    ),
    "practice-no-item": (
        "A practice has no item, so no survey can score it. Write one, or map it to "
        "a practice that says the same."
    ),
    "practice-no-step": (
        "A practice has no step, so its page ends without advice. Write at least one "
        "step that leads to the next rung."
    ),
    "practice-unreachable": (
        "No instrument of the survey asks about the practice, and there is no team "
        "assessment. Name one of its items in a section."
    ),
    "preview-fault": (
        "The build failed by a fault of the program while the site was shown live. "
        "The terminal shows where. Please report it; the site as it was stays."
    ),
    "privacy-floor": (
        "Comments tell more about a person than numbers, so `k_comments` must be at "
        "least `k_scores`."
    ),
    "privacy-names-beside": (
        "In the pseudonymous mode LimeSurvey keeps names and addresses beside the "
        "answers, and the privacy statement does not speak of it. Say it in "
        "`statement`; the warning goes away once the word LimeSurvey stands there in "
        "every language."
    ),
    "privacy-other-backend": (
        "The privacy statement speaks of LimeSurvey, and the survey is not fielded "
        "there. Correct the statement, or the backend."
    ),
    "project-missing": (
        "No folder from here upwards holds `frameworks/`. Change to your project's "
        "folder, or start one with `baseline init`."
    ),
    "public-url-given": (
        "With LimeSurvey the links lead to its server, so `--public-url` has no "
        "meaning. Leave it out."
    ),
    "public-url-missing": (
        "The embedded collector's links need the address that respondents reach. "
        "Give it with `--public-url`."
    ),
    "publish-edited": (
        "The files of a published version were changed after it was published, so it "
        "is not put in place again. Build and publish anew."
    ),
    "publish-no-version": (
        "There is no earlier version to go back to. `baseline publish --list` names "
        "those that are kept."
    ),
    "publish-not-built": (
        "There is no built site to publish. Run `baseline build` first, or name the "
        "folder with `--from`."
    ),
    "publish-outdated": (
        "What is released has changed since the site was built: a wave was released, "
        "or a team's statement was signed off or withdrawn. Nothing was put in place. "
        "Build, look at it, and publish then."
    ),
    "publish-place": (
        "The folder to publish to holds files that were not published from here. Name "
        "a new or empty folder with `--to`."
    ),
    "published-edited": (
        "The `published.json` of a wave is not what was written, so nobody can tell "
        "whether the store is the right one. Bring the file back from your version "
        "history."
    ),
    "published-missing": (
        "Results of a wave were released, and its frozen folder or its "
        "`published.json` is gone. Bring it back from your version history; where a "
        "release was interrupted, run `baseline release` again."
    ),
    "question-texts-alike": (
        "Two questions of an instrument ask the same words. Exports headed by "
        "question texts would lose one of them."
    ),
    "range-order": (
        "The three numbers of a range do not rise. Write `low` at the least, `base` "
        "most likely, `high` at the most."
    ),
    "ref-cycle": (
        "Practices, steps or items depend on one another in a circle, so none could "
        "come first. Remove one of the references that are named."
    ),
    "ref-unknown": (
        "A reference names something that is not there. The nearest known name is "
        "suggested."
    ),
    "response-other-wave": (
        "A response of another wave came in with this one. Every wave is scored with "
        "its own responses; collect again."
    ),
    "responses-gone": (
        "Many responses that were collected before are no longer at the backend. "
        "Nothing was removed here. Look there first; `--accept-deleted` removes "
        "them if they were deleted on purpose."
    ),
    "restore-brought-back": (
        "The archive was restored, and people who were forgotten after it was made "
        "could not be forgotten again, because of what the message names. Correct it "
        "and forget them by hand."
    ),
    "restore-occupied": (
        "The project already holds data in `var/`. Move it away, or give `--replace` "
        "to keep it beside the restored data."
    ),
    "rung-long": (
        "The short text of a rung has more than ten words. A respondent reads it as "
        "an option; the full text stays in the descriptor."
    ),
    "rung-missing": (
        "A practice has no rungs of its own and the framework has no default ladder. "
        "Write `rubric:` or `ladder:`."
    ),
    "rung-numbers": (
        "Rungs are numbered 0, 1, 2 and so on, each once, and there are at least two."
    ),
    "rung-values": (
        "Either every rung has a `value`, each above the one below, or none has."
    ),
    "scale-anchors": (
        "The anchors of a number do not fit: they pair different answers with values "
        "from 0 to 1 that only rise (`direction: up`) or only fall (`down`), inside "
        "`low` and `high`."
    ),
    "scale-options": (
        "The options of a response scale do not fit its kind: choices need at least "
        "two, texts none, numbers and rubrics only those for missing answers."
    ),
    "scale-unknown": (
        "An item names a response scale that the framework does not have. The "
        "nearest known scale is suggested."
    ),
    "scale-values": (
        "A scored response scale needs options with at least two different values "
        "from 0 to 1."
    ),
    "seal-backend": (
        "Answers can be sealed in the embedded collector only. Other systems keep "
        "them as they are given."
    ),
    "seal-broken": (
        "A sealed response does not open with the right key: it was changed after it "
        "was sealed, or put in the place of another. It is left out; look for it in a "
        "backup of the inbox."
    ),
    "seal-closed": (
        "The answers of the wave are sealed. Only `baseline collect WAVE --seal-key "
        "FILE` with the steward's private key reads them."
    ),
    "seal-form": (
        "`seal` holds a public key as `baseline seal-key` prints it: `x25519:` and 64 "
        "digits or letters."
    ),
    "seal-key-exists": (
        "A key is never overwritten: answers sealed for the old one would be lost. "
        "Give another name."
    ),
    "seal-key-inside": (
        "The steward's private key must lie outside the project, or whoever hosts the "
        "survey could open the answers. Give a place that only the steward can reach."
    ),
    "seal-key-open": (
        "Other users of this machine can read the file with the private key. Make it "
        "readable for its owner alone."
    ),
    "seal-key-other": (
        "The key given is not the one whose public half was frozen with the wave. "
        "Give the private key that was made with it."
    ),
    "seal-key-unreadable": (
        "The file holds no private key for sealed answers, or the passphrase is not "
        "the right one."
    ),
    "seal-package": (
        "Sealing needs the Python package `cryptography`, which is installed with the "
        "extra `seal`."
    ),
    "service-hours": (
        "The hours of a service are two numbers from 0, the least first."
    ),
    "site-config": (
        "`mkdocs.yml` cannot be read. Compare it with one that worked; spaces at the "
        "start of a line count."
    ),
    "site-in-use": (
        "The folder of the site could not be replaced because a program has one of "
        "its files open. Close it and build again. The site as it was is untouched."
    ),
    "site-place": (
        "The folder named for the site holds other files. Building replaces "
        "everything in it, so name a new or an empty folder."
    ),
    "site-plugin": (
        "The site uses a plugin or a hook that only one of the two engines knows, so "
        "the other one would leave something out. Use only what the message lists."
    ),
    "skeleton-broken": (
        "The page around results came back from the engine without its markers. A "
        "theme override has replaced the block `content`; it must show the page's "
        "own content."
    ),
    "skeleton-trace": (
        "The page around results left a trace in the playbook. Leave "
        "`pb-skeleton.md` out of the navigation, and keep the plugin `search` "
        "without options that index every page."
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
    "step-rungs": (
        "A step must lead from a rung to a higher one that exists on its practice's "
        "ladder."
    ),
    "store-damaged": (
        "The store is not a database, or is damaged. Keep the file and bring back "
        "the last backup with `baseline restore`."
    ),
    "store-locked": (
        "Another program is writing the store and did not finish in time. Nothing "
        "was changed; wait and try again."
    ),
    "store-missing": (
        "Nothing has been collected in this project yet. Run `baseline collect`, or "
        "bring a backup back with `baseline restore`."
    ),
    "store-newer": (
        "The store was written by a newer version of Practice Baseline. Update, or "
        "restore a backup made with this version."
    ),
    "store-not-writable": (
        "The store cannot be opened for writing. Check who owns `var/`, and that the "
        "disk is not read-only."
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
    "survey-ambiguous": (
        "The project has several surveys and the command needs one. Name it with "
        "`--survey`."
    ),
    "survey-folder": (
        "A survey's folder must have the survey's id as its name, because frozen "
        "waves are found by it."
    ),
    "survey-language": (
        "The survey is asked in a language that a framework is not written in. "
        "Translate the framework, or take the language out of the survey."
    ),
    "survey-missing": (
        "The project has no survey. Put one at `surveys/<id>/survey.yaml`; `baseline "
        "init` shows how."
    ),
    "survey-unknown": (
        "There is no survey of that name. The message lists those there are."
    ),
    "table-again": (
        "New answers are the same as stored ones that are no longer in the file, so "
        "the tool probably gave the same people new ids. Read the file again with "
        "`--replace`, or their answers count twice."
    ),
    "table-cell": (
        "A spreadsheet holds something else than what was written: a date it made of "
        "an answer, an error, or a formula saved without its result. The answer is "
        "left out until the cell is mended."
    ),
    "table-column": (
        "The answer map names a heading that the file does not have, or has twice. "
        "Copy the heading from the file; of two the first is `heading (1)`."
    ),
    "table-finished": (
        "The column that says whether a person finished holds neither a time nor yes "
        "or no. The row counts as not finished."
    ),
    "table-format": (
        "The spreadsheet is damaged, has a password, or is of a kind that cannot be "
        "read. Save it as .xlsx or .csv."
    ),
    "table-id": (
        "A row has no id, or the same id as another row. Such rows are not read: they "
        "could not be told from one another the next time."
    ),
    "table-number": (
        "A cell is no number, a number outside the range, or could be two numbers, "
        "such as 1.234. Write it without a sign for thousands."
    ),
    "table-person": (
        "A person answers about the same team in two rows. Both are kept and one "
        "counts; if the column is not one of persons, correct `person:` in the answer "
        "map."
    ),
    "table-row": (
        "A row has more cells than there are headings, or a quote that is not "
        "closed. Check separators and quotes in that row."
    ),
    "table-sheet": (
        "A workbook shows several sheets, or not the one that is named. Write the "
        "name of the right one as `sheet:` in the answer map."
    ),
    "table-taken": (
        "A row has the id of stored answers about another team or of another person, "
        "and would overwrite them. Give every sheet that counts its own rows a "
        "`source:` in its map, or use `--replace` if the row was corrected."
    ),
    "table-team": (
        "A row says nothing about its team, or something that is neither an id nor a "
        "name of one team. It is left out; write the words and the id under `teams:` "
        "in the answer map."
    ),
    "tables-address": (
        "Each respondent group answers a form of its own, so one address cannot be "
        "sent to two groups. Invite one group after the other."
    ),
    "tables-file": (
        "The answers of this wave come as a file. Let the form tool write one and "
        "collect it with `--from`."
    ),
    "tables-remind": (
        "Nobody was invited from here, so nobody can be reminded from here. Use your "
        "form tool."
    ),
    "tables-status": (
        "Only the form tool knows how many people have answered. Look there, or count "
        "its file with `--from FILE --dry-run`."
    ),
    "team-states-nothing": (
        "The team has nothing in `clocks.yaml`, so there is no cost of time to tell. "
        "The hint lists the teams that have."
    ),
    "team-unknown": (
        "A response names a team the frozen wave does not have. Correct the team in "
        "the file of people, or collect again."
    ),
    "template-exists": (
        "`baseline init` never overwrites a file. Choose an empty folder."
    ),
    "template-word": (
        "A reader template names something in braces that nothing fills in."
    ),
    "text-empty": ("A text that people will read holds no words. Write it."),
    "text-form": (
        "A text is one string, or one string per language such as `{en: …, de: …}`. "
        "Put quotes around numbers and `true` or `false`."
    ),
    "text-language": (
        "A language is not one of the document's `languages`, or is not a language "
        "tag such as `en` or `de`."
    ),
    "text-untranslated": (
        "A text is not written in every language of its document. Readers of the "
        "other languages would see the source language."
    ),
    "timezone-unknown": (
        "The time zone is not in the IANA list. Use a name such as Europe/Berlin."
    ),
    "trace-left": (
        "Something was deleted, but the database's log could not be emptied, because "
        "another program was reading. Stop the collector or the backup, and run the "
        "same command again."
    ),
    "unit-cycle": (
        "Units are part of one another in a circle. Leave `parent` out for the unit "
        "at the top."
    ),
    "unit-unknown": (
        "A team or unit names a unit that is not there. The nearest known unit is "
        "suggested."
    ),
    "unknown-block": (
        "A file in `site_src/_blocks/` names a page or a block that does not exist. "
        "Its folder is the page, its name the block: `_blocks/index/start.md`."
    ),
    "value-choice": (
        "The value is not one of the words that can stand here. The message lists them."
    ),
    "value-form": (
        "The value does not have the form it must have, such as a version with three "
        "numbers or a text that is not too long."
    ),
    "value-out-of-scale": (
        "A value lies outside the declared ends of its response scale. Values are "
        "never clipped: correct the value or the scale."
    ),
    "value-range": (
        "The number is too small, too large or not finite. The message says what it "
        "may be."
    ),
    "value-type": (
        "The value is of another kind than expected: a list, a text, a number or "
        "keys. The message says which."
    ),
    "wave-damaged": (
        "A frozen file was changed after it was written. Restore it from your "
        "version history; frozen files are never edited."
    ),
    "wave-dates": (
        "The days of a wave are reversed, before the year 2000, or overlap those of "
        "another wave."
    ),
    "wave-edited": (
        "A frozen wave file was edited. Nothing is read from it, because what was "
        "promised when the invitations went out stays in force. Bring the file back "
        "from git."
    ),
    "wave-forgotten": (
        "The names, or the answers too, of this wave were deleted with `baseline "
        "forget`. What was released stays on the pages."
    ),
    "wave-frozen": (
        "A frozen wave is never written again, so that its scores stay the same for "
        "ever. Plan another wave for what should change."
    ),
    "wave-not-frozen": (
        "The wave has no frozen questions yet. `baseline field` freezes it with the "
        "first invitations."
    ),
    "wave-not-released": (
        "The wave has no released scores yet. Collect its answers and release it "
        "after it has closed."
    ),
    "wave-open": (
        "The wave still takes answers, so nothing may be released. Wait until it has "
        "closed, or close it with `baseline close`."
    ),
    "wave-over": (
        "The wave has closed, so nobody could use an invitation. Invite people to a "
        "wave that is still to come."
    ),
    "wave-reference": (
        "Only one wave can be the baseline the others are measured from. Mark one "
        "with `reference: true`."
    ),
    "wave-unknown": (
        "The survey has no wave of that name. The message lists those it has."
    ),
    "weight-zero": (
        "Every weight of a group is 0, so nothing above it has a score. Give at "
        "least one part a weight above 0."
    ),
    "writer-locked": (
        "Another command is writing this project; the message says which one and "
        "since when. Wait until it is done, or give `--wait`."
    ),
    "yaml-alias": (
        "An anchor `&name` is given twice, or an alias `*name` has no anchor above "
        "it or stands inside it."
    ),
    "yaml-control": ("The file holds an invisible control character. Delete it."),
    "yaml-depth": (
        "Values are nested deeper than any framework needs, often through a bracket "
        "that is not closed."
    ),
    "yaml-documents": (
        "The file holds a second YAML document. Write one document per file."
    ),
    "yaml-key": ("A list or mapping is used as a key. Keys are words."),
    "yaml-merge": (
        "Merging keys with `<<` is not part of YAML 1.2. Write the keys out, or use "
        "an alias for a whole value."
    ),
    "yaml-syntax": (
        "The file is not valid YAML at this place; the cause may be a line above. "
        "Check indentation, quotes and colons."
    ),
    "yaml-tag": (
        "Tags such as `!name` are not used here. Remove the tag, or quote the text."
    ),
    "yaml-too-many": (
        "With its aliases followed the file holds more values than any framework "
        "needs. Repeat fewer values."
    ),
}
"""Problem code to one or two sentences in Markdown, sorted by code."""
