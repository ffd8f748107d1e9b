-- Who was forgotten in which wave: a digest made with the survey's key, enough to turn
-- the person's answers away when a backend still holds them, and to nothing else.
CREATE TABLE forgotten (
    survey TEXT NOT NULL,
    wave TEXT NOT NULL,
    person TEXT NOT NULL,
    PRIMARY KEY (survey, wave, person)
) WITHOUT ROWID;

-- Waves whose personal data was deleted: `names` where only invitations and inbox
-- went, `answers` where the answers went too. The edition stays.
CREATE TABLE forgotten_waves (
    survey TEXT NOT NULL,
    wave TEXT NOT NULL,
    gone TEXT NOT NULL CHECK (gone IN ('names', 'answers')),
    PRIMARY KEY (survey, wave)
) WITHOUT ROWID;

-- What a reader decided about a comment. A row holds no person, team or order: it is
-- found again by a digest of the comment as it was written, for as long as the comment
-- itself is in the store.
CREATE TABLE reviewed_comments (
    survey TEXT NOT NULL,
    wave TEXT NOT NULL,
    question TEXT NOT NULL,
    written TEXT NOT NULL,
    kept INTEGER NOT NULL CHECK (kept IN (0, 1)),
    text TEXT NOT NULL,
    PRIMARY KEY (survey, wave, question, written)
) WITHOUT ROWID;
