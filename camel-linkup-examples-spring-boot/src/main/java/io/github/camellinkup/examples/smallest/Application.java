package io.github.camellinkup.examples.smallest;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Companies from a CSV file into a table. The routes are in {@code smallest/companies.yaml}. */
@SpringBootApplication
public class Application {

    public static void main(String[] args) {
        try {
            SpringApplication.run(Application.class, args);
        } catch (RuntimeException e) {
            // Spring Boot has logged it. The thread that looks for idleness would keep the process alive.
            System.exit(1);
        }
    }
}
