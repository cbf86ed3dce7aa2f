package io.pigw.enrollment.admin;

import io.pigw.enrollment.store.Restoration;
import io.pigw.enrollment.store.Restorations;
import io.pigw.runtime.admin.AdminException;
import io.pigw.runtime.admin.AdminRequest;
import io.pigw.runtime.admin.AdminResponse;
import io.pigw.runtime.admin.AdminRoute;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code GET /restorations}, {@code POST /resume}. */
final class RestorationRoutes {

    private final Restorations restorations;

    RestorationRoutes(Restorations restorations) {
        this.restorations = restorations;
    }

    List<AdminRoute> routes() {
        return List.of(
                new AdminRoute("GET", "/restorations", this::list), new AdminRoute("POST", "/resume", this::resume));
    }

    private AdminResponse list(AdminRequest request) {
        request.authenticated();
        return AdminResponse.json(Map.of(
                "restorations",
                restorations.all().stream().map(RestorationRoutes::describe).toList()));
    }

    private AdminResponse resume(AdminRequest request) throws AdminException, InterruptedException {
        Restoration resumed = restorations
                .resume(Requests.actor(request))
                .orElseThrow(() -> Requests.conflict("the server waits for nobody: it issues certificates"));
        return AdminResponse.json(describe(resumed));
    }

    private static Map<String, Object> describe(Restoration restoration) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("taken", restoration.taken());
        object.put("restored", restoration.restored());
        Instant resumed = restoration.resumed();
        if (resumed != null) {
            object.put("resumed", resumed);
        }
        return object;
    }
}
