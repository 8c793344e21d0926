package com.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.LinkupStandInExtension;
import io.github.camellinkup.test.Operation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** What docs/getting-started.md shows, as it is shown. */
class GettingStartedTest {

    @RegisterExtension
    private static final LinkupStandInExtension LINKUP = new LinkupStandInExtension(
            LinkupStandIn.builder().noPollLimit().taskTime("search", Duration.ofMillis(50)));

    @TempDir
    private Path folder;

    private Main main;

    @BeforeEach
    void pointAtTheStandIn(LinkupStandIn linkup) {
        main = new Main();
        main.addOverrideProperty("camel.component.linkup.api-key", linkup.apiKey());
        main.addOverrideProperty("camel.component.linkup.base-url", linkup.baseUrl());
    }

    @Test
    void firstRouteInJava(LinkupStandIn linkup) throws Exception {
        main.configure().withDurationMaxMessages(1).addRoutesBuilder(new FirstRoute());

        main.run();

        assertThat(linkup.received(Operation.SEARCH)).hasSize(1);
    }

    @Test
    void firstRouteInYaml(LinkupStandIn linkup) throws Exception {
        main.configure().withDurationMaxMessages(1).withRoutesIncludePattern("file:first-route.camel.yaml");

        main.run();

        assertThat(linkup.received(Operation.SEARCH))
                .singleElement()
                .satisfies(call -> assertThat(call.json().path("depth").asText()).isEqualTo("fast"));
    }

    @Test
    void fileToTable(LinkupStandIn linkup) throws Exception {
        linkup.answerSearch(input -> input.path("q").asText().contains("Linkup")
                ? JsonNodeFactory.instance.objectNode().put("industry", "Search").putNull("employees")
                : JsonNodeFactory.instance.objectNode().put("industry", "Software").put("employees", 50));
        linkup.failTasksWhen(task -> task.input().path("q").asText().contains("Acme"), "nothing found");
        String database = "jdbc:h2:" + folder.resolve("crm");
        main.addOverrideProperty("camel.beans.crm.url", database + ";INIT=runscript from 'classpath:company.sql'");
        main.addOverrideProperty("inbox", folder.toString());
        main.configure().addRoutesBuilder(new CompaniesToTable());
        Files.writeString(folder.resolve("companies.csv"), "id,name\n1,Apache\n2,\"Linkup\"\n3,Acme\n");

        main.start();
        try {
            DataSource crm = main.getCamelContext().getRegistry().findSingleByType(DataSource.class);
            await().untilAsserted(() -> assertThat(new JdbcTemplate(crm)
                            .queryForList(
                                    "select concat(id, '|', industry, '|', employees, '|', problem) from company"
                                            + " order by id",
                                    String.class))
                    .containsExactly("1|Software|50|", "2|Search||", "3|||nothing found"));
        } finally {
            main.stop();
        }
        assertThat(linkup.count(Operation.TASKS_CREATE)).isEqualTo(1);
    }

    @Test
    void splitSendsOneByOneUnlessItIsParallel(LinkupStandIn linkup) throws Exception {
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                // snippet:split
                from("direct:questions")
                        .split(body())
                        .parallelProcessing()
                        .to("linkup:tasks?mode=single&type=search&batchLinger=1s");
                // end:split
                from("direct:one-by-one").split(body()).to("linkup:tasks?mode=single&type=search");
            }
        });
        List<String> questions = List.of("one", "two", "three", "four", "five");

        main.start();
        try {
            var template = main.getCamelTemplate();
            template.sendBody("direct:questions", questions);
            assertThat(linkup.count(Operation.TASKS_CREATE)).isLessThan(5);
            linkup.reset();

            template.sendBody("direct:one-by-one", questions);
            assertThat(linkup.count(Operation.TASKS_CREATE)).isEqualTo(5);
        } finally {
            main.stop();
        }
    }

    /** The stand-in, the component and the project have one version, which a reader copies. */
    @Test
    void pomNamesOneVersion() throws Exception {
        String pom = Files.readString(Path.of("pom.xml"));
        String parent = Files.readString(Path.of("../pom.xml"));

        assertThat(version(parent, "<artifactId>camel-linkup</artifactId>"))
                .isEqualTo(version(pom, "<artifactId>camel-linkup-bom</artifactId>"));
    }

    private static String version(String pom, String artifact) {
        return pom.split(artifact, 2)[1].split("</?version>", 3)[1];
    }
}
