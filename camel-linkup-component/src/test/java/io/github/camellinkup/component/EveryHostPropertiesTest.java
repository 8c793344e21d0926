package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.Depth;
import io.github.camellinkup.engine.repository.JdbcTaskRepository;
import java.time.Duration;
import org.apache.camel.main.Main;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

/** The properties file that serves every host, in Camel Main. */
class EveryHostPropertiesTest {

    @Test
    void propertiesAreOptionsOfTheComponent() throws Exception {
        SSLContextParameters gateway = new SSLContextParameters();
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:every-host;DB_CLOSE_DELAY=-1");
        Main main = new Main();
        main.setDefaultPropertyPlaceholderLocation("classpath:docs/every-host.properties");
        main.bind("gateway", gateway);
        main.bind("database", database);
        try {
            main.start();

            LinkupComponent component = main.getCamelContext().getComponent("linkup", LinkupComponent.class);
            assertThat(component.getConfiguration().getBaseUrl()).isEqualTo("https://linkup.example.com/v1");
            assertThat(component.getConfiguration().getApiKey()).isEqualTo("a+b%41&c");
            assertThat(component.getConfiguration().getRequestTimeout()).isEqualTo(Duration.ofMinutes(1));
            assertThat(component.getConfiguration().getMaxRetries()).isEqualTo(7);
            assertThat(component.getRequestConfiguration().getDepth()).isEqualTo(Depth.DEEP);
            assertThat(component.getRequestConfiguration().getExcludeDomains()).isEqualTo("example.com,example.org");
            assertThat(component.getHttpConfiguration().getSslContextParameters())
                    .isSameAs(gateway);
            assertThat(component.getTaskRepository()).isInstanceOf(JdbcTaskRepository.class);
        } finally {
            main.stop();
        }
    }
}
