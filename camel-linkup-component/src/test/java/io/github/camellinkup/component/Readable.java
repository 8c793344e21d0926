package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/**
 * All that could be read by somebody who must not know a secret: logs of every level, and what a test adds to them. Close
 * it, and logs are as they were.
 */
final class Readable implements AutoCloseable {

    private final Queue<String> texts = new ConcurrentLinkedQueue<>();

    private final AbstractAppender logs = new AbstractAppender("secrets", null, null, true, Property.EMPTY_ARRAY) {
        @Override
        public void append(LogEvent event) {
            if (!event.getLevel().isMoreSpecificThan(Level.INFO)
                    && unheard != null
                    && event.getLoggerName().startsWith(unheard)) {
                return;
            }
            add(event.getLevel() + " " + event.getLoggerName() + " " + event.getThreadName() + " "
                    + event.getMessage().getFormattedMessage());
            add(event.getThrown());
        }
    };

    private final LoggerContext logging = (LoggerContext) LogManager.getContext(false);
    private final LoggerConfig rootLogger = logging.getConfiguration().getRootLogger();
    private final Level levelBefore = rootLogger.getLevel();
    private volatile boolean secretInUri;
    private volatile String unheard;

    Readable() {
        logs.start();
        rootLogger.addAppender(logs, Level.ALL, null);
        rootLogger.setLevel(Level.TRACE);
        logging.updateLoggers();
    }

    /** Camel masks secrets in URIs wherever it shows them, but not in its own logs below INFO. */
    void secretInUri() {
        secretInUri = true;
        unheard = "org.apache.camel.";
    }

    /** Camel Main masks secrets in what it binds, but not in its own logs below INFO. */
    void secretInMain() {
        unheard = "org.apache.camel.main.";
    }

    void add(String text) {
        texts.add(text);
    }

    void add(Throwable thrown) {
        if (thrown != null) {
            StringWriter text = new StringWriter();
            thrown.printStackTrace(new PrintWriter(text, true));
            add(text.toString());
        }
    }

    void add(Exchange exchange) {
        add(exchange.toString());
        exchange.getMessage().getHeaders().forEach((name, value) -> add(name + " = " + value));
        exchange.getAllProperties().forEach((name, value) -> {
            // Camel's own notes of where an exchange went have the URI as it was written.
            if (!secretInUri
                    || !Set.of(Exchange.TO_ENDPOINT, Exchange.FAILURE_ENDPOINT).contains(name)) {
                add(name + " = " + value);
            }
        });
        add(String.valueOf(exchange.getMessage().getBody()));
        add(exchange.getException());
    }

    /** Every attribute of every bean that a Camel context shows to an operator. */
    void addJmx(CamelContext context) throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        int beans = 0;
        for (ObjectName name :
                server.queryNames(new ObjectName("org.apache.camel:context=" + context.getName() + ",*"), null)) {
            beans++;
            add(name.toString());
            for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                if (attribute.isReadable()) {
                    addJmx(server, name, attribute.getName());
                }
            }
        }
        assertThat(beans).isGreaterThan(10);
    }

    private void addJmx(MBeanServer server, ObjectName name, String attribute) {
        try {
            add(name + " " + attribute + " = " + server.getAttribute(name, attribute));
        } catch (JMException | RuntimeException e) {
            add(e);
        }
    }

    void assertHolds(String text) {
        assertThat(texts).anyMatch(each -> each.contains(text));
    }

    /** Neither as it is, nor as the password of a user called user. */
    void assertHoldsNowhere(String secret) {
        assertThat(texts).isNotEmpty();
        String encoded = basic(secret);
        assertThat(texts.stream()
                        .filter(text -> text.contains(secret) || text.contains(encoded))
                        .toList())
                .isEmpty();
    }

    /** How a user called user sends a password. */
    static String basic(String password) {
        return Base64.getEncoder().encodeToString(("user:" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        rootLogger.removeAppender("secrets");
        rootLogger.setLevel(levelBefore);
        logging.updateLoggers();
    }
}
