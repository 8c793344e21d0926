package io.github.camellinkup.engine.repository;

import static io.github.camellinkup.engine.repository.Tasks.NOON;
import static io.github.camellinkup.engine.repository.Tasks.intent;
import static io.github.camellinkup.engine.repository.Tasks.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.component.LinkupComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.support.PluginHelper;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the page about repositories shows, run as it is shown. */
class DocumentedRepositoryTest {

    private static final Path DOCS = Path.of("src/test/resources/docs");

    @Test
    void inJava() throws Exception {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:documented;DB_CLOSE_DELAY=-1");
        CamelContext context = new DefaultCamelContext();
        try {
            // snippet:java
            LinkupComponent linkup = context.getComponent("linkup", LinkupComponent.class);
            linkup.setTaskRepository(new JdbcTaskRepository(database));
            // end:java
            assertThat(linkup.getTaskRepository().openIntents()).isEmpty();
        } finally {
            context.stop();
        }
    }

    @Test
    void inProperties() throws Exception {
        Main main = new Main();
        main.setDefaultPropertyPlaceholderLocation("file:" + DOCS.resolve("repository.properties"));
        main.addInitialProperty("camel.component.linkup.api-key", "test-key");
        try {
            main.start();
            TaskRepository repository = main.getCamelContext()
                    .getComponent("linkup", LinkupComponent.class)
                    .getTaskRepository();
            assertThat(repository).isInstanceOf(JdbcTaskRepository.class);
            assertThat(repository.openIntents()).isEmpty();
        } finally {
            main.stop();
        }
    }

    @Test
    void inYaml() throws Exception {
        CamelContext context = new DefaultCamelContext();
        try {
            context.getComponent("linkup", LinkupComponent.class)
                    .getConfiguration()
                    .setApiKey("test-key");
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(
                            PluginHelper.getResourceLoader(context).resolveResource("classpath:docs/repository.yaml"));
            context.start();
            TaskRepository repository = context.getRegistry().lookupByNameAndType("acmeTasks", TaskRepository.class);
            assertThat(repository).isInstanceOf(JdbcTaskRepository.class);
            assertThat(repository.openIntents()).isEmpty();
        } finally {
            context.stop();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void theStatementsOfAnOperator(TestDatabase database) throws Exception {
        DataSource dataSource = database.dataSource();
        String prefix = TestDatabase.newPrefix();
        TaskRepository repository = new JdbcTaskRepository(dataSource, prefix, true);
        repository.created(
                "none",
                List.of(new PendingTask("a", "search", NOON, "crm-0000017", Map.of(), null, null, 0), Tasks.task("b")));
        repository.giveUp("a", "the CRM refused it");
        repository.open(intent("the id", request("x")));
        repository.giveUpIntent("the id");

        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : documented(prefix)) {
                assertThat(statement.execute(sql)).as(sql).isEqualTo(sql.startsWith("select"));
            }
        }

        assertThat(repository.findAll(Set.of("a", "b"))).containsOnlyKeys("a", "b");
        assertThat(repository.find("a").orElseThrow().failedDeliveries()).isZero();
        assertThat(repository.openIntents()).extracting(Intent::id).containsExactly("the id");
    }

    private static List<String> documented(String prefix) throws Exception {
        String script = Files.readString(DOCS.resolve("repository.sql")).replaceAll("(?m)^--.*$", "");
        return Arrays.stream(script.replace("linkup_", prefix).split(";"))
                .map(String::strip)
                .filter(sql -> !sql.isEmpty())
                .toList();
    }
}
