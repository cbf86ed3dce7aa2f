package io.pigw.runtime.store;

import java.io.Writer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes Derby's own log into ours, so that it leaves no derby.log in the working directory. Public for Derby alone. */
public final class DerbyLog {

    /** Derby finds it by the property {@code derby.stream.error.field}. */
    public static final Writer WRITER = new LogWriter();

    private static final Logger LOG = LoggerFactory.getLogger("org.apache.derby");
    private static final int MAX_LINE = 4_096;

    private DerbyLog() {}

    static void install() {
        if (System.getProperty("derby.stream.error.file") == null) {
            System.setProperty("derby.stream.error.field", DerbyLog.class.getName() + ".WRITER");
        }
    }

    private static final class LogWriter extends Writer {

        private final StringBuilder line = new StringBuilder();

        @Override
        public void write(char[] characters, int offset, int length) {
            synchronized (line) {
                for (int i = offset; i < offset + length; i++) {
                    if (characters[i] == '\n' || line.length() >= MAX_LINE) {
                        LOG.debug("{}", line);
                        line.setLength(0);
                    } else if (characters[i] != '\r') {
                        line.append(characters[i]);
                    }
                }
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
