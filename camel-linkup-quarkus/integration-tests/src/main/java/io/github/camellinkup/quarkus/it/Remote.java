package io.github.camellinkup.quarkus.it;

import io.github.camellinkup.component.LinkupComponent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.jboss.resteasy.reactive.RestQuery;

/** Lets the tests, which run in another process, use the application. */
@Path("/")
public class Remote {

    @Inject
    ProducerTemplate template;

    @Inject
    CamelContext camel;

    @Inject
    Companies companies;

    @POST
    @Path("search")
    public String search(@RestQuery String route, String question) {
        return template.requestBody("direct:" + route, question, String.class);
    }

    /** @param names of companies, separated by commas */
    @POST
    @Path("tasks")
    public void tasks(@RestQuery String route, String names) {
        template.sendBody(
                "direct:" + route,
                Stream.of(names.split(","))
                        .map(name -> Map.of("input", Map.of("q", name), "reference", "crm-" + name))
                        .toList());
    }

    @POST
    @Path("await")
    public void await(String name) {
        template.asyncSend("direct:await", exchange -> exchange.getMessage()
                .setBody(Map.of("input", Map.of("q", name), "reference", "crm-" + name)));
    }

    @POST
    @Path("order")
    public void order(@RestQuery boolean fail, String id) throws SQLException {
        companies.order(id, fail);
    }

    @POST
    @Path("fail-next-store")
    public void failNextStore() {
        companies.failNextStore();
    }

    @GET
    @Path("companies")
    public List<String> companies() throws SQLException {
        return companies.rows();
    }

    /** What an option of the component is set to. */
    @GET
    @Path("option")
    public String option(@RestQuery String name) {
        LinkupComponent component = camel.getComponent("linkup", LinkupComponent.class);
        PropertyConfigurerGetter options = (PropertyConfigurerGetter) component.getComponentPropertyConfigurer();
        return String.valueOf(options.getOptionValue(component, name, true));
    }
}
