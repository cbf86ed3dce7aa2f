-- For gateways that share one outbox, which they can in PostgreSQL. lane is a number of sender and recipient, part one of 64 of them;
-- handed: accepted by a gateway that the part does not belong to, and not seen yet by the one that it belongs to.
ALTER TABLE outbox ADD COLUMN lane BIGINT NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN part SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN handed BOOLEAN NOT NULL DEFAULT FALSE;

CREATE INDEX outbox_pending_part ON outbox (part) WHERE state = 0;
CREATE INDEX outbox_pending_lane ON outbox (lane) WHERE state = 0;
CREATE INDEX outbox_handed ON outbox (part) WHERE handed;

CREATE SEQUENCE outbox_id;

-- Which gateway a part belongs to; null: to none. The epoch counts those that it has belonged to.
CREATE TABLE outbox_part (
    part SMALLINT NOT NULL PRIMARY KEY,
    owner VARCHAR(64) COLLATE "C",
    epoch BIGINT NOT NULL
);
INSERT INTO outbox_part SELECT part, NULL, 0 FROM generate_series(0, 63) AS part;

-- What CSPs know this outbox by.
CREATE TABLE outbox_pool (
    id VARCHAR(36) COLLATE "C" NOT NULL PRIMARY KEY
);
INSERT INTO outbox_pool VALUES (md5(random()::TEXT || clock_timestamp()::TEXT));

-- The connections to CSPs are each gateway's own; '' is one that has the tables alone.
ALTER TABLE csp ADD COLUMN gateway VARCHAR(39) COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE csp DROP CONSTRAINT csp_pkey;
ALTER TABLE csp ADD PRIMARY KEY (gateway, id);
