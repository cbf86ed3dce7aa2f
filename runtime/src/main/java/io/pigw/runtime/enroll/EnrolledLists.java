package io.pigw.runtime.enroll;

import io.pigw.runtime.est.CspListFile;
import io.pigw.runtime.est.EstClient;
import io.pigw.runtime.est.SignedCspList;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.revocation.FirstCrls;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a node keeps beside its first certificate, so that it can start without the enrollment server: the signed list of CSPs and
 * the lists of revoked certificates. Blocks.
 */
public final class EnrolledLists {

    private EnrolledLists() {}

    /**
     * Fetches, checks and keeps them. The certificate is there: a list that is not is no reason to fail.
     *
     * @param directory the one that the node's certificate is in
     * @param now the time of day
     * @return what could not be had, a sentence each
     */
    public static List<String> keep(EstClient client, NodeIdentity identity, Path directory, Instant now)
            throws InterruptedException {
        List<String> problems = new ArrayList<>();
        try {
            Optional<SignedCspList> list = client.csps(identity.certificate().overlay());
            if (list.isPresent()) {
                new CspListFile(directory.resolve("csps.p7")).save(list.get(), identity.trustAnchors(), now);
            }
        } catch (IOException failed) {
            problems.add("no list of CSPs: " + failed.getMessage());
        }
        problems.addAll(FirstCrls.fetch(identity, directory, now));
        return List.copyOf(problems);
    }
}
