package io.pigw.bench.faults;

import io.pigw.bench.BenchException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** What the kernel's ext4 does when it is told that its disk is gone (Linux, {@code fs/ext4/ioctl.c}). */
final class Ext4 {

    /** {@code EXT4_IOC_SHUTDOWN}: {@code _IOR('X', 125, __u32)}. */
    private static final long SHUTDOWN = 0x8004_587DL;

    /** {@code EXT4_GOING_FLAGS_NOLOGFLUSH}: not even the journal is written out. */
    private static final int NO_LOG_FLUSH = 2;

    private static final int READ_ONLY = 0;

    private Ext4() {}

    /** Lets the file system of that folder lose its disk. */
    @SuppressWarnings("restricted") // system calls are what this is for
    static void shutDown(Path folder) throws IOException {
        Linker linker = Linker.nativeLinker();
        try (Arena arena = Arena.ofConfined()) {
            MethodHandle open = function(linker, "open", ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
            MethodHandle ioctl = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("ioctl"),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS),
                    Linker.Option.firstVariadicArg(2));
            MethodHandle close = function(linker, "close", ValueLayout.JAVA_INT);
            int file = (int) open.invokeExact(arena.allocateFrom(folder.toString()), READ_ONLY);
            if (file < 0) {
                throw new IOException(folder + " cannot be opened");
            }
            MemorySegment flags = arena.allocateFrom(ValueLayout.JAVA_INT, NO_LOG_FLUSH);
            int result = (int) ioctl.invokeExact(file, SHUTDOWN, flags);
            int _ = (int) close.invokeExact(file);
            if (result != 0) {
                throw new BenchException(folder + " cannot be cut from its disk: that needs root, and ext4");
            }
        } catch (IOException | RuntimeException known) {
            throw known;
        } catch (Throwable unexpected) {
            throw new BenchException("the system call failed", unexpected);
        }
    }

    @SuppressWarnings("restricted")
    private static MethodHandle function(Linker linker, String name, MemoryLayout... arguments) {
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments));
    }
}
