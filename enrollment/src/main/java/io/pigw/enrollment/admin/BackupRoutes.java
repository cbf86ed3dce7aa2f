package io.pigw.enrollment.admin;

import io.pigw.enrollment.backup.Backup;
import io.pigw.enrollment.backup.BackupException;
import io.pigw.enrollment.backup.BackupProgress;
import io.pigw.enrollment.backup.Backups;
import io.pigw.runtime.admin.AdminException;
import io.pigw.runtime.admin.AdminRequest;
import io.pigw.runtime.admin.AdminResponse;
import io.pigw.runtime.admin.AdminRoute;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code GET /backups}, {@code POST /backup}. */
final class BackupRoutes {

    private final @Nullable Backups backups;

    BackupRoutes(@Nullable Backups backups) {
        this.backups = backups;
    }

    List<AdminRoute> routes() {
        return List.of(new AdminRoute("GET", "/backups", this::list), new AdminRoute("POST", "/backup", this::make));
    }

    private AdminResponse list(AdminRequest request) throws AdminException, IOException {
        request.authenticated();
        Requests.only(request, List.of("offset", "limit"));
        return AdminResponse.json(Map.of(
                "backups",
                configured().list().stream().map(BackupRoutes::describe).toList()));
    }

    private AdminResponse make(AdminRequest request) throws AdminException, InterruptedException {
        try {
            return AdminResponse.json(
                    Requests.CREATED, describe(configured().make(Requests.actor(request), BackupProgress.SILENT)));
        } catch (BackupException refused) {
            throw Requests.conflict(String.valueOf(refused.getMessage()));
        }
    }

    private Backups configured() throws AdminException {
        Backups known = backups;
        if (known == null) {
            throw Requests.notConfigured("backup", "backup");
        }
        return known;
    }

    private static Map<String, Object> describe(Backup backup) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", backup.name());
        object.put("folder", backup.folder().toAbsolutePath().toString());
        object.put("taken", backup.manifest().takenAt());
        object.put("bytes", backup.manifest().bytes());
        object.put("keys", backup.manifest().keys());
        object.put("sha256", backup.sha256());
        return object;
    }
}
