package io.pigw.gateway.isim;

import java.io.IOException;

/** Where the accepted sequence numbers are kept. Blocks. */
interface SqnStore {

    /** What was saved last, or a new card's if nothing ever was. */
    SqnState load() throws IOException;

    /** Returns once the state would survive a loss of power. */
    void save(SqnState state) throws IOException;
}
