-- Of the bad outcomes, the pings that were lost; what is left of them is silence.
ALTER TABLE link_evidence ADD COLUMN lost DOUBLE PRECISION DEFAULT 0 NOT NULL;
UPDATE link_evidence SET lost = bad - contradicted WHERE lost_for <> '' AND bad > contradicted;
