package io.pigw.gateway.sip;

import gov.nist.core.StackLogger;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The RI's own log, through SLF4J. Its texts may quote header fields that strangers sent (bodies never reach it), so all but its
 * fatal errors come out at debug level; the transport logs and counts what matters by itself. Named in a property: public, with
 * no arguments.
 */
public final class Slf4jStackLogger implements StackLogger {

    private static final Logger LOG = LoggerFactory.getLogger("io.pigw.gateway.sip.ri");

    /** For the RI, which instantiates it by name. */
    public Slf4jStackLogger() {}

    @Override
    public boolean isLoggingEnabled() {
        return LOG.isDebugEnabled();
    }

    @Override
    public boolean isLoggingEnabled(int level) {
        return level > TRACE_NONE && level <= TRACE_WARN && LOG.isDebugEnabled();
    }

    @Override
    public void logError(String message) {
        LOG.debug("{}", message);
    }

    @Override
    public void logError(String message, Exception e) {
        LOG.debug("{}", message, e);
    }

    @Override
    public void logFatalError(String message) {
        LOG.error("{}", message);
    }

    @Override
    public void logWarning(String message) {
        LOG.debug("{}", message);
    }

    @Override
    public void logException(Throwable e) {
        LOG.debug("The SIP stack caught an exception", e);
    }

    @Override
    public void logStackTrace() {}

    @Override
    public void logStackTrace(int level) {}

    @Override
    public int getLineCount() {
        return 0;
    }

    @Override
    public void logDebug(String message) {}

    @Override
    public void logDebug(String message, Exception e) {}

    @Override
    public void logTrace(String message) {}

    @Override
    public void logInfo(String message) {}

    @Override
    public void disableLogging() {}

    @Override
    public void enableLogging() {}

    @Override
    public void setBuildTimeStamp(String timeStamp) {}

    @Override
    public void setStackProperties(Properties properties) {}

    @Override
    public String getLoggerName() {
        return LOG.getName();
    }
}
