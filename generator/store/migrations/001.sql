-- One row per response. A late version stands beside the one given in time,
-- so that what arrives after the close never replaces what is scored.
CREATE TABLE responses (
    backend TEXT NOT NULL,
    remote_id TEXT NOT NULL,
    survey TEXT NOT NULL,
    wave TEXT NOT NULL,
    late INTEGER NOT NULL CHECK (late IN (0, 1)),
    wave_fingerprint TEXT NOT NULL,
    respondent_group TEXT NOT NULL,
    team TEXT NOT NULL,
    respondent TEXT NOT NULL,
    cluster TEXT NOT NULL,
    language TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('partial', 'complete')),
    revision INTEGER NOT NULL,
    changed_at TEXT,
    answers TEXT NOT NULL,
    PRIMARY KEY (survey, wave, backend, remote_id, late)
) WITHOUT ROWID;

-- Every revision of every team's statement.
CREATE TABLE statements (
    survey TEXT NOT NULL,
    wave TEXT NOT NULL,
    team TEXT NOT NULL,
    revision INTEGER NOT NULL CHECK (revision > 0),
    record TEXT NOT NULL,
    PRIMARY KEY (survey, wave, team, revision)
) WITHOUT ROWID;

CREATE TRIGGER statements_keep_their_history
BEFORE UPDATE ON statements
BEGIN
    SELECT RAISE(ABORT, 'a revision of a statement is written once');
END;

CREATE TABLE editions (
    survey TEXT NOT NULL,
    wave TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number > 0),
    digest TEXT NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (survey, wave, number)
) WITHOUT ROWID;

CREATE TRIGGER editions_are_written_once
BEFORE UPDATE ON editions
BEGIN
    SELECT RAISE(ABORT, 'an edition is written once');
END;

CREATE TRIGGER editions_are_kept
BEFORE DELETE ON editions
BEGIN
    SELECT RAISE(ABORT, 'an edition is kept for ever');
END;

CREATE TABLE ledger (
    position INTEGER NOT NULL PRIMARY KEY CHECK (position > 0),
    survey TEXT NOT NULL,
    wave TEXT NOT NULL,
    measure TEXT NOT NULL,
    sets TEXT NOT NULL,
    previous TEXT NOT NULL,
    digest TEXT NOT NULL UNIQUE
);

CREATE TRIGGER ledger_is_append_only
BEFORE UPDATE ON ledger
BEGIN
    SELECT RAISE(ABORT, 'a line of the ledger is written once');
END;

CREATE TRIGGER ledger_is_kept
BEFORE DELETE ON ledger
BEGIN
    SELECT RAISE(ABORT, 'the ledger is kept for ever');
END;

-- Whose bit is whose in the ledger. Kept apart: forgetting a person empties the
-- key, which holds the pseudonym, and keeps the number taken.
CREATE TABLE people_numbers (
    survey TEXT NOT NULL,
    wave TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number > 0),
    respondent TEXT,
    PRIMARY KEY (survey, wave, number),
    UNIQUE (survey, wave, respondent)
) WITHOUT ROWID;
