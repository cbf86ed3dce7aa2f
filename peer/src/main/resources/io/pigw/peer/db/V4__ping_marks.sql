-- Up to when a node took pings of a CSP, in that CSP's time. Several nodes of one process share a database; node_id tells whose row it is.
-- Times are milliseconds since 1970.

CREATE TABLE ping_mark (
    node_id VARCHAR(39) NOT NULL,
    signer_id VARCHAR(39) NOT NULL,
    signed_until BIGINT NOT NULL,
    PRIMARY KEY (node_id, signer_id)
);
