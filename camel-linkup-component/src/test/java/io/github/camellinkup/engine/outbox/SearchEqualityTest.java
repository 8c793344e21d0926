package io.github.camellinkup.engine.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.SearchRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which task of the list is that of a search, and which is another's, field by field. A field that is empty is absent. */
class SearchEqualityTest {

    @ParameterizedTest(name = "{0} sent as {1} is the request''s as {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "depth | 'standard' | 'standard'",
                "q | 'who' | ' who '",
                "depth | 'deep' | 'Deep'",
                "outputType | 'searchResults' | 'searchResults'",
                "outputType | 'sourcedAnswer' | 'sourcedanswer'",
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
                "includeDomains | ['a.org'] | ['A.org']",
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
        assertThat(Echo.isOf(search(), "search", field, sent, echo)).isTrue();
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
                "toDate | '2026-05-18T10:00:00' | '2026-05-18T10:00:00+02:00'",
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
        assertThat(Echo.isOf(search(), "search", field, sent, echo)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"search, true", "research, false", "fetch, false", "brandNew, false", "SEARCH, false"})
    void aTaskOfAnotherTypeIsAnothers(String type, boolean expected) {
        assertThat(Echo.isOf(search(), type, "depth", "'deep'", "'deep'")).isEqualTo(expected);
    }

    private static SearchRequest.Builder search() {
        return SearchRequest.builder().q("q");
    }
}
