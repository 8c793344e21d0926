package io.github.camellinkup.client.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Makes answers of JSON. Unknown fields are ignored, missing lists are empty, and a scalar of another type is taken as
 * text. Every answer keeps the bytes it was read from, so they must not be changed afterwards.
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
            case SEARCH_RESULTS ->
                new SearchResults(objects(object(json), "results", AnswerReader::searchResult), json);
            case SOURCED_ANSWER -> sourcedAnswer(json);
            case STRUCTURED -> structuredAnswer(json, includeSources);
        };
    }

    /** Reads a fetched page. */
    public static FetchedPage fetchedPage(RawJson json) throws IOException {
        JsonNode page = object(json);
        return new FetchedPage(
                text(page, "markdown"),
                text(page, "favicon"),
                text(page, "contentType"),
                text(page, "rawContent"),
                text(page, "rawHtml"),
                objects(page, "images", image -> new FetchedImage(text(image, "alt"), text(image, "url"))),
                json);
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
        BigDecimal balance = JsonFields.decimal(text(object(json), "balance"));
        if (balance == null) {
            throw new IOException("a number in balance was expected");
        }
        return new CreditBalance(balance, json);
    }

    private static SourcedAnswer sourcedAnswer(RawJson json) throws IOException {
        JsonNode answer = object(json);
        return new SourcedAnswer(text(answer, "answer"), objects(answer, "sources", AnswerReader::source), json);
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

    static SearchResult searchResult(JsonNode result) {
        return new SearchResult(
                text(result, "type"),
                text(result, "name"),
                text(result, "url"),
                text(result, "content"),
                text(result, "favicon"));
    }

    private static Source source(JsonNode source) {
        return new Source(text(source, "name"), text(source, "url"), text(source, "snippet"), text(source, "favicon"));
    }

    /** The JSON as a tree, which has to be an object. */
    static JsonNode object(RawJson json) throws IOException {
        JsonNode tree = json.tree();
        if (!tree.isObject()) {
            throw new IOException("an object was expected, but " + JsonFields.kind(tree.asToken()) + " came");
        }
        return tree;
    }

    /** A field as text; null if it is missing, null, an object or an array. */
    static String text(JsonNode object, String field) {
        JsonNode value = object.path(field);
        return value.isValueNode() && !value.isNull() ? value.asText() : null;
    }

    /** The objects in a list. Elements that are no objects are ignored; no list, or null, is an empty one. */
    private static <T> List<T> objects(JsonNode object, String field, Function<JsonNode, T> reader) throws IOException {
        JsonNode list = object.path(field);
        if (!list.isArray() && !list.isMissingNode() && !list.isNull()) {
            throw new IOException(
                    "an array in " + field + " was expected, but " + JsonFields.kind(list.asToken()) + " came");
        }
        List<T> elements = new ArrayList<>();
        for (JsonNode element : list) {
            if (element.isObject()) {
                elements.add(reader.apply(element));
            }
        }
        return elements;
    }
}
