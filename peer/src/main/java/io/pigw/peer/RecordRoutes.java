package io.pigw.peer;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.pigw.overlay.storage.FetchResult;
import io.pigw.overlay.storage.HeldValue;
import io.pigw.overlay.storage.StoreOutcome;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.record.AccessList;
import io.pigw.p2psip.record.AccessPolicy;
import io.pigw.p2psip.record.Kind;
import io.pigw.p2psip.record.RecordKey;
import io.pigw.p2psip.record.ResourceId;
import io.pigw.p2psip.record.Right;
import io.pigw.p2psip.record.StoreResult;
import io.pigw.p2psip.record.StoredValue;
import io.pigw.p2psip.signing.SignedContent;
import io.pigw.runtime.admin.AdminException;
import io.pigw.runtime.admin.AdminRequest;
import io.pigw.runtime.admin.AdminResponse;
import io.pigw.runtime.admin.AdminRoute;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Records over the admin port of the peer that signs them.
 *
 * <pre>
 *   POST /peers/{id}/records {kind, of, as, number, value, encoding, delete, generation} → {generation, results}
 *   GET  /peers/{id}/records?kind=K&amp;of=OWNER&amp;number=N                             → {state, rejected, values}
 *   POST /peers/{id}/grants  {of, grants: [{user, rights}], generation}                   → {generation, results, takenOver}
 * </pre>
 */
final class RecordRoutes {

    private static final long WITHIN_SECONDS = 80;
    private static final long MAX_GENERATION = 1_000_000_000_000L;

    private final Running peers;

    private RecordRoutes(Running peers) {
        this.peers = peers;
    }

    static List<AdminRoute> of(Running peers) {
        RecordRoutes routes = new RecordRoutes(peers);
        return List.of(
                new AdminRoute("POST", "/peers/{id}/records", routes::store),
                new AdminRoute("GET", "/peers/{id}/records", routes::fetch),
                new AdminRoute("POST", "/peers/{id}/grants", routes::grant));
    }

    /**
     * A value to be stored.
     *
     * @param kind {@code data} or {@code node-data}
     * @param of of {@code data}: whose it is; by default the peer's first name
     * @param as of {@code data}: under which of its names the peer signs; by default {@code of} if that is one, else the first
     * @param number of {@code node-data}: 1 to 16
     * @param value absent to delete
     * @param encoding {@code base64}; absent for text
     * @param generation absent to find out
     */
    private record Put(
            @Nullable String kind,
            @Nullable String of,
            @Nullable String as,
            @Nullable Integer number,
            @Nullable String value,
            @Nullable String encoding,
            @Nullable Boolean delete,
            @Nullable Long generation) {}

    /** The whole list; it takes the place of the one before. */
    private record Grants(
            @Nullable String of,
            @Nullable List<RecordJson.@Nullable Grant> grants,
            @Nullable Long generation) {}

    /**
     * What became of it.
     *
     * @param results a word each; absent when the whole was refused
     * @param refused the status by which it was
     * @param takenOver who had written what the owner has now signed anew; absent if nobody else had
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Stored(
            long generation,
            @Nullable List<String> results,
            @Nullable Integer refused,
            @Nullable String reason,
            @Nullable String takenOver) {}

    private AdminResponse store(AdminRequest request) throws AdminException, InterruptedException, ExecutionException {
        Peer peer = peers.named(request);
        Put put = request.json(Put.class);
        boolean delete = Boolean.TRUE.equals(put.delete());
        if (delete == (put.value() != null)) {
            throw new AdminException(400, "give a value, or delete: true");
        }
        Bytes value = delete ? null : RecordJson.bytes(put.value(), put.encoding());
        Kind kind = RecordJson.kind(put.kind() == null ? "" : put.kind());
        checkGeneration(put.generation());
        return switch (kind) {
            case NODE_DATA -> {
                if (put.of() != null || put.as() != null) {
                    throw new AdminException(400, "of and as are for data: node-data is the peer's own");
                }
                long generation = put.generation() == null ? 0 : put.generation();
                yield storeSingle(
                        peer, nodeData(peer, peer.id(), put.number()), kind, generation, null, value, List.of());
            }
            case DATA -> {
                if (put.number() != null) {
                    throw new AdminException(400, "number is for node-data: there is one data of a user");
                }
                Party.User as = RecordJson.author(peer.certificate(), put.as(), put.of());
                Party.User owner = put.of() == null
                        ? as
                        : RecordJson.user(put.of(), peer.certificate().overlay());
                ResourceId resource = SignedContent.resource(peer.certificate().overlay(), owner);
                List<HeldValue> list =
                        await(peer.fetch(resource, Kind.ACCESS_LIST)).newest();
                List<HeldValue> before = await(peer.fetch(resource, kind)).newest();
                boolean isOwner = peer.certificate().users().contains(owner);
                if (!isOwner && !RecordJson.gives(list, as, delete ? Right.DELETE : Right.MODIFY)) {
                    throw new AdminException(
                            403,
                            "",
                            "no access list was seen by which " + as + " may " + (delete ? "delete" : "write")
                                    + " the data of " + owner,
                            "its owner can give the right: ./pigw grant");
                }
                long found = isOwner ? Math.max(newest(list), newest(before)) : newest(list);
                long generation = put.generation() != null ? put.generation() : found;
                yield storeSingle(peer, resource, kind, generation, as, value, before);
            }
            case USER, CERTIFICATE, ACCESS_LIST ->
                throw new AdminException(
                        400,
                        "kind must be data or node-data: user and certificate a peer publishes by itself, and an"
                                + " access-list is written by POST /peers/{id}/grants");
        };
    }

    private static AdminResponse storeSingle(
            Peer peer,
            ResourceId resource,
            Kind kind,
            long generation,
            Party.@Nullable User as,
            @Nullable Bytes value,
            List<HeldValue> before)
            throws AdminException, InterruptedException, ExecutionException {
        RecordKey key = RecordKey.single();
        return answer(generation, null, await(peer.store(resource, writer -> {
            writer.saw(values(before));
            return List.of(
                    value == null
                            ? writer.tombstone(resource, kind, key, generation, as)
                            : writer.value(resource, kind, key, generation, as, value));
        })));
    }

    /** Nothing below it counts; 0 where there is none. Others than the owner need the access list's own. */
    private static long newest(List<HeldValue> values) {
        return values.stream()
                .mapToLong(held -> held.content().generation())
                .max()
                .orElse(0);
    }

    private static List<StoredValue> values(List<HeldValue> held) {
        return held.stream().map(HeldValue::value).toList();
    }

    private AdminResponse grant(AdminRequest request) throws AdminException, InterruptedException, ExecutionException {
        Peer peer = peers.named(request);
        Grants grants = request.json(Grants.class);
        checkGeneration(grants.generation());
        AccessList list = RecordJson.list(grants.grants(), peer.certificate().overlay());
        Party.User owner = RecordJson.owner(peer.certificate(), grants.of());
        ResourceId resource = SignedContent.resource(peer.certificate().overlay(), owner);
        FetchResult before = await(peer.fetch(resource, Kind.ACCESS_LIST));
        FetchResult data = await(peer.fetch(resource, Kind.DATA));
        long last = Math.max(newest(before.newest()), newest(data.newest()));
        long generation = grants.generation() != null
                ? grants.generation()
                : RecordJson.takesRightsAway(before, list) || last == 0 ? last + 1 : last;
        List<HeldValue> anew = data.newest().stream()
                .filter(held -> held.content().exists() && held.content().generation() < generation)
                .toList();
        String others = anew.stream()
                .map(held -> held.content().author().user())
                .filter(user -> user != null && !user.equals(owner))
                .map(String::valueOf)
                .findFirst()
                .orElse(null);
        return answer(generation, others, await(peer.store(resource, writer -> {
            writer.saw(values(before.newest()));
            writer.saw(values(data.newest()));
            List<HeldValue> values = new ArrayList<>();
            values.add(writer.value(
                    resource, Kind.ACCESS_LIST, AccessList.keyFor(Kind.DATA), generation, owner, list.toBytes()));
            anew.forEach(held -> values.add(writer.value(
                    resource,
                    Kind.DATA,
                    RecordKey.single(),
                    generation,
                    owner,
                    held.content().value())));
            return values;
        })));
    }

    private AdminResponse fetch(AdminRequest request) throws AdminException, InterruptedException, ExecutionException {
        Peer peer = peers.named(request);
        Kind kind = RecordJson.kind(request.parameter("kind").orElse(""));
        String of = request.parameter("of").orElse(null);
        ResourceId resource = switch (kind) {
            case USER, DATA, ACCESS_LIST ->
                SignedContent.resource(
                        peer.certificate().overlay(),
                        of == null
                                ? RecordJson.author(peer.certificate(), null, null)
                                : RecordJson.user(of, peer.certificate().overlay()));
            case CERTIFICATE ->
                SignedContent.resource(peer.certificate().overlay(), of == null ? peer.id() : RecordJson.node(of));
            case NODE_DATA ->
                nodeData(peer, of == null ? peer.id() : RecordJson.node(of), (int)
                        request.number("number", 1, 1, AccessPolicy.MAX_NODE_MULTIPLE));
        };
        return AdminResponse.json(RecordJson.of(await(peer.fetch(resource, kind))));
    }

    private static ResourceId nodeData(Peer peer, NodeId owner, @Nullable Integer number) throws AdminException {
        int which = number == null ? 1 : number;
        if (which < 1 || which > AccessPolicy.MAX_NODE_MULTIPLE) {
            throw new AdminException(400, "number must be 1 to " + AccessPolicy.MAX_NODE_MULTIPLE);
        }
        return SignedContent.resource(peer.certificate().overlay(), owner, which);
    }

    /** So far below the last that there is, that none is used up by one that was typed. */
    private static void checkGeneration(@Nullable Long generation) throws AdminException {
        if (generation != null && (generation < 0 || generation > MAX_GENERATION)) {
            throw new AdminException(400, "generation must be 0 to " + MAX_GENERATION);
        }
    }

    private static AdminResponse answer(long generation, @Nullable String takenOver, StoreOutcome outcome)
            throws AdminException {
        return switch (outcome) {
            case StoreOutcome.Answered answered ->
                AdminResponse.json(new Stored(
                        generation,
                        answered.results().stream().map(StoreResult::wire).toList(),
                        null,
                        null,
                        takenOver));
            case StoreOutcome.Refused refused ->
                AdminResponse.json(new Stored(
                        generation,
                        null,
                        refused.status().code(),
                        refused.status().reason(),
                        null));
            case StoreOutcome.Failed _ ->
                throw new AdminException(
                        504, "", "nobody who should hold it has answered; it may be held all the same", "try again");
        };
    }

    private static <T> T await(CompletableFuture<T> future)
            throws AdminException, InterruptedException, ExecutionException {
        try {
            return future.get(WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AdminException(504, "no answer within " + WITHIN_SECONDS + " s");
        }
    }
}
