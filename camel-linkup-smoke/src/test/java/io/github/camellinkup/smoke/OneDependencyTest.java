package io.github.camellinkup.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camellinkup.test.LinkupStandIn;
import java.io.File;
import java.time.Year;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** The component, and what it brings, are all that an answer in a class needs. */
class OneDependencyTest {

    private static final Pattern JACKSON = Pattern.compile("jackson-[a-z0-9-]+?-(\\d[\\d.]*)\\.jar");

    public record Company(String name, int employees, Optional<Year> founded) {}

    private static List<String> classPath() {
        String paths = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(paths.split(File.pathSeparator))
                .map(path -> new File(path).getName())
                .toList();
    }

    @Test
    void allJacksonLibrariesHaveOneVersion() {
        assertThat(classPath().stream().map(JACKSON::matcher).filter(Matcher::matches))
                .hasSizeGreaterThanOrEqualTo(5)
                .extracting(jar -> jar.group(1))
                .containsOnly("2.19.4");
    }

    @Test
    void anAnswerIsAnInstanceOfTheClass() throws Exception {
        try (LinkupStandIn linkup = LinkupStandIn.start();
                DefaultCamelContext context = new DefaultCamelContext()) {
            linkup.answerSearch(input -> new ObjectMapper()
                    .createObjectNode()
                    .put("name", "Camel")
                    .put("employees", 3)
                    .put("founded", 2007));
            context.start();

            Object answer = context.createProducerTemplate()
                    .requestBody(
                            "linkup:search?apiKey=" + linkup.apiKey() + "&baseUrl=" + linkup.baseUrl()
                                    + "&structuredOutputClass=" + Company.class.getName(),
                            "camel",
                            Object.class);

            assertThat(answer).isEqualTo(new Company("Camel", 3, Optional.of(Year.of(2007))));
        }
    }
}
