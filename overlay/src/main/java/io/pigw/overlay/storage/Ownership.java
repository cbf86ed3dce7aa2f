package io.pigw.overlay.storage;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.record.AccessPolicy;
import io.pigw.p2psip.record.Kind;
import io.pigw.p2psip.record.RecordContent;
import io.pigw.p2psip.record.RecordKey;
import io.pigw.p2psip.record.ResourceId;
import io.pigw.p2psip.signing.SignedContent;
import org.jspecify.annotations.Nullable;

/** Whose a resource is, under each policy (RFC 6940 §7.3). */
record Ownership(String overlay) {

    /** Whether the author of the content owns its place. That the certificate bears name and node is checked before. */
    boolean isOwner(ResourceId resource, Kind kind, RecordContent content) {
        Party.User user = content.author().user();
        NodeId node = content.author().node();
        return switch (kind.policy()) {
            case USER_MATCH -> isOfUser(resource, user);
            case NODE_MATCH -> SignedContent.resource(overlay, node).equals(resource);
            case USER_NODE_MATCH ->
                isOfUser(resource, user) && RecordKey.of(node).equals(content.key());
            case NODE_MULTIPLE -> isOneOf(resource, node);
        };
    }

    /** Whether a resource that is named after a user is one of those of the certificate. */
    boolean isOwner(ResourceId resource, NodeCertificate certificate) {
        return certificate.users().stream().anyMatch(user -> isOfUser(resource, user));
    }

    private boolean isOfUser(ResourceId resource, Party.@Nullable User user) {
        return user != null && SignedContent.resource(overlay, user).equals(resource);
    }

    private boolean isOneOf(ResourceId resource, NodeId node) {
        for (int number = 1; number <= AccessPolicy.MAX_NODE_MULTIPLE; number++) {
            if (SignedContent.resource(overlay, node, number).equals(resource)) {
                return true;
            }
        }
        return false;
    }
}
