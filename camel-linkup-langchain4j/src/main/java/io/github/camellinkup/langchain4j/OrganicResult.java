package io.github.camellinkup.langchain4j;

import dev.langchain4j.web.search.WebSearchOrganicResult;
import io.github.camellinkup.client.model.SearchResult;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A result of Linkup as LangChain4j wants it: with an address, and with a title. */
final class OrganicResult {

    private static final int SNIPPET_LENGTH = 300;

    private OrganicResult() {}

    /** The result, or nothing if it has no address that Java can read. */
    static Optional<WebSearchOrganicResult> of(SearchResult result) {
        return address(result.url()).map(address -> {
            String title = result.name() == null || result.name().isBlank() ? result.url() : result.name();
            return WebSearchOrganicResult.from(
                    title, address, snippet(result.content()), result.content(), metadata(result));
        });
    }

    private static Optional<URI> address(String url) {
        if (url == null || url.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new URI(url));
        } catch (URISyntaxException e) {
            return Optional.ofNullable(quoted(url));
        }
    }

    /** Addresses on the web have blanks, bars and brackets that a URI must not have. */
    private static URI quoted(String url) {
        int scheme = url.indexOf(':');
        if (scheme < 1) {
            return null;
        }
        int fragment = url.indexOf('#');
        try {
            String rest = url.substring(scheme + 1, fragment < 0 ? url.length() : fragment);
            // This constructor quotes what is not allowed, but a percent sign too: what is quoted already stays as it
            // is.
            URI made = new URI(url.substring(0, scheme), rest, fragment < 0 ? null : url.substring(fragment + 1));
            return new URI(made.toString().replaceAll("%25([0-9A-Fa-f]{2})", "%$1"));
        } catch (URISyntaxException | IndexOutOfBoundsException e) {
            return null;
        }
    }

    private static String snippet(String content) {
        if (content == null || content.length() <= SNIPPET_LENGTH) {
            return content;
        }
        int blank = content.lastIndexOf(' ', SNIPPET_LENGTH);
        return content.substring(0, blank > 0 ? blank : SNIPPET_LENGTH) + "…";
    }

    private static Map<String, String> metadata(SearchResult result) {
        Map<String, String> metadata = new LinkedHashMap<>();
        if (result.type() != null) {
            metadata.put("type", result.type());
        }
        if (result.favicon() != null && !result.favicon().isEmpty()) {
            metadata.put("favicon", result.favicon());
        }
        return metadata;
    }
}
