package io.pigw.gateway.isim;

import io.pigw.p2psip.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * An ISIM in software: MILENAGE with a key from a file. The sequence number is on disk before a challenge is answered, so that no
 * challenge is taken twice.
 */
public final class SoftIsim implements Isim {

    /** TS 33.102 §6.3.3: AMF in AUTS is all zeros, so that it need not be sent. */
    private static final Bytes RESYNC_AMF = Bytes.copyOf(new byte[Milenage.AMF_LENGTH]);

    private final IsimIdentity identity;
    private final Milenage milenage;
    private final SqnStore store;
    private final SqnLimits limits;
    private SqnState state;

    SoftIsim(IsimIdentity identity, Milenage milenage, SqnStore store, SqnLimits limits) throws IOException {
        this.identity = identity;
        this.milenage = milenage;
        this.store = store;
        this.limits = limits;
        this.state = store.load();
    }

    /**
     * Opens one. Blocks.
     *
     * @param key file with K and OP or OPc, of mode 0600
     * @param sequence file of the accepted sequence numbers, made when it is missing
     * @throws IOException if one of the files is not as it must be; the message says what to do
     */
    public static SoftIsim open(IsimIdentity identity, Path key, Path sequence) throws IOException {
        return new SoftIsim(
                identity, SubscriberKey.read(key), new FileSqnStore(sequence, identity.impi()), SqnLimits.DEFAULTS);
    }

    @Override
    public IsimIdentity identity() {
        return identity;
    }

    @Override
    public synchronized AkaResult authenticate(AkaChallenge challenge) throws IsimException {
        Bytes rand = challenge.rand();
        byte[] autn = challenge.autn().toArray();
        byte[] hidden = Arrays.copyOf(autn, Milenage.SQN_LENGTH);
        Bytes sqn = Bytes.copyOf(Milenage.xor(hidden, milenage.f5(rand).toArray()));
        Bytes amf =
                Bytes.copyOf(Arrays.copyOfRange(autn, Milenage.SQN_LENGTH, Milenage.SQN_LENGTH + Milenage.AMF_LENGTH));
        byte[] mac = Arrays.copyOfRange(autn, Milenage.BLOCK - Milenage.MAC_LENGTH, Milenage.BLOCK);
        if (!MessageDigest.isEqual(mac, milenage.f1(rand, sqn, amf).toArray())) {
            return new AkaResult.MacFailure();
        }
        long number = number(sqn);
        if (!state.isFresh(number, limits)) {
            return new AkaResult.SyncFailure(auts(rand));
        }
        accept(state.with(number));
        return new AkaResult.Success(milenage.f2(rand), milenage.f3(rand), milenage.f4(rand));
    }

    private void accept(SqnState next) throws IsimException {
        // In memory first: should the disk fail midway, the number counts as used.
        state = next;
        try {
            store.save(next);
        } catch (IOException e) {
            throw new IsimException("the sequence number cannot be written: " + e.getMessage(), e);
        }
    }

    /** TS 33.102 §6.3.3: AUTS = SQN_MS ⊕ AK ‖ MAC-S. */
    private Bytes auts(Bytes rand) {
        Bytes sqnMs = bytes(state.sqnMs());
        byte[] hidden = Milenage.xor(sqnMs.toArray(), milenage.f5Star(rand).toArray());
        byte[] auts = Arrays.copyOf(hidden, Milenage.SQN_LENGTH + Milenage.MAC_LENGTH);
        byte[] mac = milenage.f1Star(rand, sqnMs, RESYNC_AMF).toArray();
        System.arraycopy(mac, 0, auts, Milenage.SQN_LENGTH, Milenage.MAC_LENGTH);
        return Bytes.copyOf(auts);
    }

    private static long number(Bytes sqn) {
        long number = 0;
        for (byte b : sqn.toArray()) {
            number = number << 8 | b & 0xff;
        }
        return number;
    }

    private static Bytes bytes(long sqn) {
        byte[] bytes = new byte[Milenage.SQN_LENGTH];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (sqn >>> 8 * (bytes.length - 1 - i));
        }
        return Bytes.copyOf(bytes);
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
