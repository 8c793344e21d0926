package io.github.camellinkup.quarkus.it;

import io.github.camellinkup.component.LinkupComponent;
import io.github.camellinkup.component.LinkupConfiguration;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import org.apache.camel.builder.RouteBuilder;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Routes in Java; those in YAML are in {@code routes/yaml.yaml}. */
public class Routes extends RouteBuilder {

    /** A second account, whose connection is a bean. */
    @Produces
    @Singleton
    @Named("linkup2")
    LinkupComponent secondComponent() {
        return new LinkupComponent();
    }

    @Produces
    @Singleton
    @Named("secondConnection")
    LinkupConfiguration secondConnection(
            @ConfigProperty(name = "second.address") String address, @ConfigProperty(name = "second.key") String key) {
        LinkupConfiguration connection = new LinkupConfiguration();
        connection.setBaseUrl(address);
        connection.setApiKey(key);
        return connection;
    }

    @Override
    public void configure() {
        from("direct:search").to("linkup:search").setBody(simple("${body.answer}"));
        from("direct:json").to("linkup:search");
        from("direct:second").to("linkup2:search").setBody(simple("${body.answer}"));
        from("direct:batch").to("linkup:tasks?type=search&structuredOutputClass=" + Company.class.getName());
        from("direct:await").to("linkup:tasks?mode=await&type=search&structuredOutputClass=" + Company.class.getName());
        from("linkup:tasks?taskScope=submitted&structuredOutputClass=" + Company.class.getName())
                .bean(Companies.class, "store(${header.CamelLinkupReference}, ${body.name})");
    }
}
