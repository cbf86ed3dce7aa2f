package io.pigw.enrollment.ca;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What a ceremony has made.
 *
 * @param root the root's certificate
 * @param issuing the issuing authority's certificate
 * @param items where everything is
 */
public record Ceremony(X509Certificate root, X509Certificate issuing, List<Item> items) {

    /** Copies the list. */
    public Ceremony {
        items = List.copyOf(items);
    }

    /** What is to be done with something. */
    public enum Care {
        /** Off this machine, and two copies in different places. */
        CARRY_AWAY,
        /** Stays here, and a copy elsewhere. */
        BACK_UP,
        /** Stays here, and a copy elsewhere, but never beside what it opens. */
        BACK_UP_APART,
        /** For everybody. */
        PUBLIC
    }

    /**
     * Something that the ceremony made.
     *
     * @param what for people
     * @param where a path, or a token's key
     * @param care what is to be done with it
     */
    public record Item(String what, String where, Care care) {

        static Item of(String what, Path where, Care care) {
            return new Item(what, where.toString(), care);
        }
    }
}
