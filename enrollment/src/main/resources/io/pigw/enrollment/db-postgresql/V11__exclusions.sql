-- What opinion servers proposed and the server took up: so that what it does in an hour is limited, restarts or not, and an
-- account whose node was excluded does not come back at once. outcome is DONE, or NOTED where proposals are recorded alone.
CREATE TABLE exclusions (
  node_id    VARCHAR(39) COLLATE "C" NOT NULL REFERENCES nodes (node_id),
  decided_at BIGINT       NOT NULL,
  account    VARCHAR(128) COLLATE "C" NOT NULL,
  proposer   VARCHAR(39) COLLATE "C" NOT NULL,
  outcome    VARCHAR(16) COLLATE "C" NOT NULL,
  PRIMARY KEY (node_id, decided_at)
);
CREATE INDEX exclusions_decided ON exclusions (decided_at);
CREATE INDEX exclusions_account ON exclusions (account, decided_at);
