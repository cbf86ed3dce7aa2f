package io.pigw.testbed.ring;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.runtime.Environment;
import io.pigw.runtime.net.EndpointOptions;
import io.pigw.runtime.net.P2psipEndpoint;
import io.pigw.runtime.net.PeerPolicy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Nodes with good certificates that send what they like, and belong to nobody's ring. */
final class Impostors implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SmallRing ring;
    private final Environment environment;
    private final Map<NodeId, P2psipEndpoint> endpoints = new TreeMap<>();

    Impostors(SmallRing ring, InstantSource clock) {
        this.ring = ring;
        this.environment = Environment.create(1, clock);
    }

    /** One that the certificate authority has given this ID and role. */
    Impostor as(Role role, NodeId id) {
        return new Impostor(endpoints.computeIfAbsent(
                id,
                _ -> P2psipEndpoint.open(
                        environment,
                        ring.issue(role, id),
                        PeerPolicy.of(Role.PEER, Role.CSP),
                        EndpointOptions.DEFAULTS)));
    }

    @Override
    public void close() {
        endpoints.values().forEach(P2psipEndpoint::close);
        environment.close();
    }

    record Impostor(P2psipEndpoint endpoint) {

        /** The answer. */
        P2psipMessage request(NodeContact to, P2psipMessage request)
                throws ExecutionException, InterruptedException, TimeoutException {
            CompletableFuture<Outcome> outcome = new CompletableFuture<>();
            endpoint.requestDialled(to, request, PATIENCE, outcome::complete);
            return switch (outcome.get(20, TimeUnit.SECONDS)) {
                case Outcome.Answered(P2psipMessage answer, NodeCertificate _) -> answer;
                case Outcome.TimedOut timedOut -> throw new TimeoutException(timedOut + " at " + to);
                case Outcome.Unreachable unreachable -> throw new TimeoutException(unreachable + " at " + to);
            };
        }

        /** The status of the answer. */
        int status(NodeContact to, P2psipMessage request)
                throws ExecutionException, InterruptedException, TimeoutException {
            return request(to, request) instanceof Response response
                    ? response.status().code()
                    : 0;
        }

        /** The status of the answer, or 0 if the link was lost for the request, or there is none for an earlier one. */
        int statusOrCutOff(NodeContact to, P2psipMessage request)
                throws ExecutionException, InterruptedException, TimeoutException {
            CompletableFuture<Outcome> outcome = new CompletableFuture<>();
            endpoint.requestDialled(to, request, PATIENCE, outcome::complete);
            return switch (outcome.get(20, TimeUnit.SECONDS)) {
                case Outcome.Answered(Response response, NodeCertificate _) ->
                    response.status().code();
                case Outcome.Unreachable _ -> 0;
                case Outcome.Answered _, Outcome.TimedOut _ -> throw new TimeoutException("no status from " + to);
            };
        }

        void send(NodeContact to, P2psipMessage message) {
            endpoint.send(to, message);
        }
    }
}
