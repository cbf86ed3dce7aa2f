package io.pigw.peer;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.storage.FetchResult;
import io.pigw.overlay.storage.HeldValue;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.record.AccessList;
import io.pigw.p2psip.record.Kind;
import io.pigw.p2psip.record.RecordContent;
import io.pigw.p2psip.record.RecordKey;
import io.pigw.p2psip.record.Right;
import io.pigw.runtime.admin.AdminException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Records as the admin port shows and takes them. */
final class RecordJson {

    private static final String BASE64 = "base64";
    private static final String GRANTS_FORM =
            "grants is a list of {\"user\": \"carol@p2p.example.net\", \"rights\": [\"read\", \"modify\", \"delete\"]}";

    private RecordJson() {}

    /**
     * What one user may do.
     *
     * @param rights {@code read}, {@code modify}, {@code delete}
     */
    record Grant(@Nullable String user, @Nullable List<String> rights) {}

    /**
     * What was found.
     *
     * @param state {@code found}, {@code deleted} or {@code nothing-seen}
     * @param rejected values that were not believed
     */
    record Shown(String state, int rejected, List<Value> values) {}

    /**
     * One value.
     *
     * @param key which of several: a node ID, or a number
     * @param value as text; in base64 if it is no UTF-8, and then {@code encoding} says so
     * @param user under which name its author signed
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Value(
            @Nullable String key,
            @Nullable String value,
            @Nullable String encoding,
            @Nullable List<Grant> grants,
            @Nullable String user,
            String node,
            long generation,
            Instant storedAt,
            Instant endsAt) {}

    static Shown of(FetchResult result) {
        return switch (result) {
            case FetchResult.Found found ->
                new Shown(
                        "found",
                        found.rejected(),
                        found.values().stream()
                                .map(value -> of(value.content()))
                                .toList());
            case FetchResult.Deleted deleted -> new Shown("deleted", deleted.rejected(), List.of());
            case FetchResult.NothingSeen nothing -> new Shown("nothing-seen", nothing.rejected(), List.of());
        };
    }

    private static Value of(RecordContent content) {
        boolean isList = content.kind() == Kind.ACCESS_LIST.number();
        Bytes value = content.value();
        boolean isText = content.kind() != Kind.CERTIFICATE.number()
                && Bytes.utf8(value.toUtf8()).equals(value);
        Party.User user = content.author().user();
        String text = isText ? value.toUtf8() : Base64.getEncoder().encodeToString(value.toArray());
        return new Value(
                key(content),
                isList ? null : text,
                isList || isText ? null : BASE64,
                isList ? grants(AccessList.parse(value)) : null,
                user == null ? null : user.toString(),
                content.author().node().toString(),
                content.generation(),
                content.storageTime(),
                content.end());
    }

    private static @Nullable String key(RecordContent content) {
        return switch (content.key()) {
            case RecordKey.Single _ -> null;
            case RecordKey.Index index -> Integer.toString(index.index());
            case RecordKey.Name name ->
                content.kind() == Kind.USER.number()
                        ? content.author().node().toString()
                        : name.bytes().toUtf8();
        };
    }

    private static List<Grant> grants(AccessList list) {
        return list.grants().stream()
                .map(grant -> new Grant(
                        grant.user().toString(),
                        EnumSet.copyOf(grant.rights()).stream()
                                .map(RecordJson::word)
                                .toList()))
                .toList();
    }

    /** Whether somebody has a right by the list before that the other does not give. */
    static boolean takesRightsAway(FetchResult before, AccessList after) {
        return before.newest().stream()
                .filter(held -> held.content().exists())
                .flatMap(held -> AccessList.parse(held.content().value()).grants().stream())
                .anyMatch(grant -> grant.rights().stream().anyMatch(right -> !after.grants(grant.user(), right)));
    }

    /** Whether a list gives the user that right. */
    static boolean gives(List<HeldValue> lists, Party.User user, Right right) {
        return lists.stream()
                .filter(held -> held.content().exists())
                .anyMatch(held -> AccessList.parse(held.content().value()).grants(user, right));
    }

    static AccessList list(@Nullable List<@Nullable Grant> grants, String overlay) throws AdminException {
        if (grants == null) {
            throw new AdminException(400, GRANTS_FORM);
        }
        List<AccessList.Grant> parsed = new ArrayList<>();
        for (Grant grant : grants) {
            if (grant == null || grant.user() == null || grant.rights() == null) {
                throw new AdminException(400, GRANTS_FORM);
            }
            Set<Right> rights = EnumSet.noneOf(Right.class);
            for (String word : grant.rights()) {
                rights.add(right(word));
            }
            if (rights.isEmpty()) {
                throw new AdminException(400, "a grant has a right; who has none is left out of the list");
            }
            parsed.add(new AccessList.Grant(user(grant.user(), overlay), rights));
        }
        try {
            return new AccessList(parsed);
        } catch (IllegalArgumentException tooLarge) {
            throw new AdminException(400, String.valueOf(tooLarge.getMessage()));
        }
    }

    private static Right right(@Nullable String word) throws AdminException {
        for (Right right : Right.values()) {
            if (word(right).equals(word)) {
                return right;
            }
        }
        throw new AdminException(400, "a right is read, modify or delete");
    }

    private static String word(Right right) {
        return right.name().toLowerCase(Locale.ROOT);
    }

    static Kind kind(String word) throws AdminException {
        for (Kind kind : Kind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(word)) {
                return kind;
            }
        }
        throw new AdminException(400, "kind must be user, certificate, data, node-data or access-list");
    }

    /** A user's name; without a host he is of this overlay. */
    static Party.User user(String text, String overlay) throws AdminException {
        try {
            if (Recipient.parse(text, overlay) instanceof Party.User user) {
                return user;
            }
        } catch (IllegalArgumentException malformed) {
            // told below
        }
        throw new AdminException(400, "a user is written as bob@p2p.example.net");
    }

    /** Whose data it is, and nobody else's but the peer's: that name of it, else the first. */
    static Party.User owner(NodeCertificate certificate, @Nullable String of) throws AdminException {
        Party.User author = author(certificate, null, of);
        if (of != null && !user(of, certificate.overlay()).equals(author)) {
            throw new AdminException(
                    409,
                    "",
                    "the peer's certificate does not bear the name " + of + ": only the owner grants rights",
                    "name the owner's own peer, or one of " + certificate.users());
        }
        return author;
    }

    /** The name to sign under: that one, else the owner's if the certificate bears it, else the first. */
    static Party.User author(NodeCertificate certificate, @Nullable String as, @Nullable String of)
            throws AdminException {
        List<Party.User> names = certificate.users();
        if (names.isEmpty()) {
            throw new AdminException(
                    409, "", "the peer's certificate has no user name", "enroll it with one, or store node-data");
        }
        if (as != null) {
            Party.User user = user(as, certificate.overlay());
            if (!names.contains(user)) {
                throw new AdminException(
                        409, "", "the peer's certificate does not bear that name", "sign under " + names);
            }
            return user;
        }
        return of != null && names.contains(user(of, certificate.overlay()))
                ? user(of, certificate.overlay())
                : names.getFirst();
    }

    static Bytes bytes(@Nullable String value, @Nullable String encoding) throws AdminException {
        String text = value == null ? "" : value;
        if (encoding == null) {
            return Bytes.utf8(text);
        }
        try {
            if (encoding.equals(BASE64)) {
                return Bytes.copyOf(Base64.getDecoder().decode(text));
            }
        } catch (IllegalArgumentException malformed) {
            // told below
        }
        throw new AdminException(400, "encoding is base64, or absent for text");
    }

    /** A node's ID. */
    static NodeId node(String text) throws AdminException {
        try {
            return NodeId.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw new AdminException(400, "a node ID is a decimal number");
        }
    }
}
