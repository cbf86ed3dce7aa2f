package io.pigw.enrollment.admin;

import io.pigw.enrollment.audit.AuditCheckpoints;
import io.pigw.enrollment.audit.AuditEntry;
import io.pigw.enrollment.audit.AuditFilter;
import io.pigw.enrollment.audit.AuditHead;
import io.pigw.enrollment.audit.AuditJson;
import io.pigw.enrollment.audit.AuditStore;
import io.pigw.enrollment.audit.BrokenLogException;
import io.pigw.runtime.admin.AdminException;
import io.pigw.runtime.admin.AdminRequest;
import io.pigw.runtime.admin.AdminResponse;
import io.pigw.runtime.admin.AdminRoute;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code GET /audit}, {@code POST /checkpoint}. */
final class AuditRoutes {

    private static final int CREATED = 201;

    private final AuditStore store;
    private final AuditCheckpoints checkpoints;

    AuditRoutes(AuditStore store, AuditCheckpoints checkpoints) {
        this.store = store;
        this.checkpoints = checkpoints;
    }

    List<AdminRoute> routes() {
        return List.of(
                new AdminRoute("GET", "/audit", this::entries),
                new AdminRoute("POST", "/checkpoint", this::checkpoint));
    }

    /** {@code ?after=SEQ&max=N}, or {@code ?last=N} for the end; {@code actor}, {@code action}, {@code subject} filter. */
    private AdminResponse entries(AdminRequest request) throws AdminException, InterruptedException {
        Requests.only(request, List.of("after", "last", "max", "actor", "action", "subject"));
        AuditHead head = StoreAnswers.await(store.head());
        int max = (int) request.number("max", AuditStore.MAX_PAGE, 1, AuditStore.MAX_PAGE);
        long after = request.parameter("last").isPresent()
                ? Math.max(0, head.seq() - request.number("last", 1, 1, AuditStore.MAX_PAGE))
                : request.number("after", 0, 0, Long.MAX_VALUE);
        AuditFilter filter = new AuditFilter(
                request.parameter("actor").orElse(null),
                request.parameter("action")
                        .map(action -> action.toUpperCase(Locale.ROOT))
                        .orElse(null),
                request.parameter("subject").orElse(null));
        List<AuditEntry> entries = StoreAnswers.await(store.after(after, max, filter));
        return AdminResponse.json(Map.of(
                "entries", entries.stream().map(AuditJson::object).toList(),
                "head", head.seq(),
                "hash", head.hash().toHex()));
    }

    private AdminResponse checkpoint(AdminRequest request)
            throws AdminException, InterruptedException, GeneralSecurityException {
        request.authenticated();
        AuditCheckpoints.Signed signed;
        try {
            signed = checkpoints.make();
        } catch (BrokenLogException broken) {
            throw Requests.conflict("the audit log is broken and is not signed: " + broken.getMessage());
        }
        return AdminResponse.json(
                CREATED,
                Map.of(
                        "seq", signed.checkpoint().head().seq(),
                        "hash", signed.checkpoint().head().hash().toHex(),
                        "at", signed.checkpoint().at(),
                        "checkpoint",
                                Base64.getEncoder().encodeToString(signed.cms().toArray())));
    }
}
