package io.pigw.gateway.isim;

import io.pigw.p2psip.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** A set of TS 35.208's or TS 35.207's test data, from {@code isim/ts35208.txt}. */
public record TestSet(
        String name,
        Bytes key,
        Bytes rand,
        Bytes sqn,
        Bytes amf,
        Bytes op,
        Bytes opc,
        Bytes f1,
        Bytes f1Star,
        Bytes f2,
        Bytes f5,
        Bytes f3,
        Bytes f4,
        Bytes f5Star) {

    /** All of them. */
    public static List<TestSet> all() {
        try (InputStream in = Objects.requireNonNull(TestSet.class.getResourceAsStream("/isim/ts35208.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> of(line.split(" ", -1)))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Of TS 35.208, by its number. */
    public static TestSet of(int number) {
        return all().stream()
                .filter(set -> set.name().equals("208-" + number))
                .findFirst()
                .orElseThrow();
    }

    /** AUTN = SQN ⊕ AK ‖ AMF ‖ MAC-A, from the published values alone. */
    public Bytes autn() {
        return join(xor(sqn, f5), amf, f1);
    }

    public AkaChallenge challenge() {
        return new AkaChallenge(rand, autn());
    }

    static Bytes join(Bytes... parts) {
        StringBuilder hex = new StringBuilder();
        for (Bytes part : parts) {
            hex.append(part.toHex());
        }
        return hex(hex.toString());
    }

    static Bytes xor(Bytes one, Bytes other) {
        return Bytes.copyOf(Milenage.xor(one.toArray(), other.toArray()));
    }

    static Bytes hex(String digits) {
        return Bytes.copyOf(HexFormat.of().parseHex(digits));
    }

    private static TestSet of(String[] columns) {
        Bytes[] values = new Bytes[columns.length];
        for (int i = 1; i < columns.length; i++) {
            values[i] = hex(columns[i]);
        }
        return new TestSet(
                columns[0],
                values[1],
                values[2],
                values[3],
                values[4],
                values[5],
                values[6],
                values[7],
                values[8],
                values[9],
                values[10],
                values[11],
                values[12],
                values[13]);
    }

    @Override
    public String toString() {
        return name;
    }
}
