package io.pigw.runtime;

import ch.qos.logback.core.PropertyDefinerBase;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The level to log from, for {@code logback.xml}: {@code PIGW_LOG}, a property of the system or else a variable. What is empty or no
 * level counts as not set, for Logback would take it as {@code DEBUG}.
 */
public final class LogLevel extends PropertyDefinerBase {

    private static final String VARIABLE = "PIGW_LOG";
    private static final String DEFAULT = "INFO";
    private static final Set<String> LEVELS = Set.of("ERROR", "WARN", "INFO", "DEBUG", "TRACE", "OFF");

    @Override
    public String getPropertyValue() {
        String property = System.getProperty(VARIABLE);
        return level(property != null ? property : System.getenv(VARIABLE));
    }

    static String level(@Nullable String text) {
        String level = text == null ? "" : text.strip().toUpperCase(Locale.ROOT);
        return LEVELS.contains(level) ? level : DEFAULT;
    }
}
