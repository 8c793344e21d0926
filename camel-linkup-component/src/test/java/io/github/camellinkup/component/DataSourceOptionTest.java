package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camellinkup.engine.repository.JdbcTaskRepository;
import io.github.camellinkup.engine.repository.MemoryTaskRepository;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRepositoryException;
import io.github.camellinkup.test.ForeignTask;
import io.github.camellinkup.test.LinkupStandIn;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A data source is all that a durable task repository needs. */
class DataSourceOptionTest {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final LinkupStandIn standIn = LinkupStandIn.builder().start();
    private final String url = "jdbc:h2:mem:data-source-" + DATABASES.incrementAndGet() + ";DB_CLOSE_DELAY=-1";
    private final DefaultCamelContext context = new DefaultCamelContext();

    @AfterEach
    void stop() throws Exception {
        context.close();
        standIn.close();
    }

    private JdbcDataSource database() {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL(url);
        return database;
    }

    private List<String> taskIds() throws SQLException {
        List<String> ids = new ArrayList<>();
        try (Connection connection = database().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select task_id from linkup_task")) {
            while (row.next()) {
                ids.add(row.getString(1));
            }
        }
        return ids;
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private LinkupComponent component() {
        LinkupComponent component = context.getComponent("linkup", LinkupComponent.class);
        component.getConfiguration().setApiKey(standIn.apiKey());
        component.getConfiguration().setBaseUrl(standIn.baseUrl());
        return component;
    }

    @ParameterizedTest
    @ValueSource(strings = {"#bean:database", "#database", "#type:javax.sql.DataSource"})
    void inPropertiesItMakesTheRepository(String dataSource) throws Exception {
        Main main = new Main();
        main.addInitialProperty("camel.beans.database", "#class:org.h2.jdbcx.JdbcDataSource");
        main.addInitialProperty("camel.beans.database.url", url);
        main.addInitialProperty("camel.component.linkup.data-source", dataSource);
        main.addInitialProperty("camel.component.linkup.api-key", standIn.apiKey());
        main.addInitialProperty("camel.component.linkup.base-url", standIn.baseUrl());
        main.configure().addRoutesBuilder(routes("linkup:tasks?mode=single&type=search"));
        main.start();
        try {
            main.getCamelTemplate().sendBody("direct:start", "camel");

            assertThat(taskIds()).hasSize(1);
        } finally {
            main.stop();
        }
    }

    @Test
    void inJavaItMakesTheRepository() throws Exception {
        LinkupComponent component = component();
        assertThat(component.getTaskRepository()).isInstanceOf(MemoryTaskRepository.class);
        component.setDataSource(database());
        context.start();

        assertThat(taskIds()).as("the tables are there at once").isEmpty();
        assertThat(component.getTaskRepository())
                .isInstanceOf(JdbcTaskRepository.class)
                .isSameAs(component.getTaskRepository());

        context.createProducerTemplate().sendBody("linkup:tasks?mode=single&type=search", "camel");

        assertThat(taskIds()).hasSize(1);
    }

    @Test
    void togetherWithARepositoryItIsRefused() {
        component().setDataSource(database());
        component().setTaskRepository(new MemoryTaskRepository());

        assertThatThrownBy(context::start)
                .hasStackTraceContaining("Options dataSource and taskRepository exclude each other")
                .hasStackTraceContaining("Remove one of them");
    }

    @Test
    void aDatabaseThatIsNotThereIsFoundAtStart() {
        JdbcDataSource missing = new JdbcDataSource();
        missing.setURL(url + ";IFEXISTS=TRUE");
        component().setDataSource(missing);

        assertThatThrownBy(context::start).hasStackTraceContaining("Could not look for the tables linkup_*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "linkup:tasks?type=search",
                "linkup:tasks?mode=single&type=search",
                "linkup:tasks?mode=await&type=search",
                "linkup:research"
            })
    void aRouteWhoseTasksCannotBeRecordedDoesNotStart(String uri) throws Exception {
        new JdbcTaskRepository(database()).prepare();
        execute("alter table linkup_task drop column reason");
        component().setTaskRepository(new JdbcTaskRepository(database()));
        context.addRoutes(routes(uri));

        assertThatThrownBy(context::start)
                .hasStackTraceContaining(TaskRepositoryException.class.getName())
                .hasStackTraceContaining("the table linkup_task lacks the columns reason");
        assertThat(standIn.count()).isZero();
    }

    @Test
    void aConsumerWhoseTasksCannotBeRecordedDoesNotStart() throws Exception {
        new JdbcTaskRepository(database()).prepare();
        execute("drop table linkup_reference");
        component().setTaskRepository(new JdbcTaskRepository(database(), "linkup_", false));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("linkup:tasks?taskScope=submitted").to("mock:finished");
            }
        });

        assertThatThrownBy(context::start).hasStackTraceContaining("cannot select from the table linkup_reference");
        assertThat(standIn.count()).isZero();
    }

    @Test
    void aSearchNeedsNoTables() throws Exception {
        component().setTaskRepository(new JdbcTaskRepository(database(), "linkup_", false));
        context.addRoutes(routes("linkup:search"));
        context.start();

        assertThat(context.createProducerTemplate().requestBody("direct:start", (Object) "camel"))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"linkup:tasks?mode=get", "linkup:tasks?mode=list"})
    void aReadOfTasksNeedsTheRightToSelectAlone(String uri) throws Exception {
        String id = standIn.addForeignTask(ForeignTask.of("search")).id();
        new JdbcTaskRepository(database())
                .created(
                        "call",
                        List.of(new PendingTask(id, "search", Instant.EPOCH, "crm-1", Map.of(), null, null, 0)));
        execute("create user reader password 'pw'");
        execute("grant select on linkup_task to reader");
        JdbcDataSource readOnly = new JdbcDataSource();
        readOnly.setURL(url.replaceFirst(";.*", ""));
        readOnly.setUser("reader");
        readOnly.setPassword("pw");
        component().setTaskRepository(new JdbcTaskRepository(readOnly));
        context.addRoutes(routes(uri));
        context.start();

        Exchange exchange = context.createProducerTemplate()
                .request("direct:start", e -> e.getMessage().setHeader(LinkupConstants.TASK_ID, id));

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody()).isNotNull();
        if (uri.endsWith("get")) {
            assertThat(exchange.getMessage().getHeader(LinkupConstants.REFERENCE))
                    .isEqualTo("crm-1");
        }
    }

    @Test
    void aReadOfATaskMakesTheTablesIfTheyAreMissing() throws Exception {
        component().setTaskRepository(new JdbcTaskRepository(database()));
        context.start();
        String id = standIn.addForeignTask(ForeignTask.of("search")).id();

        Exchange exchange = context.createProducerTemplate()
                .request("linkup:tasks?mode=get", e -> e.getMessage().setHeader(LinkupConstants.TASK_ID, id));

        assertThat(exchange.getException()).isNull();
        assertThat(taskIds()).isEmpty();
    }

    private static RouteBuilder routes(String uri) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:start").to(uri);
            }
        };
    }
}
