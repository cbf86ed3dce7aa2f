-- Messages and notices that were given up, for an operator to look at, send again or drop. Times are milliseconds since 1970.
-- ending is as outbox.state; payload as there.
CREATE TABLE dead_letter (
    id BIGINT NOT NULL PRIMARY KEY,
    dedupe_key CHAR(32) FOR BIT DATA NOT NULL,
    answer SMALLINT NOT NULL,
    ending SMALLINT NOT NULL,
    reason VARCHAR(256) NOT NULL,
    attempts INTEGER NOT NULL,
    uncertain BOOLEAN NOT NULL,
    accepted_at BIGINT NOT NULL,
    ended_at BIGINT NOT NULL,
    payload BLOB(1M) NOT NULL
);

CREATE INDEX dead_letter_ended_at ON dead_letter (ended_at);
