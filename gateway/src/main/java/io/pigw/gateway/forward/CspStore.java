package io.pigw.gateway.forward;

import java.io.IOException;
import java.util.List;

/** Keeps the table of CSPs over a restart. */
public interface CspStore {

    /** All rows, by ID. Blocks; not for a loop. */
    List<CspState> load() throws IOException;

    /** Writes the row soon, in the order of the calls. A failure is logged: the connection itself is what counts. */
    void save(CspState state);
}
