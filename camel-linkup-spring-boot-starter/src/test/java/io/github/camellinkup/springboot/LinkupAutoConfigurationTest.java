package io.github.camellinkup.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camellinkup.client.model.Depth;
import io.github.camellinkup.client.model.OutputType;
import io.github.camellinkup.component.LinkupComponent;
import io.github.camellinkup.component.LinkupConfiguration;
import io.github.camellinkup.engine.repository.JdbcTaskRepository;
import io.github.camellinkup.engine.repository.MemoryTaskRepository;
import io.github.camellinkup.engine.repository.TaskRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.support.ResourcePropertySource;
import org.springframework.mock.env.MockEnvironment;

/** The properties of an application reach the component. */
class LinkupAutoConfigurationTest {

    private static final String KEY = "lkp-secret-0123456789abcdef";

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(CamelAutoConfiguration.class, LinkupAutoConfiguration.class))
            .withPropertyValues("camel.component.linkup.api-key=" + KEY);

    private static void withComponent(ApplicationContextRunner application, Consumer<LinkupComponent> check) {
        withComponent(application, "linkup", check);
    }

    private static void withComponent(
            ApplicationContextRunner application, String name, Consumer<LinkupComponent> check) {
        application.run(context -> {
            assertThat(context).hasNotFailed();
            check.accept(context.getBean(CamelContext.class).getComponent(name, LinkupComponent.class));
        });
    }

    @Test
    void propertiesAreOptionsOfTheComponent() {
        withComponent(
                application.withPropertyValues(
                        "camel.component.linkup.base-url=http://localhost:1/v1",
                        "camel.component.linkup.request-timeout=60s",
                        "camel.component.linkup.connect-timeout=250",
                        "camel.component.linkup.max-retries=7",
                        "camel.component.linkup.depth=deep",
                        "camel.component.linkup.output-type=search-results",
                        "camel.component.linkup.exclude-domains=a.org,b.org",
                        "camel.component.linkup.use-system-properties=true"),
                component -> {
                    LinkupConfiguration connection = component.getConfiguration();
                    assertThat(connection.getApiKey()).isEqualTo(KEY);
                    assertThat(connection.getBaseUrl()).isEqualTo("http://localhost:1/v1");
                    assertThat(connection.getRequestTimeout()).isEqualTo(Duration.ofMinutes(1));
                    assertThat(connection.getMaxRetries()).isEqualTo(7);
                    assertThat(component.getHttpConfiguration().getConnectTimeout())
                            .isEqualTo(Duration.ofMillis(250));
                    assertThat(component.getHttpConfiguration().isUseSystemProperties())
                            .isTrue();
                    assertThat(component.getRequestConfiguration().getDepth()).isEqualTo(Depth.DEEP);
                    assertThat(component.getRequestConfiguration().getOutputType())
                            .isEqualTo(OutputType.SEARCH_RESULTS);
                    assertThat(component.getRequestConfiguration().getExcludeDomains())
                            .isEqualTo("a.org,b.org");
                });
    }

    @Test
    void aListInYamlIsAnOptionToo() {
        withComponent(
                application.withInitializer(context -> {
                    try {
                        new YamlPropertySourceLoader()
                                .load("yaml", new ByteArrayResource("""
                                        camel:
                                          component:
                                            linkup:
                                              excludeDomains: [a.org, b.org]
                                        """.getBytes()))
                                .forEach(context.getEnvironment().getPropertySources()::addFirst);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }),
                component -> assertThat(component.getRequestConfiguration().getExcludeDomains())
                        .isEqualTo("a.org,b.org"));
    }

    @Test
    void environmentVariablesAreOptionsToo() {
        withComponent(
                application.withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new SystemEnvironmentPropertySource(
                                "systemEnvironment",
                                Map.of(
                                        "CAMEL_COMPONENT_LINKUP_BASEURL", "http://localhost:1/v1",
                                        "CAMEL_COMPONENT_LINKUP_DEPTH", "fast")))),
                component -> {
                    assertThat(component.getConfiguration().getBaseUrl()).isEqualTo("http://localhost:1/v1");
                    assertThat(component.getRequestConfiguration().getDepth()).isEqualTo(Depth.FAST);
                });
    }

    @Test
    void thePropertiesOfTheDocumentationWork() {
        withComponent(
                application
                        .withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
                        .withPropertyValues("spring.datasource.url=jdbc:h2:mem:starter")
                        .withInitializer(context -> {
                            try {
                                context.getEnvironment()
                                        .getPropertySources()
                                        .addFirst(new ResourcePropertySource("classpath:docs.properties"));
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        }),
                component -> {
                    assertThat(component.getTaskRepository()).isInstanceOf(JdbcTaskRepository.class);
                    assertThat(component.getNodeId()).isEqualTo("orders-1");
                    assertThat(component.getConfiguration().getRequestTimeout()).isEqualTo(Duration.ofMinutes(1));
                    assertThat(component.getRequestConfiguration().getExcludeDomains())
                            .isEqualTo("example.com,example.org");
                });
    }

    /** The same file serves Camel Main. */
    @Test
    void thePropertiesOfEveryHostWork() {
        SSLContextParameters gateway = new SSLContextParameters();
        withComponent(
                new ApplicationContextRunner()
                        .withConfiguration(AutoConfigurations.of(
                                CamelAutoConfiguration.class,
                                LinkupAutoConfiguration.class,
                                DataSourceAutoConfiguration.class))
                        .withPropertyValues("spring.datasource.url=jdbc:h2:mem:every-host")
                        .withBean("gateway", SSLContextParameters.class, () -> gateway)
                        .withInitializer(context -> {
                            try {
                                context.getEnvironment()
                                        .getPropertySources()
                                        .addFirst(
                                                new ResourcePropertySource(
                                                        "file:../camel-linkup-component/src/test/resources/docs/every-host.properties"));
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        }),
                component -> {
                    assertThat(component.getConfiguration().getBaseUrl()).isEqualTo("https://linkup.example.com/v1");
                    assertThat(component.getConfiguration().getApiKey()).isEqualTo("a+b%41&c");
                    assertThat(component.getConfiguration().getRequestTimeout()).isEqualTo(Duration.ofMinutes(1));
                    assertThat(component.getConfiguration().getMaxRetries()).isEqualTo(7);
                    assertThat(component.getRequestConfiguration().getDepth()).isEqualTo(Depth.DEEP);
                    assertThat(component.getRequestConfiguration().getExcludeDomains())
                            .isEqualTo("example.com,example.org");
                    assertThat(component.getHttpConfiguration().getSslContextParameters())
                            .isSameAs(gateway);
                    assertThat(component.getTaskRepository()).isInstanceOf(JdbcTaskRepository.class);
                });
    }

    @Test
    void beansAreUsedAndKeepWhatNoPropertySets() {
        LinkupConfiguration connection = new LinkupConfiguration();
        connection.setApiKey("lkp-secret-fedcba9876543210");
        connection.setMaxRetries(0);
        connection.setBaseUrl("http://localhost:2/v1");
        TaskRepository repository = new MemoryTaskRepository();

        withComponent(
                application
                        .withBean("connection", LinkupConfiguration.class, () -> connection)
                        .withBean("tasks", TaskRepository.class, () -> repository)
                        .withPropertyValues(
                                "camel.component.linkup.base-url=http://localhost:1/v1",
                                "camel.component.linkup.configuration=#bean:connection",
                                "camel.component.linkup.task-repository=#bean:tasks"),
                component -> {
                    assertThat(component.getTaskRepository()).isSameAs(repository);
                    assertThat(component.getConfiguration().getMaxRetries()).isZero();
                    assertThat(component.getConfiguration().getBaseUrl()).isEqualTo("http://localhost:1/v1");
                    assertThat(component.getConfiguration().getApiKey()).isEqualTo(KEY);
                });
        assertThat(connection.getBaseUrl()).isEqualTo("http://localhost:2/v1");
        assertThat(connection.getApiKey()).isEqualTo("lkp-secret-fedcba9876543210");
    }

    @Test
    void componentsThatShareABeanKeepTheirOwnOptions() {
        LinkupConfiguration gateway = new LinkupConfiguration();
        gateway.setBaseUrl("http://localhost:2/v1");

        withComponent(
                application
                        .withBean("gateway", LinkupConfiguration.class, () -> gateway)
                        .withBean("linkup2", LinkupComponent.class, LinkupComponent::new)
                        .withPropertyValues(
                                "camel.component.linkup.configuration=#bean:gateway",
                                "camel.component.linkup2.configuration=#bean:gateway",
                                "camel.component.linkup2.api-key=other"),
                component -> {
                    LinkupComponent second = component.getCamelContext().getComponent("linkup2", LinkupComponent.class);
                    assertThat(component.getConfiguration().getApiKey()).isEqualTo(KEY);
                    assertThat(second.getConfiguration().getApiKey()).isEqualTo("other");
                    assertThat(second.getConfiguration().getBaseUrl()).isEqualTo("http://localhost:2/v1");
                });
    }

    @Test
    void aComponentOfTheApplicationKeepsWhatNoPropertySets() {
        Supplier<LinkupComponent> own = () -> {
            LinkupComponent component = new LinkupComponent();
            component.getConfiguration().setMaxRetries(0);
            component.getRequestConfiguration().setDepth(Depth.DEEP);
            return component;
        };

        withComponent(
                application
                        .withBean("linkup", LinkupComponent.class, own)
                        .withPropertyValues("camel.component.linkup.request-timeout=5s"),
                component -> {
                    assertThat(component.getConfiguration().getMaxRetries()).isZero();
                    assertThat(component.getRequestConfiguration().getDepth()).isEqualTo(Depth.DEEP);
                    assertThat(component.getConfiguration().getRequestTimeout()).isEqualTo(Duration.ofSeconds(5));
                });
    }

    @Test
    void aSecondComponentHasPropertiesOfItsOwnName() {
        withComponent(
                application
                        .withBean("linkup2", LinkupComponent.class, LinkupComponent::new)
                        .withPropertyValues(
                                "camel.component.linkup.depth=deep",
                                "camel.component.linkup2.api-key=other",
                                "camel.component.linkup2.depth=fast"),
                "linkup2",
                component -> {
                    assertThat(component.getConfiguration().getApiKey()).isEqualTo("other");
                    assertThat(component.getRequestConfiguration().getDepth()).isEqualTo(Depth.FAST);
                });
    }

    @Test
    void aWrongValueIsRefusedAndItsOptionNamed() {
        application.withPropertyValues("camel.component.linkup.depth=abyss").run(context -> {
            CamelContext camel = context.getBean(CamelContext.class);
            assertThatThrownBy(() -> camel.getComponent("linkup"))
                    .hasStackTraceContaining("depth")
                    .hasStackTraceContaining("abyss");
        });
    }

    @Test
    void theStarterCanBeSwitchedOff() {
        for (String off : List.of(
                "camel.component.linkup.enabled=false",
                "camel.component.enabled=false",
                "camel.component.linkup.customizer.enabled=false")) {
            application.withPropertyValues(off).run(context -> {
                LinkupComponent component =
                        (LinkupComponent) context.getBean(CamelContext.class).getComponent("linkup", true, false);
                assertThat(component.getConfiguration().getApiKey()).as(off).isNull();
            });
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "camel.component.linkup.api-key",
                "camel.component.linkup.apiKey",
                "CAMEL_COMPONENT_LINKUP_APIKEY",
                "CAMEL_COMPONENT_LINKUP_API_KEY",
                "camel.component.linkup.proxy-auth-password",
                "camel.component.linkup.proxyAuthUsername",
                "camel.component.linkup2.api-key",
                "CAMEL_COMPONENT_LINKUP2_APIKEY",
                "linkup.api-key",
                "LINKUP_API_KEY"
            })
    void aSecretIsMaskedInEverySpelling(String property) {
        assertThat(shown(new MockEnvironment(), property, KEY)).isEqualTo(SanitizableData.SANITIZED_VALUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"camel.component.linkup.api-key", "linkup.api-key", "LINKUP_API_KEY"})
    void aValueThatHoldsTheKeyIsMaskedWhateverItsName(String source) {
        MockEnvironment environment =
                new MockEnvironment().withProperty("my.key", KEY).withProperty(source, "${my.key}");

        assertThat(shown(environment, "sun.java.command", "app.jar --" + source + "=" + KEY))
                .isEqualTo(SanitizableData.SANITIZED_VALUE);
        assertThat(shown(environment, "my.key", KEY)).isEqualTo(SanitizableData.SANITIZED_VALUE);
        assertThat(shown(environment, "my.name", "app")).isEqualTo("app");
        assertThat(shown(new MockEnvironment(), "my.name", "app")).isEqualTo("app");
    }

    private static Object shown(Environment environment, String property, Object value) {
        return new LinkupAutoConfiguration.Masking()
                .linkupSanitizingFunction(environment)
                .apply(new SanitizableData(null, property, value))
                .getValue();
    }
}
