package io.github.camellinkup.client.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Reads a page of tasks piece by piece, as it arrives, and hands over each task as soon as its last byte is there. Holds
 * no more than one task that is not whole yet, and what lies around the tasks. For one page; not thread-safe.
 *
 * <p>Reads what {@link AnswerReader#taskPage} reads, and throws an {@link IOException} where that does, though the tasks
 * before the place that is wrong, or even all of them, have been handed over by then.
 */
public final class TaskPageReader {

    private final PageScanner scanner;
    private final Consumer<Task> taker;
    private int tasks;
    private long bytes;

    /**
     * @param maxSize how large each task, and all that lies around them, may be in bytes; more fails with a
     *     {@link PartTooLargeException}
     * @param taker takes each task that has an id
     */
    public TaskPageReader(long maxSize, Consumer<Task> taker) {
        // Some less than an array can have, as the JVM needs a little of it.
        this.scanner = new PageScanner(Math.min(maxSize, Integer.MAX_VALUE - 8), this::element);
        this.taker = taker;
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

    private void element(byte[] json) throws IOException {
        Task task = TaskReader.element(json);
        if (task != null && task.id() != null) {
            tasks++;
            taker.accept(task);
        }
    }

    /** What the page says of itself, once all of it was read. */
    public StreamedPage end() throws IOException {
        TaskPage page = TaskReader.page(scanner.frame());
        return new StreamedPage(
                page.page(), page.pageSize(), page.total(), page.totalPages(), page.quota(), tasks, bytes);
    }

    /**
     * The beginning of the page, with a 0 in place of each task, to show what came.
     *
     * @param length how many bytes at the most
     */
    public byte[] beginning(int length) {
        return scanner.frame(length);
    }
}
