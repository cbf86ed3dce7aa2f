package io.pigw.gateway.isim;

import java.io.IOException;
import java.nio.file.Path;

/** ISIMs with published keys. */
public final class TestIsims {

    private TestIsims() {}

    /** Takes the set's own SQN, however far ahead it is. */
    public static Isim of(TestSet set, IsimIdentity identity, Path sequence) throws IOException {
        return new SoftIsim(
                identity,
                Milenage.withOp(set.key(), set.op()),
                new FileSqnStore(sequence, identity.impi()),
                new SqnLimits(1L << 43, Long.MAX_VALUE));
    }
}
