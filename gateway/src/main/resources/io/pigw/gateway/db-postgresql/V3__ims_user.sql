-- IMS users whose S-CSCF registered them here (3GPP TS 24.229, section 5.7.1.1). Times are milliseconds since 1970.
-- A user who is no longer registered stays for a while with ends_at in the past, so that what overtook is known.
CREATE TABLE ims_user (
    name VARCHAR(512) COLLATE "C" NOT NULL PRIMARY KEY,
    public_identity VARCHAR(1024) COLLATE "C" NOT NULL,
    served_by VARCHAR(1024) COLLATE "C" NOT NULL,
    call_id VARCHAR(256) COLLATE "C" NOT NULL,
    cseq BIGINT NOT NULL,
    since BIGINT NOT NULL,
    ends_at BIGINT NOT NULL
);

CREATE INDEX ims_user_ends_at ON ims_user (ends_at);
