-- Every decision, in the order in which it was made. Each entry holds the hash of the one before it; hash is SHA-256 over
-- all of an entry's other columns (AuditEntry says how). details is a JSON object of texts, its keys sorted.
CREATE TABLE audit (
  seq         BIGINT       NOT NULL PRIMARY KEY,
  happened_at BIGINT       NOT NULL,
  actor       VARCHAR(300) COLLATE "C" NOT NULL,
  deed        VARCHAR(40) COLLATE "C"  NOT NULL,
  subject     VARCHAR(300) COLLATE "C" NOT NULL,
  outcome     VARCHAR(16) COLLATE "C"  NOT NULL,
  details     VARCHAR(16000) COLLATE "C" NOT NULL,
  previous    BYTEA NOT NULL,
  hash        BYTEA NOT NULL
);
CREATE INDEX audit_subject ON audit (subject);

-- Sequence number and hash of the last entry.
CREATE TABLE audit_head (
  row_no SMALLINT NOT NULL PRIMARY KEY CHECK (row_no = 1),
  seq    BIGINT   NOT NULL,
  hash   BYTEA NOT NULL
);
INSERT INTO audit_head VALUES (1, 0, '\x0000000000000000000000000000000000000000000000000000000000000000');

-- Signed statements of how far the log was: CMS (RFC 5652). Whoever kept one sees whether entries before it are gone.
CREATE TABLE audit_checkpoints (
  seq         BIGINT NOT NULL PRIMARY KEY,
  happened_at BIGINT NOT NULL,
  cms         BYTEA NOT NULL
);

-- Changing an entry, or emptying the table, is refused.
CREATE FUNCTION audit_is_append_only() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the_audit_log_is_append_only: entries are neither changed nor deleted' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
  FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
