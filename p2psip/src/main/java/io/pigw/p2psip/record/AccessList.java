package io.pigw.p2psip.record;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.Party;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the owner of a record lets others do with it (after RFC 8076 §5, for reading too). It is the value of
 * {@link Kind#ACCESS_LIST} under the key of the kind that it is for, signed by the owner. A later list replaces it whole: who is
 * not in it any more has lost his rights.
 *
 * @param grants at most 64, no user twice; 8 KiB when written
 */
public record AccessList(List<Grant> grants) {

    /** Nobody but the owner. */
    public static final AccessList NOBODY = new AccessList(List.of());

    /** The most grants of a list. */
    public static final int MAX_GRANTS = 64;

    private static final int ALL_BITS = Right.READ.bit() | Right.MODIFY.bit() | Right.DELETE.bit();
    private static final int GRANT_OVERHEAD = 1 + Short.BYTES;

    /** Checks the number and the size, and that nobody is in it twice. */
    public AccessList {
        grants = List.copyOf(grants);
        if (grants.size() > MAX_GRANTS) {
            throw new IllegalArgumentException("an access list has at most " + MAX_GRANTS + " grants");
        }
        Set<Party.User> users = new HashSet<>();
        for (Grant grant : grants) {
            if (!users.add(grant.user())) {
                throw new IllegalArgumentException("an access list names a user twice");
            }
        }
        if (size(grants) > Kind.ACCESS_LIST.maxValueBytes()) {
            throw new IllegalArgumentException(
                    "an access list has at most " + Kind.ACCESS_LIST.maxValueBytes() + " bytes");
        }
    }

    /**
     * What one user may do.
     *
     * @param user whom it is granted to
     * @param rights at least one
     */
    public record Grant(Party.User user, Set<Right> rights) {
        /** Copies the set. */
        public Grant {
            if (rights.isEmpty()) {
                throw new IllegalArgumentException("a grant has a right");
            }
            rights = Set.copyOf(rights);
        }
    }

    /** The key of the list for that kind. */
    public static RecordKey keyFor(Kind kind) {
        return new RecordKey.Name(Bytes.utf8(Integer.toString(kind.number())));
    }

    /** Whether the user has the right. */
    public boolean grants(Party.User user, Right right) {
        return grants.stream()
                .anyMatch(grant -> grant.user().equals(user) && grant.rights().contains(right));
    }

    /** As it is stored: of each grant the rights (1 read, 2 modify, 4 delete), the length of the name in two bytes, the name. */
    public Bytes toBytes() {
        ByteBuffer out = ByteBuffer.allocate(size(grants));
        for (Grant grant : grants) {
            byte[] user = utf8(grant.user());
            int bits = grant.rights().stream().mapToInt(Right::bit).sum();
            out.put((byte) bits).putShort((short) user.length).put(user);
        }
        return Bytes.copyOf(out.array());
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static AccessList parse(Bytes bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes.toArray());
        List<Grant> grants = new ArrayList<>();
        try {
            while (in.hasRemaining() && grants.size() <= MAX_GRANTS) {
                Set<Right> rights = rights(in.get());
                byte[] user = new byte[Math.min(Short.toUnsignedInt(in.getShort()), Party.MAX_LENGTH * 4)];
                in.get(user);
                grants.add(new Grant(user(user), rights));
            }
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("an access list is cut off", e);
        }
        return new AccessList(grants);
    }

    private static Set<Right> rights(int bits) {
        if ((bits & ~ALL_BITS) != 0) {
            throw new IllegalArgumentException("an access list has an unknown right");
        }
        Set<Right> rights = EnumSet.noneOf(Right.class);
        for (Right right : Right.values()) {
            if ((bits & right.bit()) != 0) {
                rights.add(right);
            }
        }
        return rights;
    }

    private static Party.User user(byte[] utf8) {
        if (Party.parse(new String(utf8, StandardCharsets.UTF_8)) instanceof Party.User user) {
            return user;
        }
        throw new IllegalArgumentException("an access list names users alone");
    }

    private static int size(List<Grant> grants) {
        return grants.stream()
                .mapToInt(grant -> GRANT_OVERHEAD + utf8(grant.user()).length)
                .sum();
    }

    private static byte[] utf8(Party.User user) {
        return user.toString().getBytes(StandardCharsets.UTF_8);
    }
}
