package io.pigw.runtime.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** All that the process logs while it is open, at the finest level and by whomever, libraries included. Safe on any thread. */
public final class WholeLog implements AutoCloseable {

    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Map<Logger, @Nullable Level> levels = new LinkedHashMap<>();
    private final Lines lines = new Lines();
    private final OthersAsBefore others;

    private WholeLog() {
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        others = new OthersAsBefore(root.getLevel());
        for (Logger logger : context.getLoggerList()) {
            levels.put(logger, logger.getLevel());
            logger.setLevel(logger.equals(root) ? Level.TRACE : null);
        }
        root.iteratorForAppenders().forEachRemaining(appender -> appender.addFilter(others));
        others.start();
        lines.setContext(context);
        lines.start();
        root.addAppender(lines);
    }

    /** Listens from now on. What is finer than usual is kept from where it went before. */
    public static WholeLog open() {
        return new WholeLog();
    }

    /** What was logged: the text, what goes with it, and exceptions with all their causes. */
    public List<String> lines() {
        return List.copyOf(lines.all);
    }

    /** Fails if something was logged that holds one of them. */
    public void assertTellsNone(String... secrets) {
        for (String secret : secrets) {
            assertThat(lines.all).noneMatch(line -> Canary.isIn(line, secret));
        }
    }

    /** Puts all levels back. */
    @Override
    public void close() {
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).detachAppender(lines);
        others.stop();
        levels.forEach(Logger::setLevel);
    }

    /** Stopped, it has no say. */
    private static final class OthersAsBefore extends Filter<ILoggingEvent> {
        private final Level least;

        OthersAsBefore(Level least) {
            this.least = least;
        }

        @Override
        public FilterReply decide(ILoggingEvent event) {
            return !isStarted() || event.getLevel().isGreaterOrEqual(least) ? FilterReply.NEUTRAL : FilterReply.DENY;
        }
    }

    private static final class Lines extends AppenderBase<ILoggingEvent> {
        private final ConcurrentLinkedQueue<String> all = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            IThrowableProxy thrown = event.getThrowableProxy();
            all.add(event.getLevel() + " " + event.getLoggerName() + " " + event.getFormattedMessage() + " "
                    + event.getKeyValuePairs() + (thrown == null ? "" : ThrowableProxyUtil.asString(thrown)));
        }
    }
}
