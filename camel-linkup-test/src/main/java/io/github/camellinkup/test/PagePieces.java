package io.github.camellinkup.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/** A page of tasks as text, of which no more than one task exists at a time: outputs can be huge. */
final class PagePieces implements Iterator<byte[]> {

    private final ObjectNode start;
    private final List<TaskEntry.View> tasks;
    private final Function<TaskEntry.View, ? extends JsonNode> toJson;
    private final ObjectNode end;
    private int next = -1;

    /**
     * @param start the fields before the tasks; at least one
     * @param end the fields after the tasks; can be none
     */
    PagePieces(
            ObjectNode start,
            List<TaskEntry.View> tasks,
            Function<TaskEntry.View, ? extends JsonNode> toJson,
            ObjectNode end) {
        this.start = start;
        this.tasks = tasks;
        this.toJson = toJson;
        this.end = end;
    }

    @Override
    public boolean hasNext() {
        return next <= tasks.size();
    }

    @Override
    public byte[] next() {
        int piece = next++;
        if (piece < 0) {
            String fields = start.toString();
            return bytes(fields.substring(0, fields.length() - 1) + ",\"data\":[");
        }
        if (piece < tasks.size()) {
            return task(piece);
        }
        if (piece == tasks.size()) {
            return bytes(end.isEmpty() ? "]}" : "]," + end.toString().substring(1));
        }
        throw new NoSuchElementException();
    }

    private byte[] task(int index) {
        byte[] json = Json.bytes(toJson.apply(tasks.get(index)));
        if (index == 0) {
            return json;
        }
        ByteArrayOutputStream withComma = new ByteArrayOutputStream(json.length + 1);
        withComma.write(',');
        withComma.writeBytes(json);
        return withComma.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
