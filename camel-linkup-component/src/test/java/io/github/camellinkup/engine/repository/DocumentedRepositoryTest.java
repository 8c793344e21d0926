package io.github.camellinkup.engine.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.component.LinkupComponent;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.support.PluginHelper;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
            assertThat(linkup.getTaskRepository().openEntries()).isEmpty();
        } finally {
            context.stop();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"repository.properties", "repository-prefix.properties"})
    void inProperties(String properties) throws Exception {
        Main main = new Main();
        main.setDefaultPropertyPlaceholderLocation("file:" + DOCS.resolve(properties));
        main.addInitialProperty("camel.component.linkup.api-key", "test-key");
        try {
            main.start();
            TaskRepository repository = main.getCamelContext()
                    .getComponent("linkup", LinkupComponent.class)
                    .getTaskRepository();
            assertThat(repository).isInstanceOf(JdbcTaskRepository.class);
            assertThat(repository.openEntries()).isEmpty();
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
            assertThat(repository.openEntries()).isEmpty();
        } finally {
            context.stop();
        }
    }
}
