package io.pigw.gateway.isim;

import io.pigw.p2psip.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A UICC with an ISIM (ETSI TS 102 221, TS 31.103), as bytes in and out. It calculates with MILENAGE. Thread-safe. */
final class VirtualUicc {

    static final String PIN = "1234";
    private static final byte[] AID = HexFormat.of().parseHex("a0000000871004ff33ff018900000100");
    private static final byte[] USIM_AID = HexFormat.of().parseHex("a0000000871002ff33ff018900000100");

    private final Isim isim;
    private final boolean usesPin;
    private final boolean makesFetch;
    private final Map<Integer, List<byte[]>> files = new TreeMap<>();
    private @Nullable Integer current;
    private boolean inApplication;
    private boolean verified;
    private int tries = 3;
    private byte[] ready = new byte[0];
    private int overrideStatus;

    /**
     * @param makesFetch answers 61xx and 6Cxx, as cards with T=0 do
     */
    VirtualUicc(Isim isim, boolean usesPin, boolean makesFetch) {
        this.isim = isim;
        this.usesPin = usesPin;
        this.makesFetch = makesFetch;
        try {
            IsimIdentity identity = isim.identity();
            files.put(0x2f00, List.of(directory(USIM_AID, "USIM"), directory(AID, "ISIM")));
            files.put(0x6f02, List.of(object(0x80, identity.impi())));
            files.put(0x6f03, List.of(object(0x80, identity.domain())));
            files.put(
                    0x6f04,
                    identity.impus().stream()
                            .map(impu -> padded(object(0x80, impu), 60))
                            .toList());
        } catch (IsimException e) {
            throw new AssertionError(e);
        }
    }

    /** What AUTHENTICATE answers from now on; 0 for what is right. */
    synchronized void answerWith(int status) {
        overrideStatus = status;
    }

    synchronized int tries() {
        return tries;
    }

    synchronized void tries(int left) {
        tries = left;
    }

    synchronized void reset() {
        current = null;
        inApplication = false;
        verified = false;
        ready = new byte[0];
    }

    synchronized byte[] transmit(byte[] command) {
        int p1 = command[2] & 0xff;
        int p2 = command[3] & 0xff;
        return switch (command[1] & 0xff) {
            case 0xa4 -> select(p1, data(command));
            case 0xb0 -> readable() ? read(command, record(0)) : status(0x6982);
            case 0xb2 -> readable() ? readRecord(command, p1) : status(0x6982);
            case 0x20 -> verify(p2, data(command));
            case 0x88 -> authenticate(p2, data(command));
            case 0xc0 -> fetch(command);
            default -> status(0x6d00);
        };
    }

    private boolean readable() {
        return !usesPin || verified || Integer.valueOf(0x2f00).equals(current);
    }

    private byte[] select(int p1, byte[] data) {
        if (p1 == 0x04) {
            if (data.length < 7 || !Arrays.equals(Arrays.copyOf(AID, data.length), data)) {
                return status(0x6a82);
            }
            inApplication = true;
            current = null;
            byte[] pins = join(object(0x90, usesPin ? 0x80 : 0x00), object(0x83, 0x01));
            return give(object(0x62, join(object(0x82, 0x78, 0x21), object(0x84, AID), object(0xc6, pins))));
        }
        int file = (data[data.length - 2] & 0xff) << 8 | data[data.length - 1] & 0xff;
        List<byte[]> records = files.get(file);
        if (records == null || file != 0x2f00 && !inApplication) {
            return status(0x6a82);
        }
        current = file;
        byte[] first = records.getFirst();
        boolean linear = file == 0x2f00 || file == 0x6f04;
        return give(object(
                0x62,
                linear
                        ? object(0x82, 0x42, 0x21, 0x00, first.length, records.size())
                        : join(object(0x82, 0x41, 0x21), object(0x80, 0x00, first.length))));
    }

    private byte @Nullable [] record(int index) {
        List<byte[]> records = current == null ? null : files.get(current);
        return records == null || index >= records.size() ? null : records.get(index);
    }

    private byte[] readRecord(byte[] command, int number) {
        byte[] record = record(number - 1);
        return record == null ? status(0x6a83) : read(command, record);
    }

    private byte[] read(byte[] command, byte @Nullable [] bytes) {
        if (bytes == null) {
            return status(0x6986);
        }
        int wanted = command[4] & 0xff;
        if (makesFetch && wanted != bytes.length) {
            return status(0x6c00 | bytes.length);
        }
        return join(bytes, status(0x9000));
    }

    private byte[] verify(int reference, byte[] pin) {
        if (reference != 0x01) {
            return status(0x6a88);
        }
        if (tries == 0) {
            return status(0x6983);
        }
        if (pin.length == 0) {
            return status(verified ? 0x9000 : 0x63c0 | tries);
        }
        if (Arrays.equals(pin, HexFormat.of().parseHex("31323334ffffffff"))) {
            verified = true;
            tries = 3;
            return status(0x9000);
        }
        tries--;
        return status(0x63c0 | tries);
    }

    private byte[] authenticate(int context, byte[] data) {
        if (overrideStatus != 0) {
            return status(overrideStatus);
        }
        if (!inApplication) {
            return status(0x6985);
        }
        if (usesPin && !verified) {
            return status(0x6982);
        }
        if (context != 0x81 || data.length != 34 || data[0] != 16 || data[17] != 16) {
            return status(0x9864);
        }
        AkaChallenge challenge = new AkaChallenge(
                Bytes.copyOf(Arrays.copyOfRange(data, 1, 17)), Bytes.copyOf(Arrays.copyOfRange(data, 18, 34)));
        try {
            return switch (isim.authenticate(challenge)) {
                case AkaResult.Success success ->
                    give(join(
                            new byte[] {(byte) 0xdb},
                            counted(success.res()),
                            counted(success.ck()),
                            counted(success.ik())));
                case AkaResult.SyncFailure failure -> give(join(new byte[] {(byte) 0xdc}, counted(failure.auts())));
                case AkaResult.MacFailure() -> status(0x9862);
            };
        } catch (IsimException e) {
            return status(0x6581);
        }
    }

    private byte[] give(byte[] answer) {
        if (!makesFetch) {
            return join(answer, status(0x9000));
        }
        ready = answer;
        return status(0x6100 | answer.length);
    }

    private byte[] fetch(byte[] command) {
        if ((command[4] & 0xff) != ready.length) {
            return status(0x6c00 | ready.length);
        }
        return join(ready, status(0x9000));
    }

    /** Of a short command; none where it has but Le. */
    private static byte[] data(byte[] command) {
        return command.length <= 5 ? new byte[0] : Arrays.copyOfRange(command, 5, 5 + (command[4] & 0xff));
    }

    private static byte[] directory(byte[] aid, String label) {
        return padded(object(0x61, join(object(0x4f, aid), object(0x50, label))), 40);
    }

    private static byte[] padded(byte[] bytes, int length) {
        byte[] padded = Arrays.copyOf(bytes, length);
        Arrays.fill(padded, bytes.length, length, (byte) 0xff);
        return padded;
    }

    private static byte[] counted(Bytes bytes) {
        return join(new byte[] {(byte) bytes.size()}, bytes.toArray());
    }

    private static byte[] object(int tag, String value) {
        return object(tag, value.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] object(int tag, int... value) {
        byte[] bytes = new byte[value.length];
        for (int i = 0; i < value.length; i++) {
            bytes[i] = (byte) value[i];
        }
        return object(tag, bytes);
    }

    private static byte[] object(int tag, byte[] value) {
        return join(new byte[] {(byte) tag, (byte) value.length}, value);
    }

    private static byte[] status(int status) {
        return new byte[] {(byte) (status >> 8), (byte) status};
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
