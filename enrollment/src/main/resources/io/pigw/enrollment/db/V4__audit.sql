-- Every decision, in the order in which it was made. Each entry holds the hash of the one before it; hash is SHA-256 over
-- all of an entry's other columns (AuditEntry says how). details is a JSON object of texts, its keys sorted.
CREATE TABLE audit (
  seq         BIGINT       NOT NULL PRIMARY KEY,
  happened_at BIGINT       NOT NULL,
  actor       VARCHAR(300) NOT NULL,
  deed        VARCHAR(40)  NOT NULL,
  subject     VARCHAR(300) NOT NULL,
  outcome     VARCHAR(16)  NOT NULL,
  details     VARCHAR(16000) NOT NULL,
  previous    CHAR(32) FOR BIT DATA NOT NULL,
  hash        CHAR(32) FOR BIT DATA NOT NULL
);
CREATE INDEX audit_subject ON audit (subject);

-- Sequence number and hash of the last entry.
CREATE TABLE audit_head (
  row_no SMALLINT NOT NULL PRIMARY KEY CHECK (row_no = 1),
  seq    BIGINT   NOT NULL,
  hash   CHAR(32) FOR BIT DATA NOT NULL
);
INSERT INTO audit_head VALUES (1, 0, X'0000000000000000000000000000000000000000000000000000000000000000');

-- Signed statements of how far the log was: CMS (RFC 5652). Whoever kept one sees whether entries before it are gone.
CREATE TABLE audit_checkpoints (
  seq         BIGINT NOT NULL PRIMARY KEY,
  happened_at BIGINT NOT NULL,
  cms         VARCHAR(16000) FOR BIT DATA NOT NULL
);

-- Derby has no SIGNAL: changing an entry runs into this table's constraint.
CREATE TABLE audit_forbidden (
  attempt VARCHAR(16) NOT NULL CONSTRAINT the_audit_log_is_append_only CHECK (attempt = '')
);
CREATE TRIGGER audit_no_update AFTER UPDATE ON audit FOR EACH STATEMENT INSERT INTO audit_forbidden VALUES ('update');
CREATE TRIGGER audit_no_delete AFTER DELETE ON audit FOR EACH STATEMENT INSERT INTO audit_forbidden VALUES ('delete');
