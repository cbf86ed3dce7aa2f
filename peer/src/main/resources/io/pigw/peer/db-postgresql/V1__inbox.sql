-- Several peers of one process share a database; node_id tells whose row it is. Times are milliseconds since 1970.

CREATE TABLE inbox_message (
    number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    node_id VARCHAR(39) COLLATE "C" NOT NULL,
    originator VARCHAR(512) COLLATE "C" NOT NULL,
    call_id VARCHAR(128) COLLATE "C" NOT NULL,
    recipient VARCHAR(512) COLLATE "C" NOT NULL,
    content_type VARCHAR(4096) COLLATE "C",
    body BYTEA NOT NULL,
    notice VARCHAR(16) COLLATE "C",
    in_reply_to VARCHAR(128) COLLATE "C",
    received_at BIGINT NOT NULL,
    CONSTRAINT inbox_once UNIQUE (node_id, originator, call_id)
);

CREATE INDEX inbox_order ON inbox_message (node_id, number);
