-- Several peers of one process share a database; node_id tells whose row it is. Times are milliseconds since 1970.

CREATE TABLE inbox_message (
    number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    node_id VARCHAR(39) NOT NULL,
    originator VARCHAR(512) NOT NULL,
    call_id VARCHAR(128) NOT NULL,
    recipient VARCHAR(512) NOT NULL,
    content_type VARCHAR(4096),
    body BLOB(1M) NOT NULL,
    notice VARCHAR(16),
    in_reply_to VARCHAR(128),
    received_at BIGINT NOT NULL,
    CONSTRAINT inbox_once UNIQUE (node_id, originator, call_id)
);

CREATE INDEX inbox_order ON inbox_message (node_id, number);
