package io.github.camellinkup.kamelets;

import io.github.camellinkup.test.LinkupStandIn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.main.Main;

/** Camel Main with routes in YAML and properties, and nothing else, as a user without code has it. */
final class Application implements AutoCloseable {

    private final Main main = new Main();

    /** @param routes where they are, such as {@code classpath:docs/kamelets.yaml} */
    Application(LinkupStandIn linkup, String routes, Map<String, String> properties) throws Exception {
        main.addOverrideProperty("camel.component.linkup.base-url", linkup.baseUrl());
        properties.forEach(main::addOverrideProperty);
        main.configure().withRoutesIncludePattern(routes);
        main.start();
    }

    /** A route from {@code direct:start} to a kamelet. */
    static Application to(
            LinkupStandIn linkup,
            Path folder,
            String kamelet,
            Map<String, String> parameters,
            Map<String, String> properties)
            throws Exception {
        String route = """
                - route:
                    from:
                      uri: direct:start
                      steps:
                        - to:
                            uri: kamelet:%s
                """.formatted(kamelet) + parameters(parameters, "            ");
        return of(linkup, folder, route, properties);
    }

    /** A route from a kamelet to {@code mock:results}. */
    static Application from(
            LinkupStandIn linkup,
            Path folder,
            String kamelet,
            Map<String, String> parameters,
            Map<String, String> properties)
            throws Exception {
        String route = """
                - route:
                    from:
                      uri: kamelet:%s
                """.formatted(kamelet) + parameters(parameters, "      ") + """
                      steps:
                        - to:
                            uri: mock:results
                """;
        return of(linkup, folder, route, properties);
    }

    private static Application of(LinkupStandIn linkup, Path folder, String route, Map<String, String> properties)
            throws Exception {
        return new Application(linkup, "file:" + Files.writeString(folder.resolve("route.yaml"), route), properties);
    }

    private static String parameters(Map<String, String> parameters, String indent) {
        StringBuilder lines = new StringBuilder();
        if (!parameters.isEmpty()) {
            lines.append(indent).append("parameters:\n");
        }
        parameters.forEach(
                (name, value) -> lines.append(indent).append("  %s: '%s'\n".formatted(name, value.replace("'", "''"))));
        return lines.toString();
    }

    ProducerTemplate template() throws Exception {
        return main.getCamelTemplate();
    }

    MockEndpoint mock(String name) {
        return main.getCamelContext().getEndpoint("mock:" + name, MockEndpoint.class);
    }

    List<String> endpointUris() {
        return main.getCamelContext().getEndpoints().stream()
                .map(Endpoint::getEndpointUri)
                .toList();
    }

    @Override
    public void close() {
        main.stop();
    }
}
