package io.github.camellinkup.examples.smallest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.component.LinkupEndpoint;
import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.Operation;
import io.github.camellinkup.test.ReceivedCall;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.apache.camel.builder.NotifyBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The files of the smallest form as they are, but for the place of the table. */
@Timeout(60)
public class SmallestTest {

    @TempDir
    private Path folder;

    @Test
    void eachRowOfTheFileGetsItsRowInTheTableAndASecondRunSendsNothing() throws Exception {
        Main first = start();
        JdbcClient table = JdbcClient.create(lookup(first, "crm", DataSource.class));
        LinkupStandIn standIn = lookup(first, "standIn", LinkupStandIn.class);
        try {
            await().ignoreExceptions().until(() -> done(table) == 5);
        } finally {
            first.stop();
        }

        assertThat(standIn.received(Operation.TASKS_CREATE))
                .extracting(ReceivedCall::body)
                .anyMatch(body -> body.contains("What does Nestlé, S.A. (Switzerland) do?"));
        assertThat(standIn.tasks()).hasSize(5);
        assertThat(standIn.count(Operation.TASKS_CREATE)).isLessThan(5);

        Main second = start();
        NotifyBuilder asked = new NotifyBuilder(second.getCamelContext())
                .fromRoute("ask")
                .whenCompleted(1)
                .create();
        try {
            assertThat(asked.matches(30, TimeUnit.SECONDS)).isTrue();
            assertThat(lookup(second, "standIn", LinkupStandIn.class).tasks()).isEmpty();
        } finally {
            second.stop();
        }
    }

    @Test
    void withoutTheStandInLinkupItselfIsAsked() throws Exception {
        Main main = new Main();
        main.setPropertyPlaceholderLocations("classpath:smallest/application.properties");
        main.addOverrideProperty("camel.beans.crm.jdbc-url", "jdbc:h2:mem:unused");
        main.addOverrideProperty("camel.main.auto-startup", "false");
        main.addOverrideProperty("linkup.api-key", "unused");
        main.start();
        try {
            assertThat(main.getCamelContext().getEndpoints())
                    .filteredOn(LinkupEndpoint.class::isInstance)
                    .hasSize(2)
                    .allSatisfy(
                            endpoint -> assertThat(endpoint.getEndpointUri()).contains("https://api.linkup.so/v1"));
        } finally {
            main.stop();
        }
    }

    private static long done(JdbcClient table) {
        List<String> ids = table.sql("select id from company where status = 'completed' and industry is not null"
                        + " and employees is not null and headquarters is not null")
                .query(String.class)
                .list();
        return ids.size();
    }

    private Main start() {
        Main main = new Main();
        main.setPropertyPlaceholderLocations(
                "classpath:smallest/stand-in.properties,classpath:smallest/application.properties");
        main.addOverrideProperty("camel.beans.crm.jdbc-url", "jdbc:h2:" + folder.resolve("crm"));
        main.start();
        return main;
    }

    private static <T> T lookup(Main main, String name, Class<T> type) {
        return main.getCamelContext().getRegistry().lookupByNameAndType(name, type);
    }
}
