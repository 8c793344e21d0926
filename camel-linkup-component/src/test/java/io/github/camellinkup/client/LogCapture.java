package io.github.camellinkup.client;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** Everything that anything logs, at every level, while it is open. */
public final class LogCapture extends AbstractAppender implements AutoCloseable {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
    private final LoggerConfig root = context.getConfiguration().getRootLogger();
    private final Level before = root.getLevel();

    public LogCapture() {
        super("capture", null, null, false, Property.EMPTY_ARRAY);
        start();
        root.addAppender(this, Level.ALL, null);
        root.setLevel(Level.ALL);
        context.updateLoggers();
    }

    @Override
    public void append(LogEvent event) {
        String line = event.getLoggerName() + " " + event.getMessage().getFormattedMessage();
        String whole = event.getThrown() == null ? line : line + text(event.getThrown());
        lines.add(whole);
        if (event.getLevel().isMoreSpecificThan(Level.WARN)) {
            warnings.add(whole);
        }
    }

    /** Those at WARN and above. */
    public List<String> warnings() {
        return warnings;
    }

    public List<String> lines() {
        return lines;
    }

    static String text(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    @Override
    public void close() {
        root.removeAppender("capture");
        root.setLevel(before);
        context.updateLoggers();
        stop();
    }
}
