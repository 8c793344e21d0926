package io.github.camellinkup.component;

import io.github.camellinkup.client.Account;
import io.github.camellinkup.client.model.Quota;
import io.github.camellinkup.component.LinkupRuntime.RunningEngine;
import io.github.camellinkup.engine.TaskEngine;
import io.github.camellinkup.engine.monitoring.AccountProblem;
import io.github.camellinkup.engine.monitoring.AccountState;
import io.github.camellinkup.engine.monitoring.AccountState.CallError;
import io.github.camellinkup.engine.monitoring.TaskEvent;
import io.github.camellinkup.engine.monitoring.TaskEventType;
import io.github.camellinkup.engine.repository.Outstanding;
import io.github.camellinkup.engine.results.ResultSubscription;
import io.github.camellinkup.engine.submit.QueueQuota;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.spi.annotations.DevConsole;
import org.apache.camel.support.console.AbstractDevConsole;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

/**
 * The console {@code linkup}: what is under way at Linkup, and why it stands still if it does. Shows accounts by a digest of
 * their key, and routes by their id, never the URI of an endpoint. Makes no call to Linkup; it asks the task repositories.
 */
@DevConsole(name = "linkup", displayName = "Linkup", description = "What is under way at Linkup, and what holds it up")
public final class LinkupDevConsole extends AbstractDevConsole {

    private static final String NO_CONSUMER = "NO_CONSUMER: tasks (%s) are outstanding, and no started route of this"
            + " application takes their results. If no other node does, start a route from linkup:tasks with this account"
            + " and repository";

    public LinkupDevConsole() {
        super("camel", "linkup", "Linkup", "What is under way at Linkup, and what holds it up");
    }

    @Override
    protected String doCallText(Map<String, Object> options) {
        StringBuilder text = new StringBuilder();
        append(text, "", doCallJson(options));
        return text.toString();
    }

    private static void append(StringBuilder text, String indent, Map<String, Object> values) {
        values.forEach((name, value) -> {
            if (value instanceof JsonArray list) {
                for (Object each : list) {
                    if (each instanceof JsonObject object) {
                        text.append(indent).append(name).append(":\n");
                        append(text, indent + "    ", object);
                    } else {
                        text.append(indent)
                                .append(name)
                                .append(": ")
                                .append(each)
                                .append('\n');
                    }
                }
            } else if (value instanceof JsonObject object) {
                text.append(indent).append(name).append(":\n");
                append(text, indent + "    ", object);
            } else {
                text.append(indent).append(name).append(": ").append(value).append('\n');
            }
        });
    }

    @Override
    protected JsonObject doCallJson(Map<String, Object> options) {
        JsonObject root = new JsonObject();
        JsonArray components = new JsonArray();
        for (String name : getCamelContext().getComponentNames()) {
            if (getCamelContext().hasComponent(name) instanceof LinkupComponent component
                    && component.runtime() != null) {
                components.add(component(name, component));
            }
        }
        root.put("component", components);
        return root;
    }

    private static JsonObject component(String name, LinkupComponent component) {
        LinkupRuntime runtime = component.runtime();
        Instant now = component.clock().instant();
        JsonObject json = new JsonObject();
        json.put("name", name);
        Map<Account, List<RunningEngine>> accounts = runtime.engines().stream()
                .collect(Collectors.groupingBy(
                        running -> running.engine().account().account()));
        JsonArray shown = new JsonArray();
        accounts.values().forEach(engines -> shown.add(account(engines, runtime.consumers(), now)));
        json.put("account", shown);
        JsonArray consumers = new JsonArray();
        runtime.consumers().forEach(consumer -> consumers.add(consumer(consumer)));
        json.put("consumer", consumers);
        return json;
    }

    /** @param engines of one account: they differ in options or in their repository */
    private static JsonObject account(List<RunningEngine> engines, List<LinkupConsumer> consumers, Instant now) {
        RunningEngine first = engines.get(0);
        AccountState account = first.engine().account();
        JsonObject json = new JsonObject();
        json.put("baseUrl", account.account().baseUrl().toString());
        json.put("keyDigest", account.account().shortDigest());
        JsonArray problems = new JsonArray();
        for (AccountProblem problem : account.problems()) {
            problems.add(problem.kind() + " since " + problem.since() + ": " + problem.message());
        }
        json.put("heldUp", problems);
        putIfKnown(json, "lastAnswer", account.lastAnswer());
        putIfKnown(json, "credits", account.credits());
        json.put("estimatedSpendToday", dollars(first.engine().spend().spentToday()));
        engines.stream()
                .map(running -> running.engine().spend().limit())
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .ifPresent(limit -> json.put("spendLimit", dollars(limit)));
        json.put("searchesAndFetches", first.limits().directCalls().waiting() + " wait for the rate limit");
        json.put("reads", first.limits().reads().waiting() + " wait for the rate limit");
        JsonArray tasks = new JsonArray();
        engines.forEach(running -> tasks.add(tasks(running.engine(), problems, consumers, now)));
        json.put("tasks", tasks);
        JsonArray errors = new JsonArray();
        for (CallError error : account.lastErrors()) {
            errors.add(error.time() + " " + error.operation() + ": " + error.message());
        }
        json.put("lastError", errors);
        return json;
    }

    private static String dollars(BigDecimal amount) {
        return "US$ " + amount.toPlainString();
    }

    private static void putIfKnown(JsonObject json, String name, Object value) {
        if (value != null) {
            json.put(name, value.toString());
        }
    }

    private static String queue(QueueQuota.State queue) {
        Quota quota = queue.quota();
        String places = quota == null ? "not read yet" : quota.inFlight() + " of " + quota.limit() + " in flight";
        return places + ", " + queue.waitingCalls() + " calls wait for room";
    }

    /** @param problems gets what else holds up the tasks */
    private static JsonObject tasks(
            TaskEngine engine, JsonArray problems, List<LinkupConsumer> consumers, Instant now) {
        JsonObject json = new JsonObject();
        json.put("repository", engine.repository().getClass().getSimpleName());
        json.put("queue", queue(engine.queue()));
        Optional<HealthProblem> unreachable = HealthProblem.ofRepository(engine, now);
        if (unreachable.isPresent()) {
            addOnce(problems, unreachable.get());
        } else {
            outstanding(json, engine, problems, consumers, now);
        }
        for (TaskEventType type : TaskEventType.values()) {
            long count = engine.statistics().get(type);
            if (count > 0) {
                json.put(type.name().toLowerCase(Locale.ROOT).replace('_', '-'), count);
            }
        }
        json.put("lag", engine.statistics().lastLag().toString());
        for (TaskEventType type : List.of(TaskEventType.DELIVERY_FAILED, TaskEventType.GIVEN_UP)) {
            TaskEvent last = engine.statistics().last(type);
            if (last != null) {
                json.put(
                        "last-" + type.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        last.taskId() + ": " + last.detail());
            }
        }
        return json;
    }

    private static void outstanding(
            JsonObject json, TaskEngine engine, JsonArray problems, List<LinkupConsumer> consumers, Instant now) {
        try {
            Outstanding outstanding = engine.outstanding();
            json.put("outstanding", outstanding.count());
            json.put("outstandingByType", new TreeMap<>(outstanding.countByType()).toString());
            putIfKnown(json, "oldest", outstanding.oldest());
            json.put("callsWithoutAnswerYet", engine.repository().openEntries().size());
            Set<String> waiting = new TreeSet<>(
                    engine.repository().outstanding(Set.of(), now).countByType().keySet());
            waiting.removeIf(type -> consumers.stream().anyMatch(consumer -> isTaking(consumer, engine, type)));
            if (!waiting.isEmpty()) {
                addOnce(problems, NO_CONSUMER.formatted(String.join(", ", waiting)));
            }
        } catch (RuntimeException e) {
            addOnce(problems, HealthProblem.ofRepository(e));
        }
    }

    private static void addOnce(JsonArray problems, HealthProblem problem) {
        addOnce(problems, problem.state() + ": " + problem.message());
    }

    /** Engines can share a repository. */
    private static void addOnce(JsonArray problems, String problem) {
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
    }

    private static boolean isTaking(LinkupConsumer consumer, TaskEngine engine, String type) {
        Set<String> wanted = consumer.wantedTypes();
        return consumer.taskEngine().repository() == engine.repository()
                && !consumer.isSuspendingOrSuspended()
                && (wanted.isEmpty() || wanted.contains(type));
    }

    private static JsonObject consumer(LinkupConsumer consumer) {
        ResultSubscription subscription = consumer.subscription();
        JsonObject json = new JsonObject();
        json.put("route", consumer.getRouteId());
        json.put("status", consumer.getStatus().toString());
        putIfKnown(json, "watermark", subscription.watermark());
        json.put("nextReadDueIn", subscription.untilDue().toString());
        if (subscription.isHeldUp()) {
            json.put("heldUp", "reads nothing until it is recorded which results were processed");
        }
        putIfKnown(json, "lastFailure", consumer.lastFailure());
        return json;
    }
}
