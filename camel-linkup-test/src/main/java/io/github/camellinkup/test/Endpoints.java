package io.github.camellinkup.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camellinkup.test.StandInTask.Status;
import java.util.ArrayList;
import java.util.List;

/** What each operation does, once a call has been let in. */
final class Endpoints {

    private final TaskDesk desk;
    private final Answers answers;
    private final Credits credits;
    private final TaskRules rules;
    private final int maxPageSize;

    Endpoints(TaskDesk desk, Answers answers, Credits credits, TaskRules rules, int maxPageSize) {
        this.desk = desk;
        this.answers = answers;
        this.credits = credits;
        this.rules = rules;
        this.maxPageSize = maxPageSize;
    }

    Reply handle(ReceivedCall call) {
        return switch (call.operation()) {
            case SEARCH -> direct("search", call.json());
            case FETCH -> direct("fetch", call.json());
            case RESEARCH_CREATE -> createResearch(call.json());
            case RESEARCH_GET -> single(id(call), true);
            case RESEARCH_LIST -> page(query(call).researchOnly(), false);
            case TASKS_CREATE -> createTasks(call.json());
            case TASKS_GET -> single(id(call), false);
            case TASKS_LIST -> page(query(call), true);
            case CREDITS -> Reply.json(200, Json.object().put("balance", credits.balance()));
            case UNKNOWN -> throw new ApiError(404, "NOT_FOUND", "Cannot " + call.method() + " " + call.path());
        };
    }

    private Reply direct(String type, JsonNode body) {
        JsonNode input = rules.requireInput(type, body);
        credits.charge(credits.price(type));
        return Reply.json(200, answers.answer(type, input));
    }

    private Reply createResearch(JsonNode body) {
        JsonNode input = rules.requireInput("research", body);
        StandInTask task =
                desk.create(List.of(new TaskDesk.Order("research", input))).get(0);
        return Reply.json(200, TaskJson.of(task, NullNode.getInstance()));
    }

    private Reply createTasks(JsonNode body) {
        List<TaskDesk.Order> orders = new ArrayList<>();
        for (JsonNode task : rules.requireTasks(body)) {
            orders.add(new TaskDesk.Order(task.get("type").textValue(), task.get("input")));
        }
        ArrayNode created = Json.array();
        desk.create(orders).forEach(task -> created.add(TaskJson.of(task, NullNode.getInstance())));
        return Reply.json(200, created);
    }

    private static String id(ReceivedCall call) {
        return call.path().substring(call.path().lastIndexOf('/') + 1);
    }

    private Reply single(String id, boolean researchOnly) {
        TaskEntry.View found = desk.find(id);
        if (found == null || researchOnly && !found.task().type().equals("research")) {
            throw ApiError.taskNotFound(id);
        }
        return Reply.json(200, json(found));
    }

    private ObjectNode json(TaskEntry.View view) {
        StandInTask task = view.task();
        if (task.status() != Status.COMPLETED) {
            return TaskJson.of(task, NullNode.getInstance());
        }
        boolean given = view.givenOutput() != null;
        return TaskJson.of(task, given ? view.givenOutput() : answers.answer(task.type(), task.input()));
    }

    private TaskQuery query(ReceivedCall call) {
        return TaskQuery.of(call.query(), maxPageSize);
    }

    private Reply page(TaskQuery query, boolean withQuota) {
        TaskDesk.Page page = desk.page(query);
        ObjectNode frame = Json.object();
        frame.putObject("metadata")
                .put("page", query.page())
                .put("pageSize", query.pageSize())
                .put("total", page.total())
                .put("totalPages", (page.total() + query.pageSize() - 1) / query.pageSize());
        ObjectNode end = Json.object();
        if (withQuota) {
            end.putObject("quota").put("inFlight", page.inFlight()).put("limit", desk.queueLimit());
        }
        return Reply.json(200, new Body.InPieces(() -> new PagePieces(frame, page.tasks(), this::json, end)));
    }
}
