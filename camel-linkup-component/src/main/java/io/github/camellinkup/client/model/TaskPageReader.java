package io.github.camellinkup.client.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads a page of tasks piece by piece, as it arrives, and hands over each task as soon as its last byte is there. Holds
 * no more than one task that is not whole yet, and what lies around the tasks. For one page; not thread-safe.
 *
 * <p>Reads what {@link AnswerReader#taskPage} reads, and throws an {@link IOException} where that does, though the tasks
 * before the place that is wrong, or even all of them, have been handed over by then. A task that is too large is read
 * over, so that it does not keep those behind it from being read.
 */
public final class TaskPageReader {

    private final PageScanner scanner;
    private final Consumer<Task> taker;
    private final Consumer<OversizedTask> teller;
    private final List<OversizedTask> oversized = new ArrayList<>();
    private int tasks;
    private long bytes;

    /**
     * @param maxSize how large each task that is handed over may be in bytes, and all that lies around the tasks; more
     *     around them fails with a {@link PartTooLargeException}
     * @param taker takes each task that has an id
     * @param teller hears of each task that is too large, before the rest of it is read over
     */
    public TaskPageReader(long maxSize, Consumer<Task> taker, Consumer<OversizedTask> teller) {
        // Some less than an array can have, as the JVM needs a little of it.
        this.scanner = new PageScanner(Math.min(maxSize, Integer.MAX_VALUE - 8), new Elements());
        this.taker = taker;
        this.teller = teller;
    }

    /** Reads the next piece, up to its end. */
    public void read(ByteBuffer piece) throws IOException {
        int length = piece.remaining();
        bytes += length;
        if (piece.hasArray()) {
            int from = piece.arrayOffset() + piece.position();
            piece.position(piece.limit());
            scanner.scan(piece.array(), from, from + length);
        } else {
            byte[] copy = new byte[length];
            piece.get(copy);
            scanner.scan(copy, 0, length);
        }
    }

    /** What the page says of itself, once all of it was read. */
    public StreamedPage end() throws IOException {
        TaskPage page = TaskReader.page(scanner.frame());
        return new StreamedPage(
                page.page(), page.pageSize(), page.total(), page.totalPages(), page.quota(), tasks, bytes, oversized);
    }

    /**
     * The beginning of the page, with a 0 in place of each task, to show what came.
     *
     * @param length how many bytes at the most
     */
    public byte[] beginning(int length) {
        return scanner.frame(length);
    }

    /** Lets go of a task of which only a part was read. The page must not be read on. */
    public void release() {
        scanner.release();
    }

    private final class Elements implements PageScanner.Elements {

        @Override
        public void element(byte[] json) throws IOException {
            Task task = TaskReader.element(json);
            if (task != null && task.id() != null) {
                tasks++;
                taker.accept(task);
            }
        }

        @Override
        public void oversized(byte[] beginning) {
            OversizedTask task = TaskReader.oversized(beginning, tasks);
            if (task != null) {
                tasks++;
                oversized.add(task);
                teller.accept(task);
            }
        }
    }
}
