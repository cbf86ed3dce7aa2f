-- What is not to be trusted any more. issuer is the hex of the issuing authority's subject key identifier; finished_by is
-- the number of the CRL that was the first after the certificate's end and so the last to list it. A hold that was
-- lifted leaves no row.
CREATE TABLE revocations (
  serial        VARCHAR(40) COLLATE "C"  NOT NULL PRIMARY KEY,
  issuer        VARCHAR(64) COLLATE "C"  NOT NULL,
  node_id       VARCHAR(39) COLLATE "C",
  reason        VARCHAR(24) COLLATE "C"  NOT NULL,
  revoked_at    BIGINT       NOT NULL,
  invalid_since BIGINT,
  not_after     BIGINT       NOT NULL,
  actor         VARCHAR(256) COLLATE "C" NOT NULL,
  finished_by   BIGINT
);
CREATE INDEX revocations_issuer ON revocations (issuer, finished_by);

-- The latest CRL of each issuing authority: on record before anyone sees it.
CREATE TABLE crls (
  issuer      VARCHAR(64) COLLATE "C" NOT NULL PRIMARY KEY,
  number      BIGINT      NOT NULL,
  this_update BIGINT      NOT NULL,
  next_update BIGINT      NOT NULL,
  entries     INTEGER     NOT NULL,
  der         BYTEA   NOT NULL
);
