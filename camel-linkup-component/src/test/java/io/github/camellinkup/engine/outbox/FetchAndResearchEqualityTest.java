package io.github.camellinkup.engine.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.FetchRequest;
import io.github.camellinkup.client.model.ResearchRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which task of the list is that of a fetch or of research, and which is another's, field by field. */
class FetchAndResearchEqualityTest {

    @ParameterizedTest(name = "{0} sent as {1} is the request''s as {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "url | 'https://a.org/x?y=1#z' | 'https://a.org/x?y=1#z'",
                "url | 'https://a.org' | 'https://a.org/'",
                "url | 'https://A.ORG/x' | 'https://a.org/x'",
                "url | 'https://A.ORG/x^y' | 'https://a.org/x^y'",
                "url | 'https://s' | 'https://S/'",
                "url | 'HTTPS://a.org:8443/A?b' | 'https://A.org:8443/A?b'",
                "url | 'https://a.org?a=1#b' | 'https://a.org/?a=1#b'",
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
                "mode | | 'standard'",
                "schema | {'type':'object','n':1e21} | {'n':1000000000000000000000,'type':'object'}",
                "schema | | null",
                "mode | 'ultra' | 'ULTRA'",
                "wait | 3 | 3.0",
                "wait | 3 |",
                "wait | true |",
                "wait | 'Long' | 'long'",
                "wait | '2026-05-18' | '2026-05-18T00:00:00.000Z'",
                "wait | {'a':1} | \"{'a':1}\"",
                "wait | \"{'a':1}\" | {'a':1}",
                "wait | | 3"
            })
    void fetchesThatAreTheRequests(String field, String sent, String echo) {
        assertThat(Echo.isOf(fetch(), "fetch", field, sent, echo)).isTrue();
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
                "url | 'https://a.org' | 'https://a.org:8443/'",
                "url | 'https://a.org/a' | 'https://a.org/a b'",
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
                "mode | 'pro' |",
                "schema | {'type':'object','n':1} | {'type':'object','n':2}",
                "schema | {'type':'object'} | null",
                "mode | 'ultra' | 'standard'",
                "wait | 3 | 4",
                "wait | 3 | null",
                "wait | 'long' | 'short'",
                "wait | {'a':1} | {'a':2}",
                "wait | {'a':1} | 'a'"
            })
    void fetchesThatAreAnothers(String field, String sent, String echo) {
        assertThat(Echo.isOf(fetch(), "fetch", field, sent, echo)).isFalse();
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
                "reasoningDepth | 'XL' | 'xl'",
                "reasoningDepth | | 'M'",
                "includeImages | false |",
                "fromDate | '2026-05-18' | '2026-05-18T00:00:00.000Z'",
                "toDate | '2026-05-18T00:00:00.000Z' | '2026-05-18'",
                "includeDomains | ['a.org','b.org'] | ['a.org','b.org']",
                "excludeDomains | | []"
            })
    void researchThatIsTheRequests(String field, String sent, String echo) {
        assertThat(Echo.isOf(research(), "research", field, sent, echo)).isTrue();
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
        assertThat(Echo.isOf(research(), "research", field, sent, echo)).isFalse();
    }

    private static FetchRequest.Builder fetch() {
        return FetchRequest.builder().sendUnknownFields().url("https://example.org/page");
    }

    private static ResearchRequest.Builder research() {
        return ResearchRequest.builder().q("q");
    }
}
