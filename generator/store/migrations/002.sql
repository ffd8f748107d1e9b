-- What a pull left behind of every row at a backend, so that the next one asks only
-- for what changed. Written in the same transaction as the answers: a store brought
-- back from a backup knows what it does not hold.
CREATE TABLE marks (
    survey TEXT NOT NULL,
    wave TEXT NOT NULL,
    backend TEXT NOT NULL,
    remote_id TEXT NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (survey, wave, backend, remote_id)
) WITHOUT ROWID;
