-- The peer's certificate and the CAs above it as lists of revoked ones name them: ISSUER:SERIAL in hexadecimal, apart by spaces.
-- Null: admitted before this was kept; known again once the peer asks to be admitted anew.
ALTER TABLE admitted_peer ADD COLUMN path VARCHAR(600) COLLATE "C";
