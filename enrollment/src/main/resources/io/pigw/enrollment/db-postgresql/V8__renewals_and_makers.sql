-- made_by: the actor as in the audit log; null: made before this was kept.
ALTER TABLE tokens ADD COLUMN made_by VARCHAR(300) COLLATE "C";

CREATE INDEX certificates_replaces ON certificates (replaces);
