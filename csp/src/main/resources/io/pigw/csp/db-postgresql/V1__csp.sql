-- Several CSPs of one process share a database; node_id tells whose row it is. Times are milliseconds since 1970.

CREATE TABLE admitted_peer (
    node_id VARCHAR(39) COLLATE "C" NOT NULL,
    peer_id VARCHAR(39) COLLATE "C" NOT NULL,
    host VARCHAR(255) COLLATE "C" NOT NULL,
    port INTEGER NOT NULL,
    certificate_sha256 CHAR(64) COLLATE "C" NOT NULL,
    admitted_at BIGINT NOT NULL,
    PRIMARY KEY (node_id, peer_id)
);

CREATE TABLE certified_name (
    node_id VARCHAR(39) COLLATE "C" NOT NULL,
    peer_id VARCHAR(39) COLLATE "C" NOT NULL,
    user_name VARCHAR(512) COLLATE "C" NOT NULL,
    PRIMARY KEY (node_id, peer_id, user_name)
);

CREATE TABLE location (
    node_id VARCHAR(39) COLLATE "C" NOT NULL,
    peer_id VARCHAR(39) COLLATE "C" NOT NULL,
    host VARCHAR(255) COLLATE "C" NOT NULL,
    port INTEGER NOT NULL,
    good_until BIGINT NOT NULL,
    PRIMARY KEY (node_id, peer_id)
);

CREATE TABLE relayed_message (
    node_id VARCHAR(39) COLLATE "C" NOT NULL,
    originator VARCHAR(39) COLLATE "C" NOT NULL,
    call_id VARCHAR(128) COLLATE "C" NOT NULL,
    kept_until BIGINT NOT NULL,
    PRIMARY KEY (node_id, originator, call_id)
);

CREATE INDEX relayed_message_age ON relayed_message (node_id, kept_until);
