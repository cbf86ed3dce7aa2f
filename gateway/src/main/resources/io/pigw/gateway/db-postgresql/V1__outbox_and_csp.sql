-- Messages accepted from either side. Times are milliseconds since 1970. state: 0 pending, 1 delivered, 2 refused, 3 expired.
-- call_id and sip_call_id map one message's two names. forget_at is null while the message is pending.
CREATE TABLE outbox (
    id BIGINT NOT NULL PRIMARY KEY,
    dedupe_key BYTEA NOT NULL,
    direction VARCHAR(7) COLLATE "C" NOT NULL,
    call_id VARCHAR(128) COLLATE "C" NOT NULL,
    sip_call_id VARCHAR(256) COLLATE "C" NOT NULL,
    state SMALLINT NOT NULL,
    answer SMALLINT NOT NULL,
    accepted_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    keep_until BIGINT NOT NULL,
    forget_at BIGINT,
    attempts INTEGER NOT NULL,
    detours INTEGER NOT NULL,
    next_attempt BIGINT NOT NULL,
    uncertain BOOLEAN NOT NULL,
    reached BOOLEAN NOT NULL,
    devices VARCHAR(2048) COLLATE "C" NOT NULL,
    payload BYTEA
);

CREATE UNIQUE INDEX outbox_dedupe_key ON outbox (dedupe_key);
CREATE INDEX outbox_forget_at ON outbox (forget_at);

-- The connections to CSPs (the paper, section 2.2).
CREATE TABLE csp (
    id VARCHAR(39) COLLATE "C" NOT NULL PRIMARY KEY,
    host VARCHAR(255) COLLATE "C" NOT NULL,
    port INTEGER NOT NULL,
    state VARCHAR(4) COLLATE "C" NOT NULL,
    since BIGINT NOT NULL
);
