package io.github.camellinkup.client.model;

import static io.github.camellinkup.client.model.Json.text;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Reads answers from JSON. Unknown fields are ignored, missing lists are empty, and a scalar of another type is read as
 * text. An answer shares the bytes that it was read from, so they must not be changed afterwards.
 *
 * <p>Every public method throws an {@link IOException} if the text is not JSON, is truncated, is nested deeper than 1,000
 * levels, or is of another kind than the answer, such as an array instead of an object.
 */
public final class AnswerReader {

    private AnswerReader() {}

    /**
     * Reads the answer to a search or to research.
     *
     * @param outputType the shape that the request asked for; null if this version does not know it, and the answer is then
     *     the JSON itself
     * @param includeSources whether the request asked for the sources of a structured answer
     */
    public static SearchAnswer searchAnswer(RawJson json, OutputType outputType, boolean includeSources)
            throws IOException {
        if (outputType == OutputType.STRUCTURED) {
            return structuredAnswer(json, includeSources);
        }
        if (outputType == null) {
            json.tree();
            return json;
        }
        JsonNode answer = object(json);
        return outputType == OutputType.SEARCH_RESULTS
                ? new SearchResults(objects(answer, "results", SearchResult::of), json)
                : new SourcedAnswer(text(answer, "answer"), objects(answer, "sources", AnswerReader::source), json);
    }

    /** Checks only that it is one complete object. Its fields are read when they are accessed. */
    private static StructuredAnswer structuredAnswer(RawJson json, boolean includeSources) throws IOException {
        try (JsonParser parser = json.parser()) {
            Json.expect(parser.nextToken(), JsonToken.START_OBJECT, "an object");
            parser.skipChildren();
            Json.end(parser);
            return new StructuredAnswer(json, includeSources);
        }
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
                page.hasNonNull("data") ? page.get("data") : null,
                json);
    }

    /** Reads the organisation's credits. */
    public static CreditBalance creditBalance(RawJson json) throws IOException {
        BigDecimal balance = Json.decimal(text(object(json), "balance"));
        if (balance == null) {
            throw new IOException("a number in balance was expected");
        }
        return new CreditBalance(balance, json);
    }

    /**
     * Reads the output of a task as the answer that its input asks for.
     *
     * @param input the input of the task as Linkup normalised it, or null
     * @param output the output of the task, or null
     * @return the output itself if the input does not ask for a known kind of answer, or the output is of another kind: it
     *     was paid for, so it is passed on as it is
     */
    static LinkupAnswer taskAnswer(String taskType, RawJson input, RawJson output) {
        TaskType type = ApiValue.find(TaskType.class, taskType).orElse(null);
        if (type == null || output == null) {
            return output;
        }
        try {
            if (type == TaskType.FETCH) {
                return fetchedPage(output);
            }
            OutputType outputType = outputType(type, input);
            boolean includeSources = input != null && "true".equals(text(object(input), "includeSources"));
            return outputType == null ? output : searchAnswer(output, outputType, includeSources);
        } catch (IOException e) {
            return output;
        }
    }

    static boolean isStructured(String taskType, RawJson input) {
        TaskType type = ApiValue.find(TaskType.class, taskType).orElse(null);
        try {
            return outputType(type, input) == OutputType.STRUCTURED;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * The output type in the input of a task.
     *
     * @return null if it has none that is known
     */
    private static OutputType outputType(TaskType type, RawJson input) throws IOException {
        JsonNode asked = input == null ? MissingNode.getInstance() : object(input);
        String name = text(asked, "outputType");
        if (name != null) {
            return ApiValue.find(OutputType.class, name).orElse(null);
        }
        return type == TaskType.RESEARCH ? OutputType.defaultFor(asked.hasNonNull(StructuredOutputSchema.FIELD)) : null;
    }

    private static Source source(JsonNode source) {
        return new Source(text(source, "name"), text(source, "url"), text(source, "snippet"), text(source, "favicon"));
    }

    private static JsonNode object(RawJson json) throws IOException {
        JsonNode tree = json.tree();
        Json.expect(tree.asToken(), JsonToken.START_OBJECT, "an object");
        return tree;
    }

    /** The objects in a list. Other elements are ignored. A missing list, or null, is empty. */
    private static <T> List<T> objects(JsonNode object, String field, Function<JsonNode, T> reader) throws IOException {
        JsonNode list = object.path(field);
        List<T> elements = new ArrayList<>();
        if (!list.isMissingNode() && !list.isNull()) {
            Json.expect(list.asToken(), JsonToken.START_ARRAY, "an array in " + field);
        }
        for (JsonNode element : list) {
            if (element.isObject()) {
                elements.add(reader.apply(element));
            }
        }
        return elements;
    }
}
