package io.pigw.enrollment.admin;

import io.pigw.enrollment.publish.Crl;
import io.pigw.enrollment.publish.Publication;
import io.pigw.runtime.admin.AdminException;
import io.pigw.runtime.admin.AdminRequest;
import io.pigw.runtime.admin.AdminResponse;
import io.pigw.runtime.admin.AdminRoute;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code GET /crl}, {@code POST /crl}: what the revocation lists are, and new ones now. */
final class CrlRoutes {

    private final @Nullable Publication publication;

    CrlRoutes(@Nullable Publication publication) {
        this.publication = publication;
    }

    List<AdminRoute> routes() {
        return List.of(new AdminRoute("GET", "/crl", this::show), new AdminRoute("POST", "/crl", this::sign));
    }

    private AdminResponse show(AdminRequest request) throws AdminException {
        request.authenticated();
        Publication published = published();
        return answer(published, published.crls().all());
    }

    private AdminResponse sign(AdminRequest request) throws AdminException, InterruptedException {
        request.authenticated();
        Publication published = published();
        return answer(published, StoreAnswers.await(published.signNow()));
    }

    private Publication published() throws AdminException {
        Publication known = publication;
        if (known == null) {
            throw Requests.notConfigured("publication of CRLs", "publish");
        }
        return known;
    }

    private static AdminResponse answer(Publication published, List<Crl> crls) {
        return AdminResponse.json(Map.of(
                "crls", crls.stream().map(crl -> describe(published, crl)).toList()));
    }

    private static Map<String, Object> describe(Publication published, Crl crl) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("issuer", crl.issuer());
        object.put("number", crl.number());
        object.put("issued", crl.thisUpdate());
        object.put("next", crl.nextUpdate());
        object.put("entries", crl.entries());
        object.put("bytes", crl.der().size());
        object.put("url", published.urls().crl(crl.issuer()).toString());
        return object;
    }
}
