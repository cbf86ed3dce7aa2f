package io.pigw.csp.relay;

import io.pigw.p2psip.message.Fence;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The greatest epoch of each part of the outboxes that gateways share. A gateway that was held up while another one took its part over sends
 * with a lesser one, and would send what is no longer its own to send. Forgotten with the process, and of more than {@link #MAX_POOLS} the
 * one that was not heard of for the longest time: what a gateway that was overtaken writes then has no effect all the same. Confined to one
 * thread.
 */
final class Fences {

    /** Outboxes at a time; 0.5 KiB each. */
    static final int MAX_POOLS = 64;

    private final Map<String, long[]> pools = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, long[]> eldest) {
            return size() > MAX_POOLS;
        }
    };

    /** Whether nobody has come with a greater epoch; this one is known then. */
    boolean admit(Fence fence) {
        long[] epochs = pools.computeIfAbsent(fence.pool(), _ -> new long[Fence.PARTS]);
        if (fence.epoch() < epochs[fence.part()]) {
            return false;
        }
        epochs[fence.part()] = fence.epoch();
        return true;
    }
}
