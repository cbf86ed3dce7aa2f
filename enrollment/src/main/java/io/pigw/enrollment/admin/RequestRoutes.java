package io.pigw.enrollment.admin;

import io.pigw.enrollment.policy.UserNames;
import io.pigw.enrollment.store.RequestFilter;
import io.pigw.enrollment.store.RequestRecord;
import io.pigw.enrollment.store.RequestStore;
import io.pigw.overlay.port.Role;
import io.pigw.runtime.admin.AdminException;
import io.pigw.runtime.admin.AdminRequest;
import io.pigw.runtime.admin.AdminResponse;
import io.pigw.runtime.admin.AdminRoute;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code GET /requests}, {@code /requests/{id}}, {@code POST /requests/{id}/approve}, {@code /reject}. */
final class RequestRoutes {

    private final RequestStore requests;
    private final UserNames names;
    private final InstantSource clock;

    RequestRoutes(RequestStore requests, UserNames names, InstantSource clock) {
        this.requests = requests;
        this.names = names;
        this.clock = clock;
    }

    List<AdminRoute> routes() {
        return List.of(
                new AdminRoute("GET", "/requests", this::list),
                new AdminRoute("GET", "/requests/{id}", this::show),
                new AdminRoute("POST", "/requests/{id}/approve", this::approve),
                new AdminRoute("POST", "/requests/{id}/reject", this::reject));
    }

    private AdminResponse list(AdminRequest request) throws AdminException, InterruptedException {
        Requests.Page page = Requests.Page.of(request, "account", "user", "role", "state");
        List<RequestRecord> found =
                StoreAnswers.await(requests.list(filter(request), page.offset(), page.fetched(), clock.instant()));
        return page.answer("requests", found, Described::request);
    }

    private RequestFilter filter(AdminRequest request) throws AdminException {
        Optional<String> user = request.parameter("user");
        Optional<String> role = request.parameter("role");
        Optional<String> state = request.parameter("state");
        return new RequestFilter(
                request.parameter("account").orElse(null),
                user.isPresent() ? Names.user(names, user.get()) : null,
                role.isPresent() ? Requests.constant(Role.class, "role", role.get()) : null,
                state.isPresent() ? Requests.constant(RequestRecord.State.class, "state", state.get()) : null);
    }

    private AdminResponse show(AdminRequest request) throws AdminException, InterruptedException {
        String id = request.variable("id");
        Optional<RequestRecord> found = StoreAnswers.await(requests.find(id, clock.instant()));
        return AdminResponse.json(Described.request(found.orElseThrow(() -> Requests.notFound("request " + id))));
    }

    private AdminResponse approve(AdminRequest request) throws AdminException, InterruptedException {
        String id = request.variable("id");
        String reason = Reason.optional(request, RequestStore.MAX_REASON);
        return Requests.changed(
                StoreAnswers.await(requests.approve(id, reason, Requests.actor(request), clock.instant())),
                "request " + id,
                Described::request);
    }

    private AdminResponse reject(AdminRequest request) throws AdminException, InterruptedException {
        String id = request.variable("id");
        String reason = Reason.required(request, RequestStore.MAX_REASON);
        return Requests.changed(
                StoreAnswers.await(requests.reject(id, reason, Requests.actor(request), clock.instant())),
                "request " + id,
                Described::request);
    }

    /** The body of a decision. */
    record Reason(@Nullable String reason) {

        static @Nullable String optional(AdminRequest request, int max) throws AdminException {
            if (request.body().isEmpty()) {
                return null;
            }
            String reason = request.json(Reason.class).reason();
            if (reason != null && (reason.isBlank() || reason.length() > max)) {
                throw Requests.malformed("a reason has 1 to " + max + " characters", "say it shorter");
            }
            return reason;
        }

        static String required(AdminRequest request, int max) throws AdminException {
            String reason = optional(request, max);
            if (reason == null) {
                throw Requests.malformed("the reason is missing", "say why: --reason TEXT; those concerned read it");
            }
            return reason;
        }
    }
}
