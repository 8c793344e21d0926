package io.github.camellinkup.component;

import io.github.camellinkup.component.EmissionJournal.Note;
import io.github.camellinkup.component.EmissionJournal.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What several processes have done with their results, the earlier steps first. */
record EmissionHistory(List<Note> notes) {

    /** Each time that a route has ended. */
    List<Emission> emissions() {
        return notes.stream()
                .filter(note -> note.step() == Step.ENDED)
                .map(Note::emission)
                .toList();
    }

    /** How often the routes of a process have ended. */
    long emissionsBy(String process) {
        return notes.stream()
                .filter(note -> note.step() == Step.ENDED && note.process().equals(process))
                .count();
    }

    /** The processes that have emitted something, in turns: one that emits again after another is there again. */
    List<String> turns() {
        List<String> turns = new ArrayList<>();
        for (Note note : notes) {
            if (note.step() == Step.ENDED
                    && (turns.isEmpty() || !turns.get(turns.size() - 1).equals(note.process()))) {
                turns.add(note.process());
            }
        }
        return turns;
    }

    /** The tasks whose routes have ended in a process that has not recorded it. */
    Set<String> endedAndNotRecorded(String process) {
        Set<String> tasks = new LinkedHashSet<>();
        for (Note note : notes) {
            if (note.process().equals(process)) {
                if (note.step() == Step.ENDED) {
                    tasks.add(note.taskId());
                } else {
                    tasks.remove(note.taskId());
                }
            }
        }
        return tasks;
    }

    /** The tasks that were emitted more than once. */
    Set<String> doubled() {
        return emissions().stream()
                .collect(Collectors.groupingBy(Emission::taskId, Collectors.counting()))
                .entrySet()
                .stream()
                .filter(count -> count.getValue() > 1)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /**
     * All that happened to tasks that were emitted again, except after a process that was killed between the end of its
     * route and its record: then the next process cannot know of the end.
     */
    List<Note> unexplainedDoubles(Set<String> killed) {
        Map<String, String> lastEmitter = new HashMap<>();
        Set<String> recorded = new HashSet<>();
        Set<String> unexplained = new HashSet<>();
        for (Note note : notes) {
            if (note.step() == Step.RECORDED) {
                recorded.add(note.taskId());
                continue;
            }
            String before = lastEmitter.put(note.taskId(), note.process());
            if (before == null) {
                continue;
            }
            boolean explained = !recorded.contains(note.taskId())
                    && killed.contains(before)
                    && !note.process().equals(before);
            if (!explained) {
                unexplained.add(note.taskId());
            }
        }
        return notes.stream()
                .filter(note -> unexplained.contains(note.taskId()))
                .toList();
    }
}
