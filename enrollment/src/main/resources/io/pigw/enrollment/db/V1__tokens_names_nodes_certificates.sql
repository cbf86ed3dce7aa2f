-- Times are milliseconds since 1970-01-01 UTC.

-- A token is known by its hash alone. users holds normalised names, separated by blanks, the first one first.
CREATE TABLE tokens (
  hash       VARCHAR(64)   NOT NULL PRIMARY KEY,
  account    VARCHAR(128)  NOT NULL,
  role       VARCHAR(16)   NOT NULL,
  users      VARCHAR(5000) NOT NULL,
  fixed_id   VARCHAR(39),
  created_at BIGINT        NOT NULL,
  expires_at BIGINT        NOT NULL,
  used_at    BIGINT
);
CREATE INDEX tokens_fixed_id ON tokens (fixed_id);

-- A user name belongs to one account for good.
CREATE TABLE user_names (
  name       VARCHAR(600)  NOT NULL PRIMARY KEY,
  account    VARCHAR(128)  NOT NULL,
  claimed_at BIGINT        NOT NULL
);

-- A node ID belongs to one account for good.
CREATE TABLE nodes (
  node_id     VARCHAR(39)  NOT NULL PRIMARY KEY,
  account     VARCHAR(128) NOT NULL,
  role        VARCHAR(16)  NOT NULL,
  enrolled_at BIGINT       NOT NULL
);

-- Everything that was ever signed and handed out. The server's own certificates have neither node nor token.
CREATE TABLE certificates (
  serial      VARCHAR(40)  NOT NULL PRIMARY KEY,
  node_id     VARCHAR(39)  REFERENCES nodes (node_id),
  token_hash  VARCHAR(64)  UNIQUE REFERENCES tokens (hash),
  not_before  BIGINT       NOT NULL,
  not_after   BIGINT       NOT NULL,
  issued_at   BIGINT       NOT NULL,
  der         VARCHAR(8192) FOR BIT DATA NOT NULL
);
