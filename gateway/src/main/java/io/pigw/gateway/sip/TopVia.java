package io.pigw.gateway.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One Via value, as far as it matters before the parser (RFC 3261 §20.42, RFC 3581).
 *
 * @param transport upper case
 * @param host as written, an IPv6 address in brackets
 * @param writtenPort where sent-by has one
 * @param branch as written
 * @param rport whether the client asks for its port
 * @param maddr whether it asks for answers at yet another address
 */
record TopVia(
        String transport,
        String host,
        Optional<Integer> writtenPort,
        Optional<String> branch,
        boolean rport,
        boolean maddr) {

    private static final String COOKIE = "z9hg4bk";
    private static final int DEFAULT_PORT = 5060;

    /** The first of the values that stand in a line; nothing if that one is malformed. */
    static Optional<TopVia> read(String line) {
        return read(new SipLexer(line));
    }

    /** All values of one line; nothing if the line is malformed anywhere (RFC 4475 §3.1.2.1). */
    static Optional<List<TopVia>> readAll(String line) {
        SipLexer in = new SipLexer(line);
        List<TopVia> values = new ArrayList<>();
        do {
            Optional<TopVia> value = read(in);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            values.add(value.get());
        } while (in.separator(','));
        in.blanks();
        return in.atEnd() ? Optional.of(values) : Optional.empty();
    }

    private static Optional<TopVia> read(SipLexer in) {
        in.blanks();
        String protocol = in.token();
        boolean front = protocol.equalsIgnoreCase("SIP")
                && in.separator('/')
                && !in.token().isEmpty()
                && in.separator('/');
        String transport = front ? in.token() : "";
        if (transport.isEmpty() || !in.blanks()) {
            return Optional.empty();
        }
        String host = in.sees('[') ? in.through(']').map(text -> text + "]").orElse("") : in.until(":;,");
        Optional<Integer> port = Optional.empty();
        if (in.separator(':')) {
            port = Optional.of(SipUri.port(in.token()));
        }
        if (!SipUri.isHost(host) || port.filter(number -> number < 0).isPresent()) {
            return Optional.empty();
        }
        Optional<Integer> written = port;
        return Parameters.read(in)
                .filter(parameters -> parameters.count("branch") <= 1)
                .map(parameters -> new TopVia(
                        transport.toUpperCase(Locale.ROOT),
                        host,
                        written,
                        parameters.value("branch"),
                        parameters.count("rport") > 0,
                        parameters.count("maddr") > 0));
    }

    /** {@code host[:port]}. */
    String sentBy() {
        return writtenPort.map(port -> host + ":" + port).orElse(host);
    }

    /** The port of sent-by, or 5060. */
    int port() {
        return writtenPort.orElse(DEFAULT_PORT);
    }

    /** Whether the branch says that it is one of RFC 3261. */
    boolean claimsModernBranch() {
        return branch.filter(text -> text.toLowerCase(Locale.ROOT).startsWith(COOKIE))
                .isPresent();
    }

    /** Whether the branch is one of RFC 3261 and more than the cookie alone (RFC 4475 §3.2.1). */
    boolean hasModernBranch() {
        return claimsModernBranch()
                && branch.filter(text -> text.length() > COOKIE.length() && SipText.isToken(text))
                        .isPresent();
    }
}
