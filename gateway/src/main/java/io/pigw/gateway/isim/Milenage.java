package io.pigw.gateway.isim;

import io.pigw.p2psip.Bytes;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * The MILENAGE algorithm set (TS 35.206 §4) with its default constants, for one subscriber's key. Thread-safe; keeps K and OPc, and
 * prints neither.
 */
final class Milenage {

    static final int BLOCK = 16;
    static final int SQN_LENGTH = 6;
    static final int AMF_LENGTH = 2;
    static final int MAC_LENGTH = 8;
    private static final int RES_LENGTH = 8;
    private static final int AK_LENGTH = 6;

    private final SecretKeySpec key;
    private final byte[] opc;

    private Milenage(SecretKeySpec key, byte[] opc) {
        this.key = key;
        this.opc = opc;
    }

    /**
     * With the operator's constant as it is on cards.
     *
     * @param key K, 16 bytes
     * @param opc OPc, 16 bytes
     */
    static Milenage withOpc(Bytes key, Bytes opc) {
        return new Milenage(new SecretKeySpec(block(key), "AES"), block(opc));
    }

    /** With the operator's own constant, OP; OPc = OP ⊕ E_K(OP) (TS 35.206 §4.1). */
    static Milenage withOp(Bytes key, Bytes op) {
        SecretKeySpec aes = new SecretKeySpec(block(key), "AES");
        byte[] plain = block(op);
        return new Milenage(aes, xor(encrypt(aes, plain), plain));
    }

    /** f1: MAC-A, 8 bytes, which the network proves itself with. */
    Bytes f1(Bytes rand, Bytes sqn, Bytes amf) {
        return Bytes.copyOf(Arrays.copyOf(out1(rand, sqn, amf), MAC_LENGTH));
    }

    /** f1*: MAC-S, 8 bytes, for resynchronisation. */
    Bytes f1Star(Bytes rand, Bytes sqn, Bytes amf) {
        return Bytes.copyOf(Arrays.copyOfRange(out1(rand, sqn, amf), MAC_LENGTH, BLOCK));
    }

    /** f2: RES, 8 bytes. */
    Bytes f2(Bytes rand) {
        return Bytes.copyOf(Arrays.copyOfRange(out(rand, 0, 1), BLOCK - RES_LENGTH, BLOCK));
    }

    /** f3: CK, 16 bytes. */
    Bytes f3(Bytes rand) {
        return Bytes.copyOf(out(rand, 4, 2));
    }

    /** f4: IK, 16 bytes. */
    Bytes f4(Bytes rand) {
        return Bytes.copyOf(out(rand, 8, 4));
    }

    /** f5: AK, 6 bytes, which hides SQN in AUTN. */
    Bytes f5(Bytes rand) {
        return Bytes.copyOf(Arrays.copyOf(out(rand, 0, 1), AK_LENGTH));
    }

    /** f5*: AK, 6 bytes, which hides SQN in AUTS. */
    Bytes f5Star(Bytes rand) {
        return Bytes.copyOf(Arrays.copyOf(out(rand, 12, 8), AK_LENGTH));
    }

    Bytes opc() {
        return Bytes.copyOf(opc);
    }

    private byte[] temp(Bytes rand) {
        return encrypt(key, xor(block(rand), opc));
    }

    /** OUT1: c1 = 0, and r1 turns the left and right halves of IN1 about. */
    private byte[] out1(Bytes rand, Bytes sqn, Bytes amf) {
        byte[] in1 = new byte[BLOCK];
        System.arraycopy(sized(sqn, SQN_LENGTH), 0, in1, 0, SQN_LENGTH);
        System.arraycopy(sized(amf, AMF_LENGTH), 0, in1, SQN_LENGTH, AMF_LENGTH);
        System.arraycopy(in1, 0, in1, MAC_LENGTH, MAC_LENGTH);
        byte[] mixed = xor(temp(rand), rotate(xor(in1, opc), 8));
        return xor(encrypt(key, mixed), opc);
    }

    /** OUT2 to OUT5: the rotation in bytes, and the constant's last byte. */
    private byte[] out(Bytes rand, int rotation, int constant) {
        byte[] mixed = rotate(xor(temp(rand), opc), rotation);
        mixed[BLOCK - 1] ^= (byte) constant;
        return xor(encrypt(key, mixed), opc);
    }

    private static byte[] rotate(byte[] block, int left) {
        byte[] rotated = new byte[BLOCK];
        for (int i = 0; i < BLOCK; i++) {
            rotated[i] = block[(i + left) % BLOCK];
        }
        return rotated;
    }

    static byte[] xor(byte[] one, byte[] other) {
        byte[] sum = new byte[one.length];
        for (int i = 0; i < one.length; i++) {
            sum[i] = (byte) (one[i] ^ other[i]);
        }
        return sum;
    }

    private static byte[] block(Bytes bytes) {
        return sized(bytes, BLOCK);
    }

    private static byte[] sized(Bytes bytes, int length) {
        if (bytes.size() != length) {
            throw new IllegalArgumentException("expected " + length + " bytes, not " + bytes.size());
        }
        return bytes.toArray();
    }

    @SuppressWarnings("InsecureCryptoUsage") // one block, as TS 35.206 wants it
    private static byte[] encrypt(SecretKeySpec key, byte[] block) {
        try {
            Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, key);
            return cipher.doFinal(block);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has AES", impossible);
        }
    }
}
