package io.pigw.csp.admit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.csp.Admission;
import io.pigw.overlay.csp.CspTable;
import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Ring;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.ChordMessage.JoinRequest;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AdmitterTest {

    private static final String OVERLAY = "p2p.example.net";
    private static final Ring RING = new Ring(11);
    private static final NodeContact CSP = contact(512, 9_512);
    private static final Party.User BOB = (Party.User) Party.parse("bob@p2p.example.net");
    private static final Party.User EVE = (Party.User) Party.parse("eve@p2p.example.net");

    private final List<NodeContact> dialled = new ArrayList<>();
    private final List<AdmittedPeer> saved = new ArrayList<>();
    private final Set<NodeId> attached = new HashSet<>();
    private final List<@Nullable NodeId> contacts = new ArrayList<>();
    private boolean natted;
    private boolean isRoom = true;
    private final AdmittedPeers table = new AdmittedPeers(List.of());
    private final Admitter admitter = new Admitter(
            new Admission(new LocalNode(CSP, RING, OVERLAY), new CspTable(RING, List.of())),
            new Admitter.Tables(
                    table, new Store(), new BackboneRanges(List.of(), Set.of()), _ -> List.of(), new Flows()),
            (peer, then) -> {
                dialled.add(peer);
                then.accept(
                        natted
                                ? new Outcome.TimedOut()
                                : new Outcome.Answered(
                                        new Response(
                                                Status.OK,
                                                new Transaction(1),
                                                null,
                                                null,
                                                null,
                                                null,
                                                null,
                                                0,
                                                List.of()),
                                        bob("first")));
            },
            (request, reply) -> reply.accept(Response.to(request, Status.OK)),
            () -> Instant.parse("2026-03-01T12:00:00Z"),
            new AdmitEvents() {
                @Override
                public void admitted(NodeContact peer) {}

                @Override
                public void refused(NodeContact peer, String reason) {}
            });

    @Test
    void whoRenewedItsCertificateIsStoredAndNotDialledAgain() {
        assertThat(join(bob("first"), 9_586)).isEqualTo(200);
        assertThat(join(bob("first"), 9_586)).isEqualTo(200);
        assertThat(saved).hasSize(1);

        assertThat(join(bob("renewed"), 9_586)).isEqualTo(200);

        assertThat(dialled).hasSize(1);
        assertThat(saved)
                .extracting(AdmittedPeer::certificateSha256)
                .containsExactly(Bytes.utf8("hash of first"), Bytes.utf8("hash of renewed"));
        assertThat(table.get(NodeId.of(586)).orElseThrow()).isEqualTo(saved.getLast());
    }

    @Test
    void whoCannotBeDialledIsAttachedAndToldSoByTheContact() {
        natted = true;
        assertThat(join(bob("first"), 9_586)).isEqualTo(480);
        assertThat(contacts).containsExactly(CSP.id());
        assertThat(attached).containsExactly(NodeId.of(586));
        assertThat(saved).isEmpty();

        isRoom = false;
        assertThat(join(bob("first"), 9_586)).isEqualTo(480);
        assertThat(contacts).containsExactly(CSP.id(), null);

        natted = false;
        assertThat(join(bob("first"), 9_586)).isEqualTo(200);
        assertThat(attached).isEmpty();
    }

    @Test
    void whoMovedOrHasOtherNamesIsDialledAgain() {
        join(bob("first"), 9_586);

        join(bob("renewed"), 9_587);
        join(certificate("third", EVE), 9_587);

        assertThat(dialled).extracting(to -> to.address().port()).containsExactly(9_586, 9_587, 9_587);
    }

    private int join(NodeCertificate from, int port) {
        JoinRequest request = new JoinRequest(new Transaction(7), contact(586, port));
        List<Integer> codes = new ArrayList<>();
        admitter.onJoin(
                new Inbound(from, new HostPort("127.0.0.1", 50_000), request, answer -> {
                    codes.add(((Response) answer).status().code());
                    contacts.add(((Response) answer).contact());
                }),
                request);
        return codes.getFirst();
    }

    private static NodeCertificate bob(String name) {
        return certificate(name, BOB);
    }

    private static NodeCertificate certificate(String name, Party.User user) {
        return new NodeCertificate(
                NodeId.of(586),
                OVERLAY,
                Role.PEER,
                List.of(user),
                Bytes.utf8(name),
                Bytes.utf8("hash of " + name),
                Instant.MAX);
    }

    private static NodeContact contact(long id, int port) {
        return new NodeContact(NodeId.of(id), new HostPort("127.0.0.1", port));
    }

    private final class Flows implements Admitter.Flows {
        @Override
        public boolean attach(NodeCertificate peer, HostPort from) {
            return isRoom && attached.add(peer.id());
        }

        @Override
        public void detach(NodeId peer) {
            attached.remove(peer);
        }
    }

    private final class Store implements AdmittedStore {
        @Override
        public List<AdmittedPeer> load(int max) {
            return List.of();
        }

        @Override
        public CompletableFuture<AdmittedPeer> save(AdmittedPeer peer) {
            saved.add(peer);
            return CompletableFuture.completedFuture(peer);
        }

        @Override
        public CompletableFuture<NodeId> remove(NodeId peer) {
            return CompletableFuture.completedFuture(peer);
        }
    }
}
