package io.pigw.sos;

import io.pigw.runtime.store.Database;

/** The database of evidence, and that it is this server who stores there. */
record Writing(Database database, DatabaseEvidenceStore store) {}
