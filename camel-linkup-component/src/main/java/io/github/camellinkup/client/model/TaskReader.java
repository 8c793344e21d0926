package io.github.camellinkup.client.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads tasks in one pass over the bytes of an answer. The input and the output of a task are not parsed but cut out as
 * they were sent, so a task of an unknown type, or with an unusual input, can be read too.
 *
 * <p>A task may share the bytes that it was read from, so they must not be changed afterwards. The methods that read a
 * complete answer throw an {@link IOException} if it is not JSON, is truncated, is nested deeper than 1,000 levels, or is
 * of another kind than expected.
 */
public final class TaskReader {

    /** The first bytes of a page that are enough to identify its first task: the input and the output come last. */
    public static final int BEGINNING = 64 * 1024;

    private static final String DATA = "data";

    /** A task type is never null, so that callers can compare it. */
    private static final String NO_TYPE = "unknown";

    private static final ObjectReader TREE_READER =
            Json.MAPPER.readerFor(JsonNode.class).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final byte[] source;
    private final JsonParser parser;

    /** The fields of the task that is read. The parts of the source are null if they are missing. */
    private final Map<String, String> texts = new HashMap<>();

    private final Map<String, RawJson> parts = new HashMap<>();

    private TaskReader(byte[] source, JsonParser parser) {
        this.source = source;
        this.parser = parser;
    }

    /** Reads one task, which must have an id. */
    public static Task task(byte[] json) throws IOException {
        try (JsonParser parser = Json.MAPPER.createParser(json)) {
            Json.expect(parser.nextToken(), JsonToken.START_OBJECT, "an object");
            Task task = new TaskReader(json, parser).task();
            Json.end(parser);
            if (task.id() == null) {
                throw new IOException("a task was expected, but it has no id");
            }
            return task;
        }
    }

    /** Reads a list of tasks. An element without an id is ignored: nothing could be done with it. */
    public static List<Task> tasks(byte[] json) throws IOException {
        try (JsonParser parser = Json.MAPPER.createParser(json)) {
            parser.nextToken();
            List<Task> tasks = new TaskReader(json, parser).list("an array");
            Json.end(parser);
            return tasks;
        }
    }

    /** Reads a page of tasks. Elements are ignored as in {@link #tasks}. */
    public static TaskPage page(byte[] json) throws IOException {
        try (JsonParser parser = Json.MAPPER.createParser(json)) {
            TaskReader reader = new TaskReader(json, parser);
            JsonNode metadata = MissingNode.getInstance();
            JsonNode quota = metadata;
            List<Task> tasks = null;
            Json.expect(parser.nextToken(), JsonToken.START_OBJECT, "an object");
            // Rejects another encoding, even if the page has no task.
            reader.tokenStart();
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                switch (field) {
                    case "metadata" -> metadata = reader.tree();
                    case "quota" -> quota = reader.tree();
                    case DATA -> {
                        if (tasks != null) {
                            throw new IOException("one array in data was expected, but there is another");
                        }
                        tasks = reader.data();
                    }
                    default -> Json.skip(parser);
                }
            }
            Json.end(parser);
            if (tasks == null) {
                throw new IOException("an array in data was expected");
            }
            return new TaskPage(
                    (int) number(metadata, "page"),
                    (int) number(metadata, "pageSize"),
                    number(metadata, "total"),
                    (int) number(metadata, "totalPages"),
                    tasks,
                    quota.isObject() ? new Quota((int) number(quota, "inFlight"), (int) number(quota, "limit")) : null,
                    RawJson.wrap(json));
        }
    }

    /**
     * Identifies the first task of a page, or the task of a single read, whose answer is truncated or cannot be read.
     *
     * @param answer the answer or its beginning; at most {@link #BEGINNING} bytes are read
     * @return the task as far as it could be read, or null if the answer has no task
     */
    public static TaskIdentity firstTask(byte[] answer, boolean isPage) {
        // The beginning can end within a character, and the answer may be unreadable because it is not in UTF-8.
        byte[] beginning = new String(answer, 0, Math.min(answer.length, BEGINNING), StandardCharsets.UTF_8)
                .getBytes(StandardCharsets.UTF_8);
        try (JsonParser parser = Json.MAPPER.createParser(beginning)) {
            Json.expect(parser.nextToken(), JsonToken.START_OBJECT, "an object");
            TaskReader reader = new TaskReader(beginning, parser);
            return isPage ? reader.firstOfPage() : reader.identity();
        } catch (IOException | RuntimeException e) {
            // The answer is truncated or malformed before its first task.
            return null;
        }
    }

    private TaskIdentity firstOfPage() throws IOException {
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            if (DATA.equals(field)) {
                return token == JsonToken.START_ARRAY ? firstOfData() : null;
            }
            parser.skipChildren();
        }
        return null;
    }

    private TaskIdentity firstOfData() throws IOException {
        while (parser.nextToken() != JsonToken.START_OBJECT) {
            if (parser.currentToken() == JsonToken.END_ARRAY) {
                return null;
            }
            parser.skipChildren();
        }
        return identity();
    }

    private TaskIdentity identity() {
        try {
            task();
        } catch (IOException | RuntimeException e) {
            // The task is truncated or malformed. The fields before that have been read.
        }
        return new TaskIdentity(id(), instant("createdAt"), instant("updatedAt"));
    }

    private List<Task> data() throws IOException {
        return parser.nextToken() == JsonToken.VALUE_NULL ? List.of() : list("an array in data");
    }

    private List<Task> list(String name) throws IOException {
        Json.expect(parser.currentToken(), JsonToken.START_ARRAY, name);
        List<Task> tasks = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
                continue;
            }
            Task task = task();
            if (task.id() != null) {
                tasks.add(task);
            }
        }
        return List.copyOf(tasks);
    }

    private JsonNode tree() throws IOException {
        parser.nextToken();
        return TREE_READER.readValue(new HarmlessNumbers(parser));
    }

    /** Reads a task. The parser is at its start. */
    private Task task() throws IOException {
        texts.clear();
        parts.clear();
        int start = tokenStart();
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            switch (field) {
                case "id", "type", "status", "createdAt", "updatedAt" -> texts.put(field, Json.text(parser));
                case "error" -> texts.put(field, textOrJson());
                case "input", "output" -> parts.put(field, part());
                default -> Json.skip(parser);
            }
        }
        RawJson json = own(start, position());
        return new Task(
                id(),
                Objects.requireNonNullElse(texts.get("type"), NO_TYPE),
                TaskStatus.of(texts.get("status")),
                instant("createdAt"),
                instant("updatedAt"),
                json.rebased(parts.get("input"), start),
                json.rebased(parts.get("output"), start),
                texts.get("error"),
                json);
    }

    /** A blank id is ignored: no call could ask for it. */
    private String id() {
        String id = texts.get("id");
        return id == null || id.isBlank() ? null : id;
    }

    /**
     * A part of the source if it is more than half of it, so that a large result is not in memory twice. Else a copy, so
     * that a task which stays in memory does not keep all others there.
     */
    private RawJson own(int start, int end) {
        boolean isMost = end - start > source.length / 2;
        return isMost ? RawJson.wrap(source).part(start, end) : RawJson.wrap(Arrays.copyOfRange(source, start, end));
    }

    /** The next value, an error, as text. The API documents a text. Of an object, the JSON is more use than nothing. */
    private String textOrJson() throws IOException {
        if (!parser.nextToken().isStructStart()) {
            return parser.currentToken() == JsonToken.VALUE_NULL ? null : parser.getText();
        }
        int start = tokenStart();
        parser.skipChildren();
        return RawJson.wrap(source).part(start, position()).toString();
    }

    private int tokenStart() throws IOException {
        return byteOffset(parser.currentTokenLocation().getByteOffset());
    }

    /** Skips the next value, and returns it as a part of the source; null if it is null. */
    private RawJson part() throws IOException {
        if (parser.nextToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        int start = tokenStart();
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return RawJson.wrap(source).part(start, textEnd(start));
        }
        parser.skipChildren();
        return RawJson.wrap(source).part(start, position());
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

    /** A whole number; 0 if the field is missing, or is none. */
    private static long number(JsonNode object, String field) {
        BigDecimal number = Json.decimal(Json.text(object, field));
        return number == null ? 0 : number.longValue();
    }

    private Instant instant(String field) {
        String text = texts.get(field);
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
