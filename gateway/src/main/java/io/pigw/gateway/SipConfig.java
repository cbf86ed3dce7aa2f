package io.pigw.gateway;

import io.pigw.gateway.as.Admit;
import io.pigw.gateway.as.AsConfig;
import io.pigw.gateway.nexthop.CoreUri;
import io.pigw.gateway.nexthop.Transport;
import io.pigw.gateway.registration.RegistrationConfig;
import io.pigw.gateway.sip.tls.TlsConfig;
import io.pigw.overlay.limit.DistinctRecipients;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.config.Default;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The IMS side.
 *
 * @param listen address and port of UDP and TCP; port 0 takes any
 * @param advertisedHost what Via says instead of the bound address
 * @param core where requests to IMS users go, one or several in order of preference, separated by commas: {@link CoreUri}
 * @param domain the home domain of the core, whose users peers can write to
 * @param identities of the gateway on the IMS side, {@code user@host}; they name no peer
 * @param acceptStatus what an accepted MESSAGE is answered with: 200 as in the paper, or 202 (RFC 3428 §7)
 * @param trusted addresses and networks whose P-Asserted-Identity and REGISTER are believed (RFC 3325)
 * @param registration how the gateway registers with the core as a UE; it does not when absent
 * @param tls SIP over TLS, on a port of its own; not spoken when absent
 * @param transport how the sockets are used
 * @param trustedNames names in certificates that stand for trusted hosts, over TLS
 * @param admit whose requests are taken; when absent those of the trust domain, everybody's where there is none
 * @param numbers of peers (RFC 3966)
 * @param nextHop how the core is found and watched
 * @param recipientsPerHour different peers that one IMS user may write to in an hour; 0: as many as it likes
 */
public record SipConfig(
        HostPort listen,
        @Nullable String advertisedHost,
        String core,
        String domain,
        @Default("[]") List<String> identities,
        @Default("200") int acceptStatus,
        @Default("[]") List<String> trusted,
        @Nullable RegistrationConfig registration,
        @Nullable TlsConfig tls,
        @Default("{}") SipTransportSection transport,
        @Default("[]") List<String> trustedNames,
        @Nullable Admit admit,
        @Default("[]") List<NumberConfig> numbers,
        @Default("{}") NextHopConfig nextHop,
        @Default("200") int recipientsPerHour) {

    /** Checks the values. */
    public SipConfig {
        identities = List.copyOf(identities);
        trusted = List.copyOf(trusted);
        trustedNames = List.copyOf(trustedNames);
        if (admit == Admit.TRUSTED && trusted.isEmpty() && trustedNames.isEmpty()) {
            throw new IllegalArgumentException("sip.admit is trusted, but nobody is: name the core in sip.trusted or"
                    + " sip.trustedNames, or set sip.admit to anyone");
        }
        numbers = List.copyOf(numbers);
        if (acceptStatus != 200 && acceptStatus != 202) {
            throw new IllegalArgumentException("sip.acceptStatus must be 200 or 202");
        }
        DistinctRecipients.check(recipientsPerHour);
        var _ = NumberConfig.table(numbers, domain);
        List<CoreUri> cores = cores(core);
        CoreUri first = cores.getFirst();
        requireTls(cores, tls);
        if (registration != null && first.knownTransport().isEmpty()) {
            throw new IllegalArgumentException(
                    "sip.registration needs to know how the core reaches the gateway: name the"
                            + " transport of the first core, as in " + first + ";transport=tls");
        }
        if (domain.isBlank()) {
            throw new IllegalArgumentException("sip.domain is empty");
        }
        if (!identities.stream().allMatch(identity -> identity.indexOf('@') > 0)) {
            throw new IllegalArgumentException("sip.identities are written user@host");
        }
    }

    private static List<CoreUri> cores(String core) {
        try {
            return CoreUri.list(core);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("sip.core: " + wrong.getMessage(), wrong);
        }
    }

    private static void requireTls(List<CoreUri> cores, @Nullable TlsConfig tls) {
        for (CoreUri each : cores) {
            if (tls == null && each.transport().filter(Transport.TLS::equals).isPresent()) {
                throw new IllegalArgumentException("sip.core: " + each
                        + " is reached by TLS, which needs the section sip.tls with certificate, key and trust");
            }
        }
    }

    /** With everything else at its default. */
    public static SipConfig of(HostPort listen, String core, String domain, List<String> identities) {
        return new SipConfig(
                listen,
                null,
                core,
                domain,
                identities,
                200,
                List.of(),
                null,
                null,
                SipTransportSection.DEFAULTS,
                List.of(),
                null,
                List.of(),
                NextHopConfig.DEFAULT,
                AsConfig.RECIPIENTS_PER_HOUR);
    }

    /** The same with a choice of whose requests are taken. */
    public SipConfig admitting(Admit choice) {
        return new SipConfig(
                listen,
                advertisedHost,
                core,
                domain,
                identities,
                acceptStatus,
                trusted,
                registration,
                tls,
                transport,
                trustedNames,
                choice,
                numbers,
                nextHop,
                recipientsPerHour);
    }

    /** The same with another way to find and watch the core. */
    public SipConfig with(NextHopConfig other) {
        return new SipConfig(
                listen,
                advertisedHost,
                core,
                domain,
                identities,
                acceptStatus,
                trusted,
                registration,
                tls,
                transport,
                trustedNames,
                admit,
                numbers,
                other,
                recipientsPerHour);
    }

    /** The same with another limit on recipients. */
    public SipConfig withRecipientsPerHour(int limit) {
        return new SipConfig(
                listen,
                advertisedHost,
                core,
                domain,
                identities,
                acceptStatus,
                trusted,
                registration,
                tls,
                transport,
                trustedNames,
                admit,
                numbers,
                nextHop,
                limit);
    }
}
