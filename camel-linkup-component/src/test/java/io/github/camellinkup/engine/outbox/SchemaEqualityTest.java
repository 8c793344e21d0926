package io.github.camellinkup.engine.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.SearchRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which schema of a task is the one that was sent as a text. */
class SchemaEqualityTest {

    private static final String SCHEMA_A = "{'type':'object','properties':{'a':{'type':'number','maximum':1}}}";

    @ParameterizedTest(name = "sent as {0} it is the request''s as {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                SCHEMA_A + "|" + SCHEMA_A,
                SCHEMA_A + "| {'properties':{'a':{'maximum':1,'type':'number'}},'type':'object'}",
                SCHEMA_A + "| {'type':'object','properties':{'a':{'type':'number','maximum':1.0}}}",
                SCHEMA_A + "| \"" + SCHEMA_A + "\"",
                "{'type':'object','required':['a','b']} | {'required':['a','b'],'type':'object'}",
                "{'type':'object','minimum':1e999} | {'type':'object','minimum':1e999}",
                "{'type':'object','minimum':1e999} | {'type':'object','minimum':null}",
                "{'type':'object','minimum':-1e99999} | {'type':'object','minimum':null}",
                "{'type':'object','minimum':1e-99999} | {'type':'object','minimum':0}",
                "{'type':'object','minimum':12345678901234567890} | {'type':'object','minimum':12345678901234567000}",
                "{'type':'object','minimum':0.1234567890123456789} | {'type':'object','minimum':0.12345678901234568}",
                "{'type':'object','minimum':-0} | {'type':'object','minimum':0}",
                "{'type':'object','minimum':-0.0} | {'type':'object','minimum':0}",
                "{'type':'object','enum':[[{'a':1000000000000000000000}]]} | {'type':'object','enum':[[{'a':1e21}]]}"
            })
    void schemasThatAreTheRequests(String sent, String echo) {
        assertThat(isSchemaEchoed(sent, echo)).isTrue();
    }

    @ParameterizedTest(name = "sent as {0} it is another''s as {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                SCHEMA_A + "| {'type':'object','properties':{'a':{'type':'number','maximum':2}}}",
                SCHEMA_A + "| {'type':'object','properties':{'a':{'type':'string','maximum':1}}}",
                SCHEMA_A + "| {'type':'object','properties':{'b':{'type':'number','maximum':1}}}",
                SCHEMA_A + "| {'type':'object','properties':{'a':{'type':'number'}}}",
                SCHEMA_A + "| {'type':'object','properties':{'a':{'type':'number','maximum':'1'}}}",
                SCHEMA_A + "| {'type':'object','properties':{'a':{'type':'number','maximum':1e999}}}",
                SCHEMA_A + "| \"{'type':'object','properties':{'a':{'maximum':1e999}}}\"",
                "{'type':'object','minimum':9007199254740993} | {'type':'object','minimum':9007199254740994}",
                "{'type':'object','minimum':0} | {'type':'object','minimum':null}",
                "{'type':'object','minimum':1e308} | {'type':'object','minimum':null}",
                "{'type':'object','default':'12'} | {'type':'object','default':12}",
                "{'type':'object','default':'0'} | {'type':'object','default':0}",
                SCHEMA_A + "| {'type':'object'}",
                SCHEMA_A + "| {}",
                SCHEMA_A + "| null",
                SCHEMA_A + "|",
                SCHEMA_A + "| \"{'type':\"",
                SCHEMA_A + "| \"" + SCHEMA_A + " and more\"",
                SCHEMA_A + "| \"\"",
                "{'type':'object','required':['a','b']} | {'type':'object','required':['b','a']}"
            })
    void schemasThatAreAnothers(String sent, String echo) {
        assertThat(isSchemaEchoed(sent, echo)).isFalse();
    }

    private static boolean isSchemaEchoed(String sent, String echo) {
        SearchRequest.Builder search = SearchRequest.builder().q("q").set("outputType", "structured");
        return Echo.isOf(search, "search", "structuredOutputSchema", "\"" + sent + "\"", echo);
    }
}
