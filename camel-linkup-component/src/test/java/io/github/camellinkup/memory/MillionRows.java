package io.github.camellinkup.memory;

import io.github.camellinkup.component.LinkupComponent;
import io.github.camellinkup.component.LinkupConstants;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** Sends a batch of many rows through a route and ends. Run by {@link MillionRowsTest} with little memory. */
public final class MillionRows {

    private MillionRows() {}

    /** @param arguments the address of the API, how many rows, and what to answer */
    public static void main(String[] arguments) throws Exception {
        long rows = Long.parseLong(arguments[1]);
        CountingRepository repository = new CountingRepository();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            LinkupComponent component = context.getComponent("linkup", LinkupComponent.class);
            component.getConfiguration().setApiKey("key");
            component.getConfiguration().setBaseUrl(arguments[0]);
            component.setTaskRepository(repository);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:rows").to("linkup:tasks?type=search&batchAnswer=" + arguments[2]);
                }
            });
            context.start();
            AtomicLong read = new AtomicLong();
            Iterator<String> source = LongStream.range(0, rows)
                    .mapToObj(row -> "What does company number " + row + " do?")
                    .peek(row -> read.incrementAndGet())
                    .iterator();
            Exchange exchange = context.createProducerTemplate()
                    .request("direct:rows", message -> message.getIn().setBody(source));
            if (exchange.getException() != null) {
                throw exchange.getException();
            }
            System.out.println("created="
                    + exchange.getMessage().getHeader(LinkupConstants.CREATED_COUNT)
                    + " recorded=" + repository.recorded() + " read=" + read.get());
        }
    }
}
