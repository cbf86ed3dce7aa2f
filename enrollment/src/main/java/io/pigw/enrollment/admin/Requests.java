package io.pigw.enrollment.admin;

import io.pigw.enrollment.audit.AuditActor;
import io.pigw.enrollment.store.Change;
import io.pigw.overlay.port.Role;
import io.pigw.runtime.admin.AdminException;
import io.pigw.runtime.admin.AdminRequest;
import io.pigw.runtime.admin.AdminResponse;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the routes have in common. */
final class Requests {

    static final int CREATED = 201;

    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int DEFAULT_PAGE = 100;
    private static final int MAX_PAGE = 500;
    private static final int MAX_OFFSET = 10_000_000;

    private Requests() {}

    /** Who asks, for the audit log. */
    static AuditActor actor(AdminRequest request) {
        return AuditActor.operator(request.authenticated().certificate());
    }

    /**
     * A part of a list.
     *
     * @param offset how many to leave out
     * @param limit how many at most
     */
    record Page(int offset, int limit) {

        /**
         * {@code ?offset=N&limit=N}, and those filters, which the route reads.
         *
         * @throws AdminException 400 for any other: passed over, all would look like what was asked for
         */
        static Page of(AdminRequest request, String... filters) throws AdminException {
            only(
                    request,
                    Stream.concat(Stream.of("offset", "limit"), Stream.of(filters))
                            .toList());
            return new Page((int) request.number("offset", 0, 0, MAX_OFFSET), (int)
                    request.number("limit", DEFAULT_PAGE, 1, MAX_PAGE));
        }

        /** What to ask the store for: one more shows whether there is more. */
        int fetched() {
            return limit + 1;
        }

        /** The list under that key, and {@code next}, the offset to go on from, if there is more. */
        <T> AdminResponse answer(String key, List<T> found, Function<T, Object> describe) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put(key, found.stream().limit(limit).map(describe).toList());
            if (found.size() > limit) {
                body.put("next", offset + limit);
            }
            return AdminResponse.json(body);
        }
    }

    /** Refuses parameters of a query that nobody reads. */
    static void only(AdminRequest request, List<String> known) throws AdminException {
        Optional<String> unknown = request.query().keySet().stream()
                .filter(key -> !known.contains(key))
                .min(Comparator.naturalOrder());
        if (unknown.isPresent()) {
            throw malformed(
                    "this list has no parameter " + unknown.get(),
                    "leave it out; there are " + String.join(", ", known));
        }
    }

    /** What became of an order, as an answer. */
    static <T> AdminResponse changed(Change<T> change, String what, Function<T, Object> describe)
            throws AdminException {
        return switch (change) {
            case Change.Done<T> done -> AdminResponse.json(describe.apply(done.now()));
            case Change.NotFound<T> _ -> throw notFound(what);
            case Change.Conflict<T> conflict -> throw conflict(conflict.reason());
        };
    }

    static AdminException notFound(String what) {
        return new AdminException(
                NOT_FOUND, "not_found", "there is no " + what, "'pigw enroll list' shows what there is");
    }

    static AdminException conflict(String reason) {
        return new AdminException(CONFLICT, "conflict", reason, "");
    }

    static AdminException malformed(String what, String remedy) {
        return new AdminException(BAD_REQUEST, "malformed", what, remedy);
    }

    static AdminException notConfigured(String what, String section) {
        return new AdminException(
                CONFLICT,
                "not_configured",
                what + " is not configured at this server",
                "write a section '" + section + "' into its configuration");
    }

    /**
     * The constant of that name, in any case.
     *
     * @throws AdminException 400 with all names
     */
    static <E extends Enum<E>> E constant(Class<E> type, String key, String text) throws AdminException {
        try {
            return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw malformed(
                    "there is no " + key + " " + text,
                    "one of "
                            + Arrays.stream(type.getEnumConstants())
                                    .filter(constant -> constant != Role.ENROLLMENT)
                                    .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                                    .collect(Collectors.joining(", ")));
        }
    }
}
