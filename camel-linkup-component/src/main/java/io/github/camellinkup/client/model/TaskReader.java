package io.github.camellinkup.client.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads tasks in one pass over the bytes of an answer. The input and the output of a task are not read but cut out as
 * they were sent, so that a task of an unknown type, or with odd input, is a task all the same.
 */
final class TaskReader {

    /** The field of a page that has the tasks. */
    static final String DATA = "data";

    /** A task type is never null, so that callers can compare it. */
    private static final String NO_TYPE = "unknown";

    private final byte[] source;
    private final JsonParser parser;

    private String id;
    private String type;
    private String status;
    private String createdAt;
    private String updatedAt;
    private String error;
    private int inputStart;
    private int inputEnd;
    private int outputStart;
    private int outputEnd;

    private TaskReader(byte[] source, JsonParser parser) {
        this.source = source;
        this.parser = parser;
    }

    static Task one(byte[] source) throws IOException {
        try (JsonParser parser = JsonMappers.MAPPER.createParser(source)) {
            JsonFields.startObject(parser);
            Task task = identified(new TaskReader(source, parser).task());
            JsonFields.end(parser);
            return task;
        }
    }

    static List<Task> list(byte[] source) throws IOException {
        try (JsonParser parser = JsonMappers.MAPPER.createParser(source)) {
            TaskReader reader = new TaskReader(source, parser);
            List<Task> tasks = new ArrayList<>();
            JsonFields.startArray(parser);
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() != JsonToken.START_OBJECT) {
                    throw new IOException("a list of tasks was expected, but an element is no object");
                }
                tasks.add(identified(reader.task()));
            }
            JsonFields.end(parser);
            return List.copyOf(tasks);
        }
    }

    static TaskPage page(byte[] source) throws IOException {
        try (JsonParser parser = JsonMappers.MAPPER.createParser(source)) {
            TaskReader reader = new TaskReader(source, parser);
            Map<String, Long> metadata = null;
            Map<String, Long> quota = null;
            List<Task> tasks = null;
            JsonFields.startObject(parser);
            // Refuses another encoding, even where there is no task.
            reader.tokenStart();
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                switch (field) {
                    case "metadata" -> metadata = numbers(parser);
                    case "quota" -> quota = numbers(parser);
                    case DATA -> {
                        if (tasks != null) {
                            throw new IOException("one array in data was expected, but there is another");
                        }
                        tasks = JsonFields.objects(parser, field, ignored -> reader.task());
                    }
                    default -> JsonFields.skip(parser);
                }
            }
            JsonFields.end(parser);
            if (tasks == null) {
                throw new IOException("an array in data was expected");
            }
            return new TaskPage(
                    (int) number(metadata, "page"),
                    (int) number(metadata, "pageSize"),
                    number(metadata, "total"),
                    (int) number(metadata, "totalPages"),
                    tasks.stream().filter(task -> task.id() != null).toList(),
                    quota == null ? null : new Quota((int) number(quota, "inFlight"), (int) number(quota, "limit")),
                    RawJson.wrap(source));
        }
    }

    /** Reads the task at whose start the parser stands. */
    private Task task() throws IOException {
        id = type = status = createdAt = updatedAt = error = null;
        inputStart = inputEnd = outputStart = outputEnd = 0;
        int start = tokenStart();
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            switch (field) {
                case "id" -> id = id(parser);
                case "type" -> type = JsonFields.text(parser);
                case "status" -> status = JsonFields.text(parser);
                case "createdAt" -> createdAt = JsonFields.text(parser);
                case "updatedAt" -> updatedAt = JsonFields.text(parser);
                case "error" -> error = textOrJson();
                case "input" -> {
                    if (parser.nextToken() != JsonToken.VALUE_NULL) {
                        inputStart = tokenStart();
                        inputEnd = valueEnd();
                    }
                }
                case "output" -> {
                    if (parser.nextToken() != JsonToken.VALUE_NULL) {
                        outputStart = tokenStart();
                        outputEnd = valueEnd();
                    }
                }
                default -> JsonFields.skip(parser);
            }
        }
        RawJson json = own(start, position());
        return new Task(
                id,
                type == null ? NO_TYPE : type,
                TaskStatus.of(status),
                instant(createdAt),
                instant(updatedAt),
                inputEnd == 0 ? null : json.part(inputStart - start, inputEnd - start),
                outputEnd == 0 ? null : json.part(outputStart - start, outputEnd - start),
                error,
                json);
    }

    /** A blank id is none: no call could ask for it. */
    static String id(JsonParser parser) throws IOException {
        String id = JsonFields.text(parser);
        return id == null || id.isBlank() ? null : id;
    }

    /**
     * A part of the source, if it is more than half of it: a large result is then not held twice. Else a copy, so that a
     * task that is kept does not keep all others.
     */
    private RawJson own(int start, int end) {
        boolean isMost = end - start > source.length / 2;
        return isMost ? RawJson.wrap(source).part(start, end) : RawJson.wrap(Arrays.copyOfRange(source, start, end));
    }

    /** An error is a text by the contract; should it become an object, its JSON says more than nothing. */
    private String textOrJson() throws IOException {
        if (!parser.nextToken().isStructStart()) {
            return parser.currentToken() == JsonToken.VALUE_NULL ? null : parser.getText();
        }
        int start = tokenStart();
        return RawJson.wrap(source).part(start, valueEnd()).toString();
    }

    private int tokenStart() throws IOException {
        return byteOffset(parser.currentTokenLocation().getByteOffset());
    }

    /** Passes over the value at which the parser stands. */
    private int valueEnd() throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return textEnd(tokenStart());
        }
        parser.skipChildren();
        return position();
    }

    /** The end of a text. The parser would decode a text to report its end, which costs twice its size. */
    private int textEnd(int start) {
        int end = start + 1;
        while (end < source.length && source[end] != '"') {
            end += source[end] == '\\' ? 2 : 1;
        }
        return end + 1;
    }

    private int position() throws IOException {
        return byteOffset(parser.currentLocation().getByteOffset());
    }

    private static int byteOffset(long offset) throws IOException {
        if (offset < 0) {
            throw new IOException("JSON in UTF-8 was expected, but it is in another encoding");
        }
        return (int) offset;
    }

    private static Task identified(Task task) throws IOException {
        if (task.id() == null) {
            throw new IOException("a task was expected, but it has no id");
        }
        return task;
    }

    /** The fields of the next value that are whole numbers; null if it is no object. */
    private static Map<String, Long> numbers(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return null;
        }
        Map<String, Long> numbers = new HashMap<>();
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            numbers.put(field, JsonFields.number(parser, 0));
        }
        return numbers;
    }

    private static long number(Map<String, Long> numbers, String field) {
        return numbers == null ? 0 : numbers.getOrDefault(field, 0L);
    }

    static Instant instant(String text) {
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
