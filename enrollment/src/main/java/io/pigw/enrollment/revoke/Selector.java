package io.pigw.enrollment.revoke;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import java.math.BigInteger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Which certificates a revocation is about: those that it names and that have not ended. */
public sealed interface Selector {

    /** One certificate, the server's own included. */
    record Serial(BigInteger serial) implements Selector {
        /** Checks the range (RFC 5280 §4.1.2.2). */
        public Serial {
            if (serial.signum() <= 0 || serial.bitLength() > 159) {
                throw new IllegalArgumentException("a serial number is positive and has at most 20 octets");
            }
        }

        /**
         * Reads hexadecimal digits, with or without colons.
         *
         * @throws IllegalArgumentException if it is no serial number
         */
        public static Serial parse(String hex) {
            String digits = hex.replace(":", "");
            if (!digits.matches("[0-9a-fA-F]{1,40}")) {
                throw new IllegalArgumentException("a serial number is 1 to 40 hexadecimal digits");
            }
            return new Serial(new BigInteger(digits, 16));
        }

        @Override
        public String toString() {
            return "serial " + serial.toString(16);
        }
    }

    /**
     * One certificate that an authority of ours has signed, whether or not it is on record: a backup that was put back may not
     * know it.
     *
     * @param issuer who signed it: hex of that authority's subject key identifier
     * @param node whose it is; null: the server's own
     * @param der the certificate; its signature has been verified
     */
    record Certificate(
            BigInteger serial, String issuer, @Nullable NodeId node, Instant notAfter, Bytes der) implements Selector {
        @Override
        public String toString() {
            return "certificate " + serial.toString(16);
        }
    }

    /** All of a node. */
    record Node(NodeId id) implements Selector {
        @Override
        public String toString() {
            return "node " + id;
        }
    }

    /** All that bear a user name. */
    record User(Party.User name) implements Selector {
        @Override
        public String toString() {
            return "user " + name;
        }
    }

    /** All of an account; but for a hold the account is blocked along, so that it enrolls nothing further. */
    record Account(String name) implements Selector {
        /** Checks the length. */
        public Account {
            if (name.isEmpty() || name.length() > 128) {
                throw new IllegalArgumentException("an account has 1 to 128 characters");
            }
        }

        @Override
        public String toString() {
            return "account " + name;
        }
    }
}
