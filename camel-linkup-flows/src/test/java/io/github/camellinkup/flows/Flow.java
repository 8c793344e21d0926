package io.github.camellinkup.flows;

import io.github.camellinkup.test.LinkupStandIn;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;
import org.awaitility.Awaitility;

/** A flow in this JVM: its files as they are, but for some properties. */
final class Flow implements AutoCloseable {

    private final Main main = new Main();
    private final String first;

    private Flow(String first) {
        this.first = first;
    }

    /** As the command of its page runs it, with all parts on board. */
    static Flow embedded(String name, Map<String, String> properties) {
        return new Flow("classpath:flows/" + name + "/embedded.properties,").start(name, properties);
    }

    /** As in an installation. */
    static Flow installed(String name, LinkupStandIn standIn, Map<String, String> properties) {
        Flow flow = new Flow("");
        flow.main.addOverrideProperty("linkup.address", standIn.baseUrl());
        flow.main.addOverrideProperty("camel.component.linkup.api-key", standIn.apiKey());
        return flow.start(name, properties);
    }

    /** As {@link #installed}, with a bean that the test brings. */
    static Flow installedWith(Object bean, String name, LinkupStandIn standIn, Map<String, String> properties) {
        Flow flow = new Flow("");
        flow.main.bind(bean.getClass().getName(), bean);
        flow.main.addOverrideProperty("linkup.address", standIn.baseUrl());
        flow.main.addOverrideProperty("camel.component.linkup.api-key", standIn.apiKey());
        return flow.start(name, properties);
    }

    private Flow start(String name, Map<String, String> properties) {
        main.setPropertyPlaceholderLocations(first + "classpath:flows/" + name + "/application.properties");
        properties.forEach(main::addOverrideProperty);
        main.start();
        return this;
    }

    CamelContext context() {
        return main.getCamelContext();
    }

    <T> T bean(String name, Class<T> type) {
        return context().getRegistry().lookupByNameAndType(name, type);
    }

    void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(condition);
    }

    @Override
    public void close() {
        main.stop();
    }
}
