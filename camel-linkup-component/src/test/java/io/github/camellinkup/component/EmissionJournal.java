package io.github.camellinkup.component;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file in which processes that can die at any moment note how far they are with each result. A note is on the disk
 * before its process goes on, and several processes can write at the same time.
 */
final class EmissionJournal {

    /** How far a process is with a result. */
    enum Step {
        /** The route has ended. */
        ENDED,
        /** That it has ended is recorded in the task repository. */
        RECORDED
    }

    /** @param emission only of the step {@link Step#ENDED} more than its task's id */
    record Note(String process, Step step, Emission emission) {
        String taskId() {
            return emission.taskId();
        }
    }

    private static final String SEPARATOR = "\t";

    private final Path file;

    EmissionJournal(Path file) {
        this.file = file;
    }

    void ended(String process, Emission emission) {
        write(process, Step.ENDED.name(), emission.taskId(), emission.reference(), emission.kept(), emission.answer());
    }

    void recorded(String process, String taskId) {
        write(process, Step.RECORDED.name(), taskId, "", "", "");
    }

    private void write(String... fields) {
        String line = String.join(SEPARATOR, fields) + "\n";
        // Not a channel: an interrupt would let a note fail that is written all the same.
        try (FileOutputStream out = new FileOutputStream(file.toFile(), true)) {
            out.write(line.getBytes(StandardCharsets.UTF_8));
            out.getFD().sync();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All notes, the earlier ones first. */
    EmissionHistory read() {
        try {
            List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
            return new EmissionHistory(lines.stream().map(EmissionJournal::note).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Note note(String line) {
        String[] fields = line.split(SEPARATOR, -1);
        return new Note(fields[0], Step.valueOf(fields[1]), new Emission(fields[2], fields[3], fields[4], fields[5]));
    }
}
