-- Node IDs are up to 39 decimal digits; times are milliseconds since 1970.
CREATE TABLE link_evidence (
    observer VARCHAR(39) COLLATE "C" NOT NULL,
    subject VARCHAR(39) COLLATE "C" NOT NULL,
    good DOUBLE PRECISION NOT NULL,
    bad DOUBLE PRECISION NOT NULL,
    weighed_at BIGINT NOT NULL,
    PRIMARY KEY (observer, subject)
);

CREATE TABLE vote (
    window_start BIGINT NOT NULL,
    reporter VARCHAR(39) COLLATE "C" NOT NULL,
    observer VARCHAR(39) COLLATE "C" NOT NULL,
    subject VARCHAR(39) COLLATE "C" NOT NULL,
    PRIMARY KEY (window_start, reporter, observer, subject)
);

CREATE TABLE node_opinion (
    node_id VARCHAR(39) COLLATE "C" NOT NULL,
    belief DOUBLE PRECISION NOT NULL,
    disbelief DOUBLE PRECISION NOT NULL,
    uncertainty DOUBLE PRECISION NOT NULL,
    base_rate DOUBLE PRECISION NOT NULL,
    computed_at BIGINT NOT NULL,
    PRIMARY KEY (node_id)
);
