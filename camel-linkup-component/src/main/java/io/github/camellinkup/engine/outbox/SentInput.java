package io.github.camellinkup.engine.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.RawJson;
import io.github.camellinkup.client.model.RequestWriter;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskType;
import io.github.camellinkup.engine.repository.OutboxEntry;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was sent for one task, to be compared with the inputs of tasks in the list. Immutable. */
final class SentInput {

    private final String type;
    private final String key;
    private final JsonNode fields;
    private final Set<String> unknown;

    private SentInput(String type, JsonNode fields, Set<String> unknown) {
        this.type = type;
        this.fields = fields;
        this.unknown = unknown;
        this.key = key(type, fields);
    }

    static SentInput of(LinkupRequest request) {
        return new SentInput(
                request.taskType().apiValue(),
                RawJson.wrap(RequestWriter.write(request)).toTree(),
                request.furtherFields().keySet());
    }

    /** The inputs of the open requests. */
    static List<SentInput> of(OutboxEntry entry) {
        return entry.requests().stream().map(request -> of(request.input())).toList();
    }

    /** What a request and a task that comes from it agree in for certain. */
    static String key(String type, JsonNode fields) {
        String field = fields.hasNonNull("url") ? "url" : "q";
        return type + " " + FieldEquality.question(field, fields.path(field).asText());
    }

    /**
     * A task as one that may come from a request of one of these keys; null if it comes from none. If its type tells
     * nothing, it may be any.
     */
    static Task candidate(Task task, Set<String> keys) {
        if (task.input() == null) {
            return null;
        }
        JsonNode input = task.input().toTree();
        Stream<String> types = task.isOfKnownType()
                ? Stream.of(task.type())
                : Arrays.stream(TaskType.values()).map(TaskType::apiValue);
        return types.filter(type -> keys.contains(key(type, input)))
                .findFirst()
                .map(type -> type.equals(task.type()) ? task : task.as(type, task.createdAt()))
                .orElse(null);
    }

    String key() {
        return key;
    }

    String type() {
        return type;
    }

    /** How many fields were sent: with more of them fewer tasks can come from this request. */
    int size() {
        return fields.size();
    }

    /**
     * Whether a task of this input can come from this request: each field that was sent is the task's. Others can be
     * anything.
     *
     * @param echo the input of a task of the same {@link #key}
     * @param unknownFieldsMayBeMissing whether the task may lack fields that this version does not know
     */
    boolean isEchoedBy(JsonNode echo, boolean unknownFieldsMayBeMissing) {
        return fields.properties().stream()
                .allMatch(field -> isSame(field, echo)
                        || unknownFieldsMayBeMissing && unknown.contains(field.getKey()) && !echo.has(field.getKey()));
    }

    /** Whether it has fields, or values of a choice, that this version does not know. */
    boolean hasUnknownFields() {
        return !unknown.isEmpty();
    }

    /** Whether one task could come from either request. */
    boolean canBeTakenFor(SentInput other) {
        return key.equals(other.key)
                && fields.properties().stream()
                        .allMatch(field -> !other.fields.has(field.getKey()) || isSame(field, other.fields));
    }

    private boolean isSame(Map.Entry<String, JsonNode> field, JsonNode others) {
        JsonNode other = others.get(field.getKey());
        return unknown.contains(field.getKey())
                ? FieldEquality.sameUnknown(field.getValue(), other)
                : FieldEquality.same(field.getKey(), field.getValue(), other);
    }

    /** Whether one task could come from an input of either side. */
    static boolean isAnyAlike(Collection<SentInput> some, Collection<SentInput> others) {
        Map<String, List<SentInput>> byKey = some.stream().collect(Collectors.groupingBy(SentInput::key));
        return others.stream().anyMatch(other -> byKey.getOrDefault(other.key(), List.of()).stream()
                .anyMatch(other::canBeTakenFor));
    }
}
