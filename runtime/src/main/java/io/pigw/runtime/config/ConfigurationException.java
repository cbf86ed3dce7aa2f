package io.pigw.runtime.config;

/** A configuration is wrong. The message names file, line and key, and what to do. */
public final class ConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With a cause. */
    public ConfigurationException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Without one. */
    public ConfigurationException(String message) {
        super(message);
    }
}
