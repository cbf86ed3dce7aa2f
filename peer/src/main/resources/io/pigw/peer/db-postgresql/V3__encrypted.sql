-- Whether the message came encrypted to this node; what is kept is what was within.

ALTER TABLE inbox_message ADD COLUMN encrypted BOOLEAN DEFAULT FALSE NOT NULL;
