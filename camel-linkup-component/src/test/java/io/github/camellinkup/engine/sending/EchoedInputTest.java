package io.github.camellinkup.engine.sending;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camellinkup.client.model.FetchRequest;
import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.RawJson;
import io.github.camellinkup.client.model.RequestBuilder;
import io.github.camellinkup.client.model.ResearchRequest;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskStatus;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which task of the list is a request's and which is another's, field by field. JSON stands in single quotes here; a
 * field that is empty is absent.
 */
class EchoedInputTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String SCHEMA_A = "{'type':'object','properties':{'a':{'type':'number','maximum':1}}}";

    @ParameterizedTest(name = "{0} sent as {1} is the request''s as {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "depth | 'standard' | 'standard'",
                "depth | 'deep' | 'Deep'",
                "outputType | 'searchResults' | 'searchResults'",
                "includeImages | true | true",
                "includeImages | false | false",
                "includeImages | false | null",
                "includeImages | false |",
                "includeImages | | false",
                "includeImages | | null",
                "includeImages | |",
                "includeInlineCitations | true | true",
                "includeInlineCitations | false |",
                "includeSources | true | true",
                "includeSources | false | null",
                "fromDate | '2026-05-18' | '2026-05-18'",
                "fromDate | '2026-05-18' | '2026-05-18T00:00:00.000Z'",
                "fromDate | '2026-05-18T00:00:00Z' | '2026-05-18'",
                "fromDate | '2026-05-18T02:00:00+02:00' | '2026-05-18T00:00:00.000Z'",
                "fromDate | '2026-05-18T12:30:00' | '2026-05-18T12:30:00.000Z'",
                "fromDate | | null",
                "toDate | '2026-05-18' | '2026-05-18T00:00:00Z'",
                "toDate | | null",
                "includeDomains | ['a.org','b.org'] | ['a.org','b.org']",
                "includeDomains | ['A.org'] | ['a.org']",
                "includeDomains | [] | []",
                "includeDomains | [] | null",
                "includeDomains | [] |",
                "includeDomains | | []",
                "includeDomains | | null",
                "excludeDomains | ['a.org'] | ['a.org']",
                "excludeDomains | [] |",
                "maxResults | 5 | 5",
                "maxResults | 5 | 5.0",
                "maxResults | | 10",
                "maxResults | | null"
            })
    void searchesThatAreTheRequests(String field, String sent, String echo) {
        assertThat(isEchoed(search(), "search", field, sent, echo)).isTrue();
    }

    @ParameterizedTest(name = "{0} sent as {1} is another''s as {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "q | 'a' | 'b'",
                "q | 'a' | 'A'",
                "q | 'a' | 'a b'",
                "q | 'a' | null",
                "q | 'a' |",
                "q | 'a' | ['a']",
                "q | '7' | 7",
                "depth | 'standard' | 'deep'",
                "depth | 'fast' | null",
                "depth | 'fast' |",
                "outputType | 'sourcedAnswer' | 'searchResults'",
                "outputType | 'searchResults' | null",
                "includeImages | true | false",
                "includeImages | true | null",
                "includeImages | true |",
                "includeImages | false | true",
                "includeImages | true | 'true'",
                "includeInlineCitations | true | false",
                "includeInlineCitations | true |",
                "includeInlineCitations | false | true",
                "includeSources | true | false",
                "includeSources | true | null",
                "includeSources | false | true",
                "fromDate | '2026-05-18' | '2026-05-19'",
                "fromDate | '2026-05-18' | '2026-05-18T00:00:00.001Z'",
                "fromDate | '2026-05-18' | '2026-05-18T00:00:00+02:00'",
                "fromDate | '2026-05-18' | null",
                "fromDate | '2026-05-18' |",
                "fromDate | '2026-05-18' | 'yesterday'",
                "fromDate | '2026-05-18' | 20260518",
                "toDate | '2026-05-18' | '2027-05-18'",
                "toDate | '2026-05-18T10:00:00Z' | '2026-05-18'",
                "toDate | '2026-05-18' | null",
                "includeDomains | ['a.org'] | ['b.org']",
                "includeDomains | ['a.org','b.org'] | ['b.org','a.org']",
                "includeDomains | ['a.org','b.org'] | ['a.org']",
                "includeDomains | ['a.org'] | ['a.org','b.org']",
                "includeDomains | ['a.org'] | []",
                "includeDomains | ['a.org'] | null",
                "includeDomains | ['a.org'] |",
                "includeDomains | ['a.org'] | 'a.org'",
                "includeDomains | [] | ['a.org']",
                "includeDomains | ['null'] | [null]",
                "excludeDomains | ['a.org'] | ['b.org']",
                "excludeDomains | ['a.org'] | null",
                "excludeDomains | [] | ['a.org']",
                "maxResults | 5 | 6",
                "maxResults | 5 | '5'",
                "maxResults | 5 | 1e400",
                "maxResults | 5 | null",
                "maxResults | 5 |"
            })
    void searchesThatAreAnothers(String field, String sent, String echo) {
        assertThat(isEchoed(search(), "search", field, sent, echo)).isFalse();
    }

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
                "{'type':'object','minimum':1e999} | {'type':'object','minimum':1e999}"
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

    @ParameterizedTest(name = "{0} sent as {1} is the request''s as {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "url | 'https://a.org/x?y=1#z' | 'https://a.org/x?y=1#z'",
                "url | 'https://a.org' | 'https://a.org/'",
                "url | 'https://A.ORG/x' | 'https://a.org/x'",
                "renderJs | true | true",
                "renderJs | false |",
                "renderJs | | false",
                "includeRawContent | true | true",
                "includeRawContent | false | null",
                "includeRawHtml | true | true",
                "includeRawHtml | | null",
                "extractImages | true | true",
                "extractImages | | false",
                "mode | 'pro' | 'pro'",
                "mode | | 'standard'"
            })
    void fetchesThatAreTheRequests(String field, String sent, String echo) {
        assertThat(isEchoed(fetch(), "fetch", field, sent, echo)).isTrue();
    }

    @ParameterizedTest(name = "{0} sent as {1} is another''s as {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "url | 'https://a.org/x' | 'https://a.org/X'",
                "url | 'https://a.org/x' | 'https://a.org/y'",
                "url | 'https://a.org/x' | 'https://a.org/x/'",
                "url | 'https://a.org/x' | 'http://a.org/x'",
                "url | 'https://a.org/x?y=1' | 'https://a.org/x?y=2'",
                "url | 'https://a.org:444' | 'https://a.org:445'",
                "url | 'https://Me:Word@a.org' | 'https://me:word@a.org'",
                "url | 'https://a.org/x' | null",
                "renderJs | true | false",
                "renderJs | true |",
                "renderJs | false | true",
                "includeRawContent | true | null",
                "includeRawContent | false | true",
                "includeRawHtml | true | false",
                "includeRawHtml | false | true",
                "extractImages | true |",
                "extractImages | false | true",
                "mode | 'pro' | 'standard'",
                "mode | 'standard' | 'pro'",
                "mode | 'pro' |"
            })
    void fetchesThatAreAnothers(String field, String sent, String echo) {
        assertThat(isEchoed(fetch(), "fetch", field, sent, echo)).isFalse();
    }

    @ParameterizedTest(name = "{0} sent as {1} is the request''s as {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "mode | 'answer' | 'answer'",
                "mode | 'investigate' | 'Investigate'",
                "mode | | 'auto'",
                "reasoningDepth | 'XL' | 'XL'",
                "reasoningDepth | | 'M'",
                "includeImages | false |",
                "fromDate | '2026-05-18' | '2026-05-18T00:00:00.000Z'",
                "toDate | '2026-05-18T00:00:00.000Z' | '2026-05-18'",
                "includeDomains | ['a.org','b.org'] | ['a.org','b.org']",
                "excludeDomains | | []"
            })
    void researchThatIsTheRequests(String field, String sent, String echo) {
        assertThat(isEchoed(research(), "research", field, sent, echo)).isTrue();
    }

    @ParameterizedTest(name = "{0} sent as {1} is another''s as {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "q | 'r' | 's'",
                "outputType | 'sourcedAnswer' | 'structured'",
                "mode | 'answer' | 'auto'",
                "mode | 'research' | null",
                "reasoningDepth | 'S' | 'M'",
                "reasoningDepth | 'S' |",
                "includeImages | true | false",
                "fromDate | '2026-05-18' | '2026-05-17'",
                "toDate | '2026-05-18' |",
                "includeDomains | ['a.org'] | ['b.org']",
                "excludeDomains | ['a.org'] | []"
            })
    void researchThatIsAnothers(String field, String sent, String echo) {
        assertThat(isEchoed(research(), "research", field, sent, echo)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"search, true", "research, false", "fetch, false", "brandNew, false", "SEARCH, false"})
    void aTaskOfAnotherTypeIsAnothers(String type, boolean expected) {
        assertThat(isEchoed(search(), type, "depth", "'deep'", "'deep'")).isEqualTo(expected);
    }

    private static SearchRequest.Builder search() {
        return SearchRequest.builder().q("q");
    }

    private static FetchRequest.Builder fetch() {
        return FetchRequest.builder().url("https://example.org/page");
    }

    private static ResearchRequest.Builder research() {
        return ResearchRequest.builder().q("q");
    }

    private static boolean isSchemaEchoed(String sent, String echo) {
        SearchRequest.Builder search = search().set("outputType", "structured");
        return isEchoed(search, "search", "structuredOutputSchema", "\"" + sent + "\"", echo);
    }

    /** Whether the only task of a list, which differs from the request in this field at the most, is taken for its own. */
    private static boolean isEchoed(
            RequestBuilder<?, ? extends LinkupRequest> builder, String type, String field, String sent, String echo) {
        if (sent != null) {
            builder.set(field, tree(sent));
        }
        LinkupRequest request = builder.build();
        ObjectNode input = (ObjectNode) FakeApi.task("1", request, null).input().toTree();
        input.remove(field);
        String echoed = echo == null ? "" : ",\"" + field + "\":" + json(echo);
        String text = input.toString();
        RawJson whole = RawJson.wrap((text.substring(0, text.length() - 1) + echoed + "}").getBytes());
        Task task = new Task("1", type, TaskStatus.PENDING, null, null, whole, null, null, whole);

        return new EchoMatcher(List.of(SentInput.of(request)), List.of(task), (index, any) -> true).match()[0] != null;
    }

    private static JsonNode tree(String sent) {
        try {
            return MAPPER.readTree(json(sent));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(sent, e);
        }
    }

    /** What stands in double quotes is a text that holds JSON, as a schema is sent. */
    private static String json(String quoted) {
        if (quoted.startsWith("\"")) {
            return '"' + quoted.substring(1, quoted.length() - 1).replace("'", "\\\"") + '"';
        }
        return quoted.replace('\'', '"');
    }
}
