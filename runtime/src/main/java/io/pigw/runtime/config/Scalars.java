package io.pigw.runtime.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Types that are written as one scalar. */
final class Scalars {

    private static final Map<Class<?>, Function<String, ?>> PARSERS = Map.of(
            HostPort.class, HostPort::parse,
            NodeId.class, NodeId::parse,
            NodeContact.class, NodeContact::parse,
            Duration.class, Scalars::duration);

    private static final Pattern SHORT = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h|d)");

    private Scalars() {}

    static boolean isScalar(Class<?> type) {
        return PARSERS.containsKey(type);
    }

    static SimpleModule module() {
        SimpleModule module = new SimpleModule("pigw-scalars");
        PARSERS.forEach((type, parser) -> add(module, type, parser));
        return module;
    }

    /** {@code 250ms}, {@code 5s}, {@code 10m}, {@code 24h}, {@code 30d}, or ISO-8601 such as {@code PT5S}. */
    static Duration duration(String text) {
        Matcher matcher = SHORT.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (matcher.matches()) {
            long amount = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                case "h" -> Duration.ofHours(amount);
                default -> Duration.ofDays(amount);
            };
        }
        try {
            return Duration.parse(text.strip());
        } catch (DateTimeParseException malformed) {
            throw new IllegalArgumentException("expected a duration such as 250ms, 5s, 10m or PT5S", malformed);
        }
    }

    @SuppressWarnings("unchecked") // the map's keys are their parsers' types
    private static <T> void add(SimpleModule module, Class<?> type, Function<String, ?> parser) {
        module.addDeserializer((Class<T>) type, new Parsed<>((Class<T>) type, (Function<String, T>) parser));
    }

    private static final class Parsed<T> extends FromStringDeserializer<T> {

        private static final long serialVersionUID = 1L;

        private final transient Function<String, T> parser;

        Parsed(Class<T> type, Function<String, T> parser) {
            super(type);
            this.parser = parser;
        }

        @Override
        public T deserialize(JsonParser from, DeserializationContext context) throws java.io.IOException {
            return super.deserialize(from, context);
        }

        @Override
        protected T _deserialize(String value, DeserializationContext context) {
            return parser.apply(value);
        }
    }
}
