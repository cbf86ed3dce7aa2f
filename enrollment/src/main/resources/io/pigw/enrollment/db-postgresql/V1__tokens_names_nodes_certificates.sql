-- Times are milliseconds since 1970-01-01 UTC.

-- A token is known by its hash alone. users holds normalised names, separated by blanks, the first one first.
CREATE TABLE tokens (
  hash       VARCHAR(64) COLLATE "C"   NOT NULL PRIMARY KEY,
  account    VARCHAR(128) COLLATE "C"  NOT NULL,
  role       VARCHAR(16) COLLATE "C"   NOT NULL,
  users      VARCHAR(5000) COLLATE "C" NOT NULL,
  fixed_id   VARCHAR(39) COLLATE "C",
  created_at BIGINT        NOT NULL,
  expires_at BIGINT        NOT NULL,
  used_at    BIGINT
);
CREATE INDEX tokens_fixed_id ON tokens (fixed_id);

-- A user name belongs to one account for good.
CREATE TABLE user_names (
  name       VARCHAR(600) COLLATE "C"  NOT NULL PRIMARY KEY,
  account    VARCHAR(128) COLLATE "C"  NOT NULL,
  claimed_at BIGINT        NOT NULL
);

-- A node ID belongs to one account for good.
CREATE TABLE nodes (
  node_id     VARCHAR(39) COLLATE "C"  NOT NULL PRIMARY KEY,
  account     VARCHAR(128) COLLATE "C" NOT NULL,
  role        VARCHAR(16) COLLATE "C"  NOT NULL,
  enrolled_at BIGINT       NOT NULL
);

-- Everything that was ever signed and handed out. The server's own certificates have neither node nor token.
CREATE TABLE certificates (
  serial      VARCHAR(40) COLLATE "C"  NOT NULL PRIMARY KEY,
  node_id     VARCHAR(39) COLLATE "C"  REFERENCES nodes (node_id),
  token_hash  VARCHAR(64) COLLATE "C"  UNIQUE REFERENCES tokens (hash),
  not_before  BIGINT       NOT NULL,
  not_after   BIGINT       NOT NULL,
  issued_at   BIGINT       NOT NULL,
  der         BYTEA NOT NULL
);

-- Derby has this function: where the first text is in the second, from 1; 0 for nowhere.
CREATE FUNCTION locate(part TEXT, whole TEXT) RETURNS INTEGER LANGUAGE SQL IMMUTABLE AS 'SELECT strpos(whole, part)';
