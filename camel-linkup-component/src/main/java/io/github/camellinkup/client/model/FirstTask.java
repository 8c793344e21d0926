package io.github.camellinkup.client.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Finds out which task is the first of a page that cannot be read as a whole. */
final class FirstTask {

    private boolean found;
    private String id;
    private Instant createdAt;
    private Instant updatedAt;

    private FirstTask() {}

    /** @return null if the beginning has no task */
    static TaskIdentity of(byte[] beginning, int length) {
        FirstTask task = new FirstTask();
        // A beginning can end within a character, and the page may be unreadable because it is not in UTF-8.
        String text = new String(beginning, 0, length, StandardCharsets.UTF_8);
        try (JsonParser parser = JsonMappers.MAPPER.createParser(text)) {
            JsonFields.startObject(parser);
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                if (TaskReader.DATA.equals(field)) {
                    JsonFields.startArray(parser);
                    task.readFirstOf(parser);
                    break;
                }
                JsonFields.skip(parser);
            }
        } catch (IOException | RuntimeException e) {
            // The page breaks off or is malformed. What came before is known.
        }
        return task.found ? new TaskIdentity(task.id, task.createdAt, task.updatedAt) : null;
    }

    private void readFirstOf(JsonParser parser) throws IOException {
        while (parser.nextToken() != JsonToken.START_OBJECT) {
            if (parser.currentToken() == JsonToken.END_ARRAY) {
                return;
            }
            parser.skipChildren();
        }
        found = true;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            switch (field) {
                case "id" -> id = TaskReader.id(parser);
                case "createdAt" -> createdAt = TaskReader.instant(JsonFields.text(parser));
                case "updatedAt" -> updatedAt = TaskReader.instant(JsonFields.text(parser));
                default -> JsonFields.skip(parser);
            }
        }
    }
}
