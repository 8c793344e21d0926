package io.github.camellinkup.smoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.LinkupStandInExtension;
import io.github.camellinkup.test.ManualClock;
import io.github.camellinkup.test.Operation;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.Year;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.Main;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The application against the stand-in, as a user sees it. */
class CompanyRoutesTest {

    private static final Duration TASK_TIME = Duration.ofSeconds(5);

    /** Long enough for a busy computer. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final ManualClock CLOCK = new ManualClock(Instant.now());

    @RegisterExtension
    private static final LinkupStandInExtension LINKUP = new LinkupStandInExtension(
            LinkupStandIn.builder().clock(CLOCK).taskTime("search", TASK_TIME).noPollLimit());

    @TempDir
    private Path folder;

    private JdbcDataSource database;
    private Main application;

    @BeforeEach
    void prepare(LinkupStandIn linkup) {
        database = new JdbcDataSource();
        database.setURL("jdbc:h2:" + folder.resolve("companies")
                + ";DB_CLOSE_DELAY=-1;INIT=runscript from 'classpath:company.sql'");
        linkup.answerSearch(input -> JsonNodeFactory.instance
                .objectNode()
                .put("name", input.path("q").asText().toUpperCase())
                .put("employees", 3)
                .put("founded", 2007));
    }

    @AfterEach
    void stop() {
        application.stop();
    }

    private ProducerTemplate start(LinkupStandIn linkup) throws Exception {
        application = CompanyRoutes.application();
        application.addOverrideProperty("camel.component.linkup.api-key", linkup.apiKey());
        application.addOverrideProperty("camel.component.linkup.base-url", linkup.baseUrl());
        application.addOverrideProperty("camel.beans.database.url", database.getURL());
        application.start();
        return application.getCamelTemplate();
    }

    @Test
    void theAnswerToASearchIsARecord(LinkupStandIn linkup) throws Exception {
        assertThat(start(linkup).requestBody("direct:company", "camel"))
                .isEqualTo(new Company("CAMEL", 3, Optional.of(Year.of(2007))));
    }

    @Test
    void eachTaskBecomesOneRowAlsoIfTheApplicationIsRestarted(LinkupStandIn linkup) throws Exception {
        linkup.failTasksWhen(task -> task.input().path("q").asText().equals("company 7"), "nothing found");
        ProducerTemplate template = start(linkup);

        template.requestBody("direct:companies", companies(0, 120));
        CLOCK.advance(TASK_TIME);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(rows("select * from company")).hasSize(120));
        template.requestBody("direct:companies", companies(120, 150));
        application.stop();
        CLOCK.advance(TASK_TIME);
        start(linkup);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(rows("select * from linkup_task where state <> 'taken'"))
                        .isEmpty());
        assertThat(rows("select reference, name, employees, problem from company"))
                .hasSize(150)
                .contains("crm-149 COMPANY 149 3 null", "crm-7 null null nothing found")
                .doesNotHaveDuplicates();
        assertThat(linkup.tasks()).hasSize(150);
        assertThat(linkup.count(Operation.TASKS_CREATE)).isEqualTo(3);
    }

    private static List<Map<String, String>> companies(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(number -> Map.of("q", "company " + number, "reference", "crm-" + number))
                .toList();
    }

    private List<String> rows(String select) throws SQLException {
        try (Connection connection = database.getConnection();
                ResultSet found = connection.createStatement().executeQuery(select)) {
            List<String> rows = new ArrayList<>();
            while (found.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= found.getMetaData().getColumnCount(); column++) {
                    row.add(found.getString(column));
                }
                rows.add(String.join(" ", row));
            }
            return rows;
        }
    }
}
