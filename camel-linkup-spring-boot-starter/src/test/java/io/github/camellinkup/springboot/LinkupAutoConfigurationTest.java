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
import org.apache.camel.support.ExceptionHelper;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.support.ResourcePropertySource;

/** The properties of an application reach the component. */
class LinkupAutoConfigurationTest {

    private static final String KEY = "lkp-secret-0123456789abcdef";

    private final ApplicationContextRunner withoutKey = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    CamelAutoConfiguration.class, LinkupAutoConfiguration.class, LinkupMaskingAutoConfiguration.class));

    private final ApplicationContextRunner application =
            withoutKey.withPropertyValues("camel.component.linkup.api-key=" + KEY);

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

    private ApplicationContextRunner withVariables(Map<String, Object> variables) {
        return application.withInitializer(context -> context.getEnvironment()
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", variables)));
    }

    @Test
    void environmentVariablesAreOptionsToo() {
        ApplicationContextRunner two = withVariables(Map.of(
                        "CAMEL_COMPONENT_LINKUP_BASEURL", "http://localhost:1/v1",
                        "CAMEL_COMPONENT_LINKUP_MAX_RETRIES", "7",
                        "CAMEL_COMPONENT_LINKUP_DEPTH", "fast",
                        "CAMEL_COMPONENT_LINKUP_EXCLUDE_DOMAINS_0", "a.org",
                        "CAMEL_COMPONENT_LINKUP_EU_DEPTH", "deep"))
                .withBean("linkupEu", LinkupComponent.class, LinkupComponent::new);

        withComponent(two, component -> {
            assertThat(component.getConfiguration().getBaseUrl()).isEqualTo("http://localhost:1/v1");
            assertThat(component.getConfiguration().getMaxRetries()).isEqualTo(7);
            assertThat(component.getRequestConfiguration().getDepth()).isEqualTo(Depth.FAST);
            assertThat(component.getRequestConfiguration().getExcludeDomains()).isEqualTo("a.org");
        });
        withComponent(two, "linkupEu", component -> assertThat(
                        component.getRequestConfiguration().getDepth())
                .isEqualTo(Depth.DEEP));
    }

    @Test
    void anEnvironmentVariableThatIsNoOptionIsRefused() {
        withVariables(Map.of("CAMEL_COMPONENT_LINKUP_BASE_ULR", "http://localhost:1/v1"))
                .run(context -> assertThatThrownBy(
                                () -> context.getBean(CamelContext.class).getComponent("linkup"))
                        .hasStackTraceContaining("Did you mean baseUrl?"));
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

    @ParameterizedTest
    @CsvSource({
        "linkup.base-ulr, baseUrl",
        "linkup.baseUlr, baseUrl",
        "linkup.configuration.base-ulr, baseUrl",
        "linkup.configuration.depth, depth",
        "linkup2.dept, depth"
    })
    void aPropertyThatIsNoOptionIsRefused(String property, String meant) {
        application
                .withBean("linkup2", LinkupComponent.class, LinkupComponent::new)
                .withPropertyValues("camel.component." + property + "=lkp-secret-fedcba9876543210")
                .run(context -> {
                    String component = property.substring(0, property.indexOf('.'));
                    assertThatThrownBy(() -> context.getBean(CamelContext.class).getComponent(component))
                            .hasStackTraceContaining("is no option of the Linkup component. Did you mean")
                            .hasStackTraceContaining(meant + "?")
                            .extracting(error -> ExceptionHelper.stackTraceToString((Throwable) error))
                            .asString()
                            .doesNotContain("lkp-secret-fedcba9876543210");
                });
    }

    @Test
    void anOptionCanBeNamedWithItsConfigurationObject() {
        withComponent(
                application.withPropertyValues(
                        "camel.component.linkup.configuration.base-url=http://localhost:1/v1",
                        "camel.component.linkup.httpConfiguration.connectTimeout=7s",
                        "camel.component.linkup.request-configuration.exclude-domains[0]=a.org",
                        "camel.component.linkup.request-configuration.exclude-domains[1]=b.org"),
                component -> {
                    assertThat(component.getConfiguration().getBaseUrl()).isEqualTo("http://localhost:1/v1");
                    assertThat(component.getHttpConfiguration().getConnectTimeout())
                            .isEqualTo(Duration.ofSeconds(7));
                    assertThat(component.getRequestConfiguration().getExcludeDomains())
                            .isEqualTo("a.org,b.org");
                });
    }

    @Test
    void anEmptyValueSetsNothing() {
        withComponent(
                application.withPropertyValues(
                        "camel.component.linkup.max-retries=",
                        "camel.component.linkup.request-timeout=${TIMEOUT:}",
                        "camel.component.linkup.spend-limit={{LIMIT:}}"),
                component -> {
                    assertThat(component.getConfiguration().getMaxRetries()).isEqualTo(3);
                    assertThat(component.getConfiguration().getRequestTimeout()).isEqualTo(Duration.ofMinutes(2));
                    assertThat(component.getConfiguration().getSpendLimit()).isNull();
                });
    }

    @Test
    void oneOfTwoComponentsCanBeSwitchedOff() {
        ApplicationContextRunner two = application
                .withBean("linkup2", LinkupComponent.class, LinkupComponent::new)
                .withPropertyValues("camel.component.linkup2.api-key=other");

        withComponent(
                two.withPropertyValues("camel.component.linkup.enabled=false"), "linkup2", component -> assertThat(
                                component.getConfiguration().getApiKey())
                        .isEqualTo("other"));
        two.withPropertyValues("camel.component.linkup2.enabled=false").run(context -> {
            LinkupComponent second =
                    (LinkupComponent) context.getBean(CamelContext.class).getComponent("linkup2", true, false);
            assertThat(second.getConfiguration().getApiKey()).isNull();
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
        withoutKey.run(context -> assertThat(shown(context, property, KEY)).isEqualTo(SanitizableData.SANITIZED_VALUE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"camel.component.linkup.api-key", "linkup.api-key", "LINKUP_API_KEY"})
    void aValueThatHoldsTheKeyIsMaskedWhateverItsName(String source) {
        for (String placeholder : List.of("${my.key}", "{{my.key}}")) {
            withoutKey
                    .withPropertyValues("my.key=" + KEY, source + "=" + placeholder)
                    .run(context -> {
                        assertThat(shown(context, "sun.java.command", "app.jar --" + source + "=" + KEY))
                                .isEqualTo(SanitizableData.SANITIZED_VALUE);
                        assertThat(shown(context, "my.key", KEY)).isEqualTo(SanitizableData.SANITIZED_VALUE);
                        assertThat(shown(context, "my.name", "app")).isEqualTo("app");
                    });
        }
        withoutKey.run(context -> assertThat(shown(context, "my.name", "app")).isEqualTo("app"));
    }

    @Test
    void theKeysOfAllComponentsAndEndpointsAreMaskedWhereverTheyComeFrom() {
        String ofSecond = "lkp-secret-aaaaaaaaaaaaaaaa";
        String ofBean = "lkp-secret-bbbbbbbbbbbbbbbb";
        String ofEndpoint = "lkp-secret-cccccccccccccccc";
        application
                .withBean("linkupEu", LinkupComponent.class, LinkupComponent::new)
                .withBean("linkup3", LinkupComponent.class, () -> {
                    LinkupComponent component = new LinkupComponent();
                    component.getConfiguration().setApiKey(ofBean);
                    return component;
                })
                .withPropertyValues("second.secret=" + ofSecond, "camel.component.linkup-eu.api-key=${second.secret}")
                .run(context -> {
                    assertThat(shown(context, "second.secret", ofSecond)).isEqualTo(SanitizableData.SANITIZED_VALUE);

                    CamelContext camel = context.getBean(CamelContext.class);
                    camel.getComponent("linkup3");
                    camel.getEndpoint("linkup:search?apiKey=RAW(" + ofEndpoint + ")");

                    assertThat(shown(context, "third.secret", ofBean)).isEqualTo(SanitizableData.SANITIZED_VALUE);
                    assertThat(shown(context, "fourth.secret", ofEndpoint)).isEqualTo(SanitizableData.SANITIZED_VALUE);
                });
    }

    @Test
    void theKeyIsMaskedAlsoIfTheStarterIsSwitchedOff() {
        application
                .withPropertyValues("camel.component.linkup.enabled=false")
                .run(context -> assertThat(shown(context, "my.key", KEY)).isEqualTo(SanitizableData.SANITIZED_VALUE));
    }

    private static Object shown(ApplicationContext context, String property, Object value) {
        return context.getBean(SanitizingFunction.class)
                .apply(new SanitizableData(null, property, value))
                .getValue();
    }
}
