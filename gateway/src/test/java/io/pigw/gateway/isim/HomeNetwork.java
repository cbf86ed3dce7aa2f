package io.pigw.gateway.isim;

import io.pigw.p2psip.Bytes;
import java.util.Arrays;

/** An authentication centre (TS 33.102 §6.3.2, §6.3.5), for tests: makes challenges, checks answers, takes AUTS. */
public final class HomeNetwork {

    private static final Bytes AMF = TestSet.hex("8000");
    private static final Bytes ZERO_AMF = TestSet.hex("0000");

    private final Milenage milenage;

    public HomeNetwork(Bytes key, Bytes op) {
        milenage = Milenage.withOp(key, op);
    }

    public AkaChallenge challenge(Bytes rand, long sqn) {
        Bytes number = bytes(sqn);
        return new AkaChallenge(
                rand, TestSet.join(TestSet.xor(number, milenage.f5(rand)), AMF, milenage.f1(rand, number, AMF)));
    }

    public Bytes expected(Bytes rand) {
        return milenage.f2(rand);
    }

    /** SQN_MS of an AUTS, once its MAC-S was checked. */
    public long resynchronised(Bytes rand, Bytes auts) {
        byte[] all = auts.toArray();
        if (all.length != 14) {
            throw new AssertionError("AUTS has 14 bytes, not " + all.length);
        }
        Bytes sqn = TestSet.xor(Bytes.copyOf(Arrays.copyOf(all, 6)), milenage.f5Star(rand));
        Bytes mac = Bytes.copyOf(Arrays.copyOfRange(all, 6, 14));
        if (!mac.equals(milenage.f1Star(rand, sqn, ZERO_AMF))) {
            throw new AssertionError("MAC-S is wrong");
        }
        return Long.parseUnsignedLong(sqn.toHex(), 16);
    }

    static Bytes bytes(long sqn) {
        return TestSet.hex(String.format("%012x", sqn));
    }
}
