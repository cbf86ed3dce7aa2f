-- Each restoration from a backup: what was decided between taken_at and restored_at is not on record. Nothing is issued to nodes
-- until an operator has said that it may go on.
CREATE TABLE restorations (
  restored_at BIGINT NOT NULL PRIMARY KEY,
  taken_at    BIGINT NOT NULL,
  resumed_at  BIGINT
);
