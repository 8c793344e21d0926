package io.github.camellinkup.client.model;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;

/**
 * Makes answers of JSON in one pass. Unknown fields are passed over, missing lists are empty. Every answer keeps the
 * bytes it was read from, so they must not be changed afterwards.
 *
 * <p>Every method throws an {@link IOException} for what is no JSON, is cut off, nested deeper than 1,000 levels, or of
 * another kind than the answer, as an array in place of an object.
 */
public final class AnswerReader {

    /** In so many bytes of a page its first task has said which it is: its input and its output come last. */
    public static final int BEGINNING = 64 * 1024;

    private AnswerReader() {}

    /**
     * Reads the answer to a search or to research.
     *
     * @param outputType the shape that the request asked for
     * @param includeSources whether the request asked for the sources of a structured answer
     */
    public static SearchAnswer searchAnswer(RawJson json, OutputType outputType, boolean includeSources)
            throws IOException {
        return switch (outputType) {
            case SEARCH_RESULTS -> searchResults(json);
            case SOURCED_ANSWER -> sourcedAnswer(json);
            case STRUCTURED -> structuredAnswer(json, includeSources);
        };
    }

    /** Reads a fetched page. */
    public static FetchedPage fetchedPage(RawJson json) throws IOException {
        try (JsonParser parser = json.parser()) {
            String markdown = null;
            String favicon = null;
            String contentType = null;
            String rawContent = null;
            String rawHtml = null;
            List<FetchedImage> images = null;
            JsonFields.startObject(parser);
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                switch (field) {
                    case "markdown" -> markdown = JsonFields.text(parser);
                    case "favicon" -> favicon = JsonFields.text(parser);
                    case "contentType" -> contentType = JsonFields.text(parser);
                    case "rawContent" -> rawContent = JsonFields.text(parser);
                    case "rawHtml" -> rawHtml = JsonFields.text(parser);
                    case "images" -> images = JsonFields.objects(parser, field, AnswerReader::image);
                    default -> JsonFields.skip(parser);
                }
            }
            JsonFields.end(parser);
            return new FetchedPage(markdown, favicon, contentType, rawContent, rawHtml, images, json);
        }
    }

    /** Reads one task, which has to have an id. */
    public static Task task(byte[] json) throws IOException {
        return TaskReader.one(json);
    }

    /** Reads a list of tasks, each of which has to have an id. */
    public static List<Task> tasks(byte[] json) throws IOException {
        return TaskReader.list(json);
    }

    /** Reads a page of tasks. What is in it and has no id is passed over: nothing could be done with it. */
    public static TaskPage taskPage(byte[] json) throws IOException {
        return TaskReader.page(json);
    }

    /**
     * Finds the first task of a page that is not there as a whole or cannot be read.
     *
     * @param beginning the beginning of the page; of a longer one no more than {@link #BEGINNING} bytes are looked at
     * @return the task as far as its beginning tells of it, or null if there is none
     */
    public static TaskIdentity firstTask(byte[] beginning) {
        return FirstTask.of(beginning, Math.min(beginning.length, BEGINNING));
    }

    /** Reads the organisation's credits. */
    public static CreditBalance creditBalance(RawJson json) throws IOException {
        try (JsonParser parser = json.parser()) {
            BigDecimal balance = null;
            JsonFields.startObject(parser);
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                if ("balance".equals(field)) {
                    balance = JsonFields.decimal(parser);
                } else {
                    JsonFields.skip(parser);
                }
            }
            JsonFields.end(parser);
            if (balance == null) {
                throw new IOException("a number in balance was expected");
            }
            return new CreditBalance(balance, json);
        }
    }

    private static SearchResults searchResults(RawJson json) throws IOException {
        try (JsonParser parser = json.parser()) {
            List<SearchResult> results = null;
            JsonFields.startObject(parser);
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                if ("results".equals(field)) {
                    results = JsonFields.objects(parser, field, AnswerReader::searchResult);
                } else {
                    JsonFields.skip(parser);
                }
            }
            JsonFields.end(parser);
            return new SearchResults(results, json);
        }
    }

    private static SourcedAnswer sourcedAnswer(RawJson json) throws IOException {
        try (JsonParser parser = json.parser()) {
            String answer = null;
            List<Source> sources = null;
            JsonFields.startObject(parser);
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                switch (field) {
                    case "answer" -> answer = JsonFields.text(parser);
                    case "sources" -> sources = JsonFields.objects(parser, field, AnswerReader::source);
                    default -> JsonFields.skip(parser);
                }
            }
            JsonFields.end(parser);
            return new SourcedAnswer(answer, sources, json);
        }
    }

    /** Only makes sure that it is an object and whole: what is in it is read when it is asked for. */
    private static StructuredAnswer structuredAnswer(RawJson json, boolean includeSources) throws IOException {
        try (JsonParser parser = json.parser()) {
            JsonFields.startObject(parser);
            parser.skipChildren();
            JsonFields.end(parser);
            return new StructuredAnswer(json, includeSources);
        }
    }

    private static SearchResult searchResult(JsonParser parser) throws IOException {
        String type = null;
        String name = null;
        String url = null;
        String content = null;
        String favicon = null;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            switch (field) {
                case "type" -> type = JsonFields.text(parser);
                case "name" -> name = JsonFields.text(parser);
                case "url" -> url = JsonFields.text(parser);
                case "content" -> content = JsonFields.text(parser);
                case "favicon" -> favicon = JsonFields.text(parser);
                default -> JsonFields.skip(parser);
            }
        }
        return new SearchResult(type, name, url, content, favicon);
    }

    private static Source source(JsonParser parser) throws IOException {
        String name = null;
        String url = null;
        String snippet = null;
        String favicon = null;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            switch (field) {
                case "name" -> name = JsonFields.text(parser);
                case "url" -> url = JsonFields.text(parser);
                case "snippet" -> snippet = JsonFields.text(parser);
                case "favicon" -> favicon = JsonFields.text(parser);
                default -> JsonFields.skip(parser);
            }
        }
        return new Source(name, url, snippet, favicon);
    }

    private static FetchedImage image(JsonParser parser) throws IOException {
        String alt = null;
        String url = null;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            switch (field) {
                case "alt" -> alt = JsonFields.text(parser);
                case "url" -> url = JsonFields.text(parser);
                default -> JsonFields.skip(parser);
            }
        }
        return new FetchedImage(alt, url);
    }
}
