-- When the enrollment server answered for good what came of the proposal to exclude the node; it is proposed no more.
ALTER TABLE condemned ADD COLUMN answered_at BIGINT;
