package io.github.camellinkup.springboot;

import java.util.List;
import java.util.Map;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

/** For tests that need a process of their own. At each start it searches and sends two tasks, and prints what comes. */
@SpringBootConfiguration
@EnableAutoConfiguration
public class StandaloneApplication {

    public record Company(String name) {}

    public static void main(String[] args) {
        SpringApplication.run(StandaloneApplication.class, args);
    }

    /** The answer, if it is of the class that this class knows, the class loader of both, and the thread. */
    @Bean
    Processor printer() {
        return exchange -> System.out.println(String.join(
                " ",
                exchange.getMessage().getBody() instanceof Company company ? company.name() : "another class",
                Company.class.getClassLoader().toString(),
                Thread.currentThread().toString()));
    }

    @Bean
    RouteBuilder routes(Processor printer) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                String answer = "structuredOutputClass=" + Company.class.getName();
                from("direct:java").to("linkup:search?" + answer).process(printer);
                from("direct:batch").to("linkup:tasks?type=search&" + answer);
                from("direct:await")
                        .to("linkup:tasks?mode=await&type=search&" + answer)
                        .process(printer);
            }
        };
    }

    @Bean
    CommandLineRunner sender(ProducerTemplate template) {
        return arguments -> {
            template.requestBody("direct:java", "java");
            template.requestBody("direct:yaml", "yaml");
            template.requestBody("direct:batch", List.of(Map.of("q", "batch")));
            template.asyncRequestBody("direct:await", Map.of("q", "await"));
        };
    }
}
