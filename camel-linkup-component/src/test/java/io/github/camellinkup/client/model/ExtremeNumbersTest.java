package io.github.camellinkup.client.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers that are JSON and would take all memory or time, or that Java does not have. The limits only end a hang. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExtremeNumbersTest {

    static Stream<String> extremes() {
        return Stream.of(
                "1e999999999",
                "-1.5E-999999999",
                "1e2147483647",
                "1e2147483648",
                "1e-2147483648",
                "1E+99999999999999999999",
                "1e00000000000000000000012345",
                "0e999999999",
                "1e10000",
                "9".repeat(10_001),
                "-0." + "3".repeat(10_000),
                "1" + "0".repeat(900_000),
                "1." + "7".repeat(900_000) + "e-99999999999");
    }

    static Stream<String> ordinary() {
        return Stream.of(
                "0",
                "-17",
                "1.50",
                "1e308",
                "-2.5E-324",
                "12345678901234567890",
                "1e0000000000000000000000000000000000000000005",
                "9".repeat(10_000),
                "0." + "3".repeat(9_000),
                "1e9990");
    }

    @ParameterizedTest
    @MethodSource("extremes")
    void anExtremeNumberIsATextInTreesAndMaps(String number) {
        RawJson json = json("{\"a\":[" + number + ",1],\"b\":{\"c\":" + number + "},\"d\":2}");

        JsonNode tree = json.toTree();
        Map<String, Object> map = json.toMap();

        assertThat(tree.path("a").path(0).textValue()).isEqualTo(number);
        assertThat(tree.path("a").path(1).intValue()).isEqualTo(1);
        assertThat(tree.path("b").path("c").textValue()).isEqualTo(number);
        assertThat(tree.path("d").intValue()).isEqualTo(2);
        assertThat(map)
                .containsEntry("a", List.of(number, 1))
                .containsEntry("b", Map.of("c", number))
                .containsEntry("d", 2);
    }

    /** Whatever is made of a number that stays one: it is small enough. */
    @ParameterizedTest
    @MethodSource("ordinary")
    void anOrdinaryNumberIsANumber(String number) {
        JsonNode node = json("{\"n\":" + number + "}").toTree().path("n");

        assertThat(node.isNumber()).isTrue();
        assertThat(node.decimalValue()).isEqualByComparingTo(new BigDecimal(number));
        assertThat(node.bigIntegerValue()).isEqualTo(new BigDecimal(number).toBigInteger());
        assertThat(node.decimalValue().toPlainString()).hasSizeLessThan(20_100);
        assertThat(json("{\"n\":" + number + "}").toMap().get("n")).isInstanceOf(Number.class);
    }

    @Test
    void numbersKeepTheirDigits() {
        RawJson json = json("{\"a\":1.50,\"b\":12345678901234567890,\"c\":3}");

        assertThat(json.toTree()).hasToString(json.toString());
        assertThat(json.toMap())
                .containsEntry("a", new BigDecimal("1.50"))
                .containsEntry("b", new BigInteger("12345678901234567890"))
                .containsEntry("c", 3);
    }

    @ParameterizedTest
    @MethodSource("extremes")
    void aTaskIsReadWhateverNumbersItsOutputHas(String number) throws IOException {
        String task =
                "{\"id\":\"1\",\"type\":\"search\",\"status\":\"completed\",\"input\":{\"q\":\"q\",\"maxResults\":"
                        + number + ",\"outputType\":\"structured\"},\"output\":{\"n\":" + number + "}}";

        TaskPage page = TaskReader.page(bytes("{\"data\":[" + task + "],\"other\":" + number + "}"));

        Task read = page.tasks().get(0);
        assertThat(read.output().toMap()).containsEntry("n", number);
        assertThat(read.input().toTree().path("maxResults").textValue()).isEqualTo(number);
        assertThat(((StructuredAnswer) read.answer()).get("n")).isEqualTo(number);
    }

    @ParameterizedTest
    @MethodSource("extremes")
    void whatAPageSaysOfItselfIsNotTakenAtItsWordThen(String number) throws IOException {
        for (String value : List.of(number, "\"" + number + "\"")) {
            TaskPage page = TaskReader.page(bytes("{\"metadata\":{\"page\":" + value + ",\"total\":7},\"data\":[],"
                    + "\"quota\":{\"inFlight\":" + value + ",\"limit\":5}}"));

            assertThat(page.page()).isZero();
            assertThat(page.total()).isEqualTo(7);
            assertThat(page.quota()).isEqualTo(new Quota(0, 5));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "\"1e999999999\"", "1e-1001", "1e99999999999"})
    void aBalanceThatNobodyCanHaveIsNone(String balance) {
        assertThatThrownBy(() -> AnswerReader.creditBalance(json("{\"balance\":" + balance + "}")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("balance");
    }

    @Test
    void aTextOfMillionsOfDigitsIsNotMadeANumber() {
        String digits = "\"" + "9".repeat(50_000_000) + "\"";

        assertThatThrownBy(() -> AnswerReader.creditBalance(json("{\"balance\":" + digits + "}")))
                .isInstanceOf(IOException.class);
    }

    private static RawJson json(String text) {
        return RawJson.wrap(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
