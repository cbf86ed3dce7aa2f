package io.pigw.gateway.cpim;

import java.util.Optional;

/**
 * One header of a message.
 *
 * @param namespace that its prefix stands for, or the default one at its place (RFC 3862 §3.4)
 * @param name without the prefix; case counts
 * @param value as written, escapes and all
 * @param line all of it as written, without CRLF
 */
public record CpimHeader(String namespace, String name, String value, String line) {

    /** Of the headers that RFC 3862 §4 defines. */
    public static final String CORE = "urn:ietf:params:cpim-headers:";

    /** Of the headers that RFC 5438 §6 defines. */
    public static final String IMDN = "urn:ietf:params:imdn";

    /** One of RFC 3862 §4. */
    static CpimHeader core(String name, String value) {
        return new CpimHeader(CORE, name, value, name + ": " + value);
    }

    /** One of RFC 5438 §6, under the prefix {@code imdn}. */
    static CpimHeader imdn(String name, String value) {
        return new CpimHeader(IMDN, name, value, "imdn." + name + ": " + value);
    }

    boolean is(String inNamespace, String named) {
        return namespace.equals(inNamespace) && name.equals(named);
    }

    /** The URI of an address, {@code Formal name <URI>}; none if the value is no address (RFC 3862 §4.1). */
    Optional<String> uri() {
        int open = value.lastIndexOf('<');
        if (open < 0 || !value.endsWith(">")) {
            return Optional.empty();
        }
        String uri = value.substring(open + 1, value.length() - 1);
        String name = value.substring(0, open).strip();
        boolean sound = uri.indexOf(':') > 0 && uri.chars().allMatch(c -> c > ' ' && "<>\"\\".indexOf(c) < 0);
        return sound && isFormalName(name) ? Optional.of(uri) : Optional.empty();
    }

    /** A quoted string, or words without quotes and brackets. */
    private static boolean isFormalName(String name) {
        if (!name.startsWith("\"")) {
            return name.indexOf('"') < 0 && name.indexOf('<') < 0;
        }
        int i = 1;
        while (i < name.length() && name.charAt(i) != '"') {
            i += name.charAt(i) == '\\' ? 2 : 1;
        }
        return i == name.length() - 1;
    }
}
