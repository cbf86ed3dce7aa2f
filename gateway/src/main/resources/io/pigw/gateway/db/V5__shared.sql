-- For gateways that share one outbox, which they can in PostgreSQL. lane is a number of sender and recipient, part one of 64 of them;
-- handed: accepted by a gateway that the part does not belong to, and not seen yet by the one that it belongs to.
ALTER TABLE outbox ADD COLUMN lane BIGINT NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN part SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN handed BOOLEAN NOT NULL DEFAULT FALSE;

-- The connections to CSPs are each gateway's own; '' is one that has the tables alone.
ALTER TABLE csp ADD COLUMN gateway VARCHAR(39) NOT NULL DEFAULT '';
ALTER TABLE csp DROP PRIMARY KEY;
ALTER TABLE csp ADD PRIMARY KEY (gateway, id);
