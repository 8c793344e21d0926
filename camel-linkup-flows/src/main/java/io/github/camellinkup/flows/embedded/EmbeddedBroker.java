package io.github.camellinkup.flows.embedded;

import java.nio.file.Path;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** An Artemis on the loopback address, for those who have no broker at hand. */
public final class EmbeddedBroker {

    private static final String ACCEPTOR = "tcp";

    private final Path journal;
    private EmbeddedActiveMQ server;
    private int port;

    private EmbeddedBroker(Path journal) {
        this.journal = journal;
    }

    /** Starts one that forgets its messages when it stops. */
    public static EmbeddedBroker start() throws Exception {
        return start(null);
    }

    /**
     * Starts one.
     *
     * @param journal the directory that keeps the messages, or null to forget them
     */
    public static EmbeddedBroker start(Path journal) throws Exception {
        EmbeddedBroker broker = new EmbeddedBroker(journal);
        broker.startServer();
        return broker;
    }

    /** Starts it again after it was stopped, at the same address. */
    public void startServer() throws Exception {
        server = new EmbeddedActiveMQ().setConfiguration(configuration());
        server.start();
        port = ((NettyAcceptor) server.getActiveMQServer().getRemotingService().getAcceptor(ACCEPTOR)).getActualPort();
    }

    private ConfigurationImpl configuration() throws Exception {
        ConfigurationImpl configuration = new ConfigurationImpl();
        configuration.setSecurityEnabled(false);
        configuration.setJMXManagementEnabled(false);
        configuration.setPersistenceEnabled(journal != null);
        configuration.setMaxDiskUsage(-1);
        configuration.setJournalPoolFiles(2);
        if (journal != null) {
            configuration.setJournalDirectory(journal.resolve("journal").toString());
            configuration.setBindingsDirectory(journal.resolve("bindings").toString());
            configuration.setLargeMessagesDirectory(journal.resolve("large").toString());
            configuration.setPagingDirectory(journal.resolve("paging").toString());
        }
        configuration.addAcceptorConfiguration(ACCEPTOR, "tcp://127.0.0.1:" + port);
        configuration.addAddressSetting("#", redeliveries());
        return configuration;
    }

    /** A message that was rolled back comes again soon. The route parks it before the broker would. */
    private static AddressSettings redeliveries() {
        return new AddressSettings()
                .setRedeliveryDelay(100)
                .setMaxDeliveryAttempts(20)
                .setDeadLetterAddress(SimpleString.of("DLQ"))
                .setExpiryAddress(SimpleString.of("expired"));
    }

    /** The address for a connection factory. */
    public String url() {
        return "tcp://127.0.0.1:" + port;
    }

    /** Stops it. Messages stay in the journal, if there is one. */
    public void stop() throws Exception {
        server.stop();
    }
}
