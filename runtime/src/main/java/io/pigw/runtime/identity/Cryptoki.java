package io.pigw.runtime.identity;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The little of a PKCS#11 module's interface that the JDK's provider hides: which token is in which slot (PKCS #11 3.0 §5.5).
 * The module stays loaded, as the provider's use of it does.
 */
@SuppressWarnings("restricted") // a foreign interface is what this is
final class Cryptoki {

    private static final int MAX_SLOTS = 256;
    private static final int LABEL_BYTES = 32;
    private static final long TOKEN_INFO_BYTES = 1_024;
    private static final long CKR_OK = 0;
    private static final long CKR_TOKEN_NOT_PRESENT = 0xE0;
    private static final long CKR_CRYPTOKI_ALREADY_INITIALIZED = 0x191;
    private static final long CKF_OS_LOCKING_OK = 2;

    // CK_FUNCTION_LIST: a version, padded to a pointer, then the functions in the order of the standard
    private static final int INITIALIZE = 1;
    private static final int GET_SLOT_LIST = 5;
    private static final int GET_TOKEN_INFO = 7;

    private final Path library;
    private final MemorySegment functions;
    private final Linker linker = Linker.nativeLinker();

    private Cryptoki(Path library, MemorySegment functions) {
        this.library = library;
        this.functions = functions;
    }

    /**
     * Loads the module.
     *
     * @throws IOException if it is none
     */
    static Cryptoki load(Path library) throws IOException {
        Linker linker = Linker.nativeLinker();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment function = SymbolLookup.libraryLookup(library.toAbsolutePath(), Arena.global())
                    .find("C_GetFunctionList")
                    .orElseThrow(() -> new IOException(library + " is no PKCS#11 module: it has no C_GetFunctionList"));
            MethodHandle call =
                    linker.downcallHandle(function, FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS));
            MemorySegment list = arena.allocate(ValueLayout.ADDRESS);
            require(library, "C_GetFunctionList", (long) call.invokeExact(list));
            MemorySegment functions =
                    list.get(ValueLayout.ADDRESS, 0).reinterpret((GET_TOKEN_INFO + 1) * ValueLayout.ADDRESS.byteSize());
            Cryptoki cryptoki = new Cryptoki(library, functions);
            cryptoki.initialize(arena);
            return cryptoki;
        } catch (IllegalArgumentException notLoaded) {
            throw new IOException(library + " cannot be loaded as a shared library", notLoaded);
        } catch (Throwable thrown) {
            throw asIo(thrown);
        }
    }

    /** The labels of the tokens that are present, by slot. */
    Map<Long, String> tokens() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment count = arena.allocate(ValueLayout.JAVA_LONG);
            count.set(ValueLayout.JAVA_LONG, 0, MAX_SLOTS);
            MemorySegment slots = arena.allocate(ValueLayout.JAVA_LONG, MAX_SLOTS);
            MethodHandle list = handle(
                    GET_SLOT_LIST,
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_LONG, ValueLayout.JAVA_BYTE, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
            require(library, "C_GetSlotList", (long) list.invokeExact((byte) 1, slots, count));
            Map<Long, String> found = new TreeMap<>();
            for (int i = 0; i < count.get(ValueLayout.JAVA_LONG, 0); i++) {
                long slot = slots.getAtIndex(ValueLayout.JAVA_LONG, i);
                String label = label(arena, slot);
                if (!label.isEmpty()) {
                    found.put(slot, label);
                }
            }
            return found;
        } catch (Throwable thrown) {
            throw asIo(thrown);
        }
    }

    private String label(Arena arena, long slot) throws Throwable {
        MemorySegment info = arena.allocate(TOKEN_INFO_BYTES, ValueLayout.ADDRESS.byteSize());
        MethodHandle get = handle(
                GET_TOKEN_INFO,
                FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS));
        long result = (long) get.invokeExact(slot, info);
        if (result == CKR_TOKEN_NOT_PRESENT) {
            return "";
        }
        require(library, "C_GetTokenInfo", result);
        return new String(info.asSlice(0, LABEL_BYTES).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8).strip();
    }

    private void initialize(Arena arena) throws Throwable {
        MemorySegment arguments = arena.allocate(ValueLayout.JAVA_LONG, 6);
        arguments.setAtIndex(ValueLayout.JAVA_LONG, 4, CKF_OS_LOCKING_OK);
        MethodHandle initialize = handle(INITIALIZE, FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS));
        long result = (long) initialize.invokeExact(arguments);
        if (result != CKR_CRYPTOKI_ALREADY_INITIALIZED) {
            require(library, "C_Initialize", result);
        }
    }

    private MethodHandle handle(int index, FunctionDescriptor descriptor) {
        return linker.downcallHandle(functions.getAtIndex(ValueLayout.ADDRESS, index), descriptor);
    }

    private static void require(Path library, String function, long result) throws IOException {
        if (result != CKR_OK) {
            throw new IOException(library + ": " + function + " fails with 0x" + Long.toHexString(result));
        }
    }

    private static IOException asIo(Throwable thrown) {
        return switch (thrown) {
            case IOException io -> io;
            case Error error -> throw error;
            default -> new IOException("the PKCS#11 module cannot be called", thrown);
        };
    }
}
