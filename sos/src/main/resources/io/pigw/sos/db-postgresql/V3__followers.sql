-- Counts up with each change, so that other servers of the same database can follow.
ALTER TABLE link_evidence ADD COLUMN change_no BIGINT DEFAULT 0 NOT NULL;
CREATE INDEX link_evidence_change ON link_evidence (change_no);

-- Nodes that are condemned, and on what evidence.
CREATE TABLE condemned (
    node_id VARCHAR(39) COLLATE "C" NOT NULL,
    condemned_at BIGINT NOT NULL,
    grounds VARCHAR(16) COLLATE "C" NOT NULL,
    belief DOUBLE PRECISION NOT NULL,
    disbelief DOUBLE PRECISION NOT NULL,
    uncertainty DOUBLE PRECISION NOT NULL,
    base_rate DOUBLE PRECISION NOT NULL,
    good DOUBLE PRECISION NOT NULL,
    bad DOUBLE PRECISION NOT NULL,
    observers INTEGER NOT NULL,
    destinations INTEGER NOT NULL,
    change_no BIGINT NOT NULL,
    PRIMARY KEY (node_id)
);
CREATE INDEX condemned_change ON condemned (change_no);
