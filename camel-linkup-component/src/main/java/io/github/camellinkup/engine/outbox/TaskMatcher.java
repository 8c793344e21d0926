package io.github.camellinkup.engine.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.camellinkup.client.model.Task;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;

/**
 * Finds the tasks that come from requests. Equal requests and equal tasks are as many as they are: each task is given
 * to one request at the most. As many requests as possible get a task. Where there are too few tasks, requests with more
 * fields come first, and among those the earlier ones.
 */
final class TaskMatcher {

    private static final int NONE = -1;

    private TaskMatcher() {}

    /**
     * @param inputs what was sent, the earlier ones first
     * @param tasks the tasks that may come from it, each once, the earlier ones first
     * @param allowed whether a task may be given to the request at an index, apart from what they ask
     * @return the task of each request, null where there is none
     */
    static Task[] match(List<SentInput> inputs, List<Task> tasks, BiPredicate<Integer, Task> allowed) {
        int[] taskOf = new int[inputs.size()];
        int[] requestOf = new int[tasks.size()];
        Arrays.fill(taskOf, NONE);
        Arrays.fill(requestOf, NONE);
        giveTasks(inputs, choices(inputs, tasks, allowed, false), taskOf, requestOf);
        if (inputs.stream().anyMatch(SentInput::hasUnknownFields)) {
            // Linkup may not repeat fields that this version does not know. Tasks that have them were given first.
            giveTasks(inputs, choices(inputs, tasks, allowed, true), taskOf, requestOf);
        }
        Task[] found = new Task[inputs.size()];
        for (int i = 0; i < found.length; i++) {
            found[i] = taskOf[i] == NONE ? null : tasks.get(taskOf[i]);
        }
        return found;
    }

    /** Gives tasks to the requests that have none. */
    private static void giveTasks(List<SentInput> inputs, int[][] choices, int[] taskOf, int[] requestOf) {
        IntStream.range(0, inputs.size())
                .filter(index -> taskOf[index] == NONE)
                .boxed()
                .sorted(Comparator.comparingInt(
                        (Integer index) -> -inputs.get(index).size()))
                .forEach(index -> giveTask(index, choices, taskOf, requestOf));
    }

    private static int[][] choices(
            List<SentInput> inputs,
            List<Task> tasks,
            BiPredicate<Integer, Task> allowed,
            boolean unknownFieldsMayBeMissing) {
        List<JsonNode> echoes = new ArrayList<>(tasks.size());
        Map<String, List<Integer>> byKey = new HashMap<>();
        for (int i = 0; i < tasks.size(); i++) {
            Task task = tasks.get(i);
            JsonNode echo = task.input() == null
                    ? MissingNode.getInstance()
                    : task.input().toTree();
            echoes.add(echo);
            byKey.computeIfAbsent(SentInput.key(task.type(), echo), key -> new ArrayList<>())
                    .add(i);
        }
        int[][] choices = new int[inputs.size()][];
        for (int i = 0; i < choices.length; i++) {
            SentInput input = inputs.get(i);
            int request = i;
            choices[i] = byKey.getOrDefault(input.key(), List.of()).stream()
                    .filter(index -> allowed.test(request, tasks.get(index))
                            && input.isEchoedBy(echoes.get(index), unknownFieldsMayBeMissing))
                    .mapToInt(Integer::intValue)
                    .toArray();
        }
        return choices;
    }

    /** Gives a request a free task, if need be by giving other tasks to requests that have one. None loses its own. */
    private static void giveTask(int request, int[][] choices, int[] taskOf, int[] requestOf) {
        Map<Integer, Integer> wantedBy = new HashMap<>();
        Deque<Integer> looking = new ArrayDeque<>(List.of(request));
        while (!looking.isEmpty()) {
            int next = looking.remove();
            for (int task : choices[next]) {
                if (wantedBy.putIfAbsent(task, next) != null) {
                    continue;
                }
                if (requestOf[task] == NONE) {
                    handDown(task, wantedBy, taskOf, requestOf);
                    return;
                }
                looking.add(requestOf[task]);
            }
        }
    }

    private static void handDown(int freeTask, Map<Integer, Integer> wantedBy, int[] taskOf, int[] requestOf) {
        int task = freeTask;
        while (task != NONE) {
            int request = wantedBy.get(task);
            int before = taskOf[request];
            taskOf[request] = task;
            requestOf[task] = request;
            task = before;
        }
    }
}
