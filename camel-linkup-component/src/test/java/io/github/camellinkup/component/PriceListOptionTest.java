package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camellinkup.client.LogCapture;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.Operation;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Other prices than the public ones: the option {@code priceList} of the component. */
class PriceListOptionTest extends SpendTestSupport {

    @TempDir
    private Path folder;

    private void restartWith(String priceList) throws Exception {
        context.stop();
        LinkupComponent component = context.getComponent("linkup", LinkupComponent.class);
        component.getConfiguration().setApiKey(API_KEY);
        component.getConfiguration().setBaseUrl(standIn().baseUrl());
        component.setTime(TestTime.of(CLOCK, anHourLaterEachTime()));
        component.setPriceList(priceList);
        context.start();
        template = context.createProducerTemplate();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "date = 1\\nfetch.pro = cheap        | fetch.pro = cheap",
                "date = 1\\nfetch.pro = -1           | fetch.pro = -1",
                "fetch.pro = 1                      | has no date",
                "date = 1\\nserach.deep.structured=9 | has the key serach.deep.structured, which names no kind of"
                        + " request. Did you mean search.deep.structured?",
                "date = 1\\nsearch.fast = 1          | has the key search.fast",
                "date = 1\\nfetch.schema = 1\\nDate = 1 | has the key Date",
            })
    void aBadPriceListIsRefusedAtTheStart(String list, String problem) throws Exception {
        Path file = Files.writeString(folder.resolve("prices.properties"), list.replace("\\n", "\n"));

        assertThatThrownBy(() -> restartWith("file:" + file))
                .hasStackTraceContaining("Option priceList file:" + file)
                .hasStackTraceContaining(problem);
    }

    @Test
    void aPriceListThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> restartWith("classpath:nowhere.properties"))
                .hasStackTraceContaining("Option priceList classpath:nowhere.properties");
    }

    @Test
    void anotherPriceListIsTakenAndTheRestIsAsInTheJar() throws Exception {
        Path list = folder.resolve("prices.properties");
        Files.writeString(list, """
                date = 2027-01
                search.fast.sourcedAnswer = 0.1
                fetch+schema = 0.2
                """);
        restartWith("file:" + list);

        assertThat(cost(send("linkup:search?depth=fast", "camel"))).isEqualByComparingTo("0.1");
        assertThat(cost(send("linkup:search?depth=deep", "camel"))).isEqualByComparingTo("0.055");
        assertThat(cost(send("linkup:fetch?schema=RAW({\"type\":\"object\"})", "https://a.org")))
                .isEqualByComparingTo("0.201");
    }

    @Test
    void aKindThatThisVersionDoesNotKnowIsTakenAndTheLogNamesIt() throws Exception {
        Path list = Files.writeString(
                folder.resolve("prices.properties"), "date = 2027-01\nsearch.abyss.sourcedAnswer = 0.4");
        try (LogCapture log = new LogCapture()) {
            restartWith("file:" + list);

            assertThat(log.warnings()).anyMatch(line -> line.contains("[search.abyss.sourcedAnswer]"));
        }
        standIn().failNext(Operation.SEARCH, Fault.answer(200, "application/json", "{\"answer\":\"\",\"sources\":[]}"));
        assertThat(cost(send("linkup:search?unknownFields=send&depth=abyss", "camel")))
                .isEqualByComparingTo("0.4");
    }
}
