package io.pigw.bench.sip;

import io.pigw.bench.load.LoadResult;
import io.pigw.bench.process.ProcessUsage;
import io.pigw.bench.server.ServerUsage;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * One server's turn.
 *
 * @param load what the generator saw
 * @param cpu of the server's processes, from before the first message until nothing was left to do
 * @param allocatedBytes of a JVM within the same time
 * @param proportionalBytes of memory after it
 */
record Sample(LoadResult load, Duration cpu, OptionalLong allocatedBytes, OptionalLong proportionalBytes) {

    private static final double NANOS_PER_MICRO = 1e3;
    private static final double MICROS_PER_SECOND = 1e6;

    static Sample of(
            LoadResult load,
            ProcessUsage before,
            ProcessUsage after,
            Optional<ServerUsage> ownBefore,
            Optional<ServerUsage> ownAfter) {
        OptionalLong allocated = ownBefore.isPresent() && ownAfter.isPresent()
                ? OptionalLong.of(
                        ownAfter.get().allocatedBytes() - ownBefore.get().allocatedBytes())
                : OptionalLong.empty();
        return new Sample(load, after.cpu().minus(before.cpu()), allocated, after.proportionalBytes());
    }

    double perSecond() {
        return load.perSecond();
    }

    /** Of the server's processor time, what one message took. */
    double cpuMicros() {
        return cpu.toNanos() / NANOS_PER_MICRO / Math.max(1, load.succeeded());
    }

    /** Messages in a second of one processor. */
    double perCpuSecond() {
        return MICROS_PER_SECOND / Math.max(cpuMicros(), Double.MIN_NORMAL);
    }

    OptionalDouble allocatedPerMessage() {
        return allocatedBytes.isPresent()
                ? OptionalDouble.of((double) allocatedBytes.getAsLong() / Math.max(1, load.succeeded()))
                : OptionalDouble.empty();
    }
}
