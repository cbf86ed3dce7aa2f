-- Whom the operator knows. A limit that is null is the configured one.
CREATE TABLE accounts (
  name        VARCHAR(128) COLLATE "C" NOT NULL PRIMARY KEY,
  created_at  BIGINT       NOT NULL,
  blocked_at  BIGINT,
  blocked_why VARCHAR(256) COLLATE "C",
  max_nodes   INTEGER,
  max_names   INTEGER,
  max_tokens  INTEGER
);
INSERT INTO accounts (name, created_at) SELECT account, MIN(created_at) FROM tokens GROUP BY account;

-- voided_at: the operator took the token back before anybody used it.
ALTER TABLE tokens ADD COLUMN voided_at BIGINT;
CREATE INDEX tokens_account ON tokens (account);
CREATE INDEX tokens_created ON tokens (created_at);

-- What the name looks like: of two names that look alike only one account has both.
ALTER TABLE user_names ADD COLUMN skeleton VARCHAR(600) COLLATE "C";
UPDATE user_names SET skeleton = name;
CREATE INDEX user_names_skeleton ON user_names (skeleton);
CREATE INDEX user_names_account ON user_names (account);

CREATE INDEX nodes_account ON nodes (account);

-- Hashes are SHA-256 in hexadecimal: of the PKCS#10 request, and of the public key (SubjectPublicKeyInfo).
ALTER TABLE certificates ADD COLUMN csr_hash VARCHAR(64) COLLATE "C";
ALTER TABLE certificates ADD COLUMN key_hash VARCHAR(64) COLLATE "C";
ALTER TABLE certificates ADD COLUMN users VARCHAR(5000) COLLATE "C";
ALTER TABLE certificates ADD COLUMN replaces VARCHAR(40) COLLATE "C";
CREATE INDEX certificates_csr ON certificates (csr_hash);
CREATE INDEX certificates_key ON certificates (key_hash);
CREATE INDEX certificates_issued ON certificates (issued_at);

-- What waits for the operator, or did. claim is the token's hash, or account: and the account.
CREATE TABLE requests (
  id         VARCHAR(16) COLLATE "C"   NOT NULL PRIMARY KEY,
  claim      VARCHAR(140) COLLATE "C"  NOT NULL,
  csr_hash   VARCHAR(64) COLLATE "C"   NOT NULL,
  key_hash   VARCHAR(64) COLLATE "C"   NOT NULL,
  account    VARCHAR(128) COLLATE "C"  NOT NULL,
  role       VARCHAR(16) COLLATE "C"   NOT NULL,
  users      VARCHAR(5000) COLLATE "C" NOT NULL,
  fixed_id   VARCHAR(39) COLLATE "C",
  address    VARCHAR(64) COLLATE "C"   NOT NULL,
  state      VARCHAR(16) COLLATE "C"   NOT NULL,
  created_at BIGINT        NOT NULL,
  expires_at BIGINT        NOT NULL,
  decided_at BIGINT,
  decided_by VARCHAR(256) COLLATE "C",
  reason     VARCHAR(256) COLLATE "C",
  serial     VARCHAR(40) COLLATE "C"
);
CREATE INDEX requests_claim ON requests (claim, csr_hash);
CREATE INDEX requests_state ON requests (state, expires_at);
CREATE INDEX requests_account ON requests (account, state);

-- What the charging system was asked to reserve, and has not acknowledged the end of.
CREATE TABLE charges (
  id         VARCHAR(64) COLLATE "C"  NOT NULL PRIMARY KEY,
  account    VARCHAR(128) COLLATE "C" NOT NULL,
  state      VARCHAR(16) COLLATE "C"  NOT NULL,
  serial     VARCHAR(40) COLLATE "C",
  created_at BIGINT       NOT NULL,
  due_at     BIGINT       NOT NULL
);
CREATE INDEX charges_due ON charges (due_at);
