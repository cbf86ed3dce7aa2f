package io.pigw.runtime.net;

/** Who does TLS. */
public enum TlsProvider {
    /** BoringSSL where its native library loads, else the JDK. */
    BEST,
    /** The JDK. */
    JDK
}
