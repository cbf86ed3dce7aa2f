-- Records that nodes hold. Several nodes of one process share a database; node_id tells whose row it is. Times are milliseconds since
-- 1970. The message is the RecordStore that would store the value, as on the wire.

CREATE TABLE record_value (
    node_id VARCHAR(39) NOT NULL,
    resource CHAR(64) NOT NULL,
    kind INTEGER NOT NULL,
    record_key VARCHAR(140) NOT NULL,
    ends_at BIGINT NOT NULL,
    message BLOB(64K) NOT NULL,
    PRIMARY KEY (node_id, resource, kind, record_key)
);

CREATE INDEX record_value_end ON record_value (node_id, ends_at);
