-- What good outcomes there were, peers told: CSPs saw none yet.
ALTER TABLE link_evidence ADD COLUMN told DOUBLE PRECISION DEFAULT 0 NOT NULL;
ALTER TABLE link_evidence ADD COLUMN contradicted DOUBLE PRECISION DEFAULT 0 NOT NULL;
-- Up to four node IDs, joined by blanks.
ALTER TABLE link_evidence ADD COLUMN lost_for VARCHAR(159) DEFAULT '' NOT NULL;
UPDATE link_evidence SET told = good, good = 0;

-- By the node at the end, and the oldest.
CREATE INDEX link_evidence_subject ON link_evidence (subject, weighed_at);
CREATE INDEX link_evidence_age ON link_evidence (weighed_at);

-- What was told of links within the last minutes may be told once more.
DROP TABLE vote;
CREATE TABLE vote (
    window_start BIGINT NOT NULL,
    reporter VARCHAR(39) NOT NULL,
    observer VARCHAR(39) NOT NULL,
    subject VARCHAR(39) NOT NULL,
    sort VARCHAR(12) NOT NULL,
    PRIMARY KEY (window_start, reporter, observer, subject, sort)
);
