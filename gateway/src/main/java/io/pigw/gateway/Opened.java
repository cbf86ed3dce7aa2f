package io.pigw.gateway;

import java.util.ArrayDeque;
import java.util.Deque;

/** What has been opened so far, to be closed in reverse order when the rest cannot be. */
final class Opened {

    private final Deque<AutoCloseable> resources = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T resource) {
        resources.push(resource);
        return resource;
    }

    void close() {
        for (AutoCloseable resource : resources) {
            try {
                resource.close();
            } catch (Exception e) {
                throw new IllegalStateException("a half-started gateway could not be closed", e);
            }
        }
    }
}
