package io.pigw.gateway;

import io.pigw.gateway.nexthop.CoreUri;
import io.pigw.gateway.nexthop.Transport;
import io.pigw.gateway.registration.Credentials;
import io.pigw.gateway.registration.RegistrationConfig;
import io.pigw.gateway.registration.RegistrationService;
import io.pigw.gateway.registration.RegistrationStatus;
import io.pigw.gateway.sip.SipTransport;
import io.pigw.gateway.ua.RequestSender;
import io.pigw.gateway.ua.RouteSet;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.Environment;
import io.pigw.runtime.admin.AdminResponse;
import io.pigw.runtime.admin.AdminRoute;
import io.pigw.runtime.net.P2psipEndpoint;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The gateway's registration with the core, if it is to have one. */
final class ImsRegistration implements AutoCloseable {

    private final @Nullable RegistrationService service;
    private final Set<String> identities;

    private ImsRegistration(@Nullable RegistrationService service, Set<String> identities) {
        this.service = service;
        this.identities = identities;
    }

    /**
     * Reads the credentials. Blocks.
     *
     * @throws IOException if their files are not as they must be; the message says what to do
     */
    static ImsRegistration open(
            SipConfig config, SipTransport sip, RequestSender sender, P2psipEndpoint endpoint, Environment environment)
            throws IOException {
        Set<String> identities = new HashSet<>(config.identities());
        RegistrationConfig registration = config.registration();
        if (registration == null) {
            return new ImsRegistration(null, Set.copyOf(identities));
        }
        Credentials credentials = registration.open();
        identities.addAll(RegistrationService.identities(credentials));
        Transport by = CoreUri.list(config.core()).getFirst().knownTransport().orElseThrow();
        HostPort advertised = sip.advertised(by.name());
        // Requests to the binding bear our Contact: like an identity of ours it names no peer, and To decides.
        identities.add(registration.contactUser() + "@" + advertised.host().toLowerCase(Locale.ROOT));
        String contact = "sip:" + registration.contactUser() + "@" + advertised
                + (by == Transport.UDP ? "" : ";transport=" + by.name().toLowerCase(Locale.ROOT));
        RegistrationService service = new RegistrationService(
                registration,
                credentials,
                contact,
                new RegistrationService.Parts(
                        sender,
                        endpoint.loop(),
                        endpoint.scheduler(),
                        environment.clock(),
                        environment.random(),
                        environment.metrics()));
        return new ImsRegistration(service, Set.copyOf(identities));
    }

    /** Registers, and keeps registered. */
    void start() {
        if (service != null) {
            service.start();
        }
    }

    /** Who the gateway is on the IMS side, {@code user@host}. */
    Set<String> identities() {
        return identities;
    }

    /** The way that MESSAGEs take. Any thread. */
    RouteSet route() {
        return service == null ? RouteSet.NONE : service.route();
    }

    /** The same sender, but that {@linkplain LossSigns signs of loss} lead to a new registration. */
    RequestSender watching(RequestSender sender) {
        RegistrationService watcher = service;
        if (watcher == null) {
            return sender;
        }
        return request -> sender.send(request).thenApply(outcome -> {
            if (LossSigns.in(outcome)) {
                watcher.suspect();
            }
            return outcome;
        });
    }

    /** How it is doing, if there is one. Any thread. */
    Optional<RegistrationStatus> status() {
        return service == null ? Optional.empty() : Optional.of(service.status());
    }

    /** Why the core does not know the gateway, if it should. Any thread. */
    Optional<String> unreadyBecause() {
        return service == null || service.status().isRegistered()
                ? Optional.empty()
                : Optional.of("IMS core: " + service.status().describe());
    }

    /** For the admin port. */
    List<AdminRoute> routes() {
        RegistrationService shown = service;
        return shown == null
                ? List.of()
                : List.of(new AdminRoute(
                        "GET",
                        "/registration",
                        _ -> AdminResponse.text(200, shown.status().describe() + "\n")));
    }

    /** Deregisters. Blocks up to two seconds. */
    @Override
    public void close() {
        if (service != null) {
            service.close();
        }
    }
}
