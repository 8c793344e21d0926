package io.github.camellinkup.examples.companies.command;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Held by a run that writes to an output folder: two at once would both send what is missing. Ends with the process. */
final class RunLock implements AutoCloseable {

    private final FileChannel channel;

    /** @throws IOException if another run holds it */
    RunLock(Path folder) throws IOException {
        channel = FileChannel.open(
                folder.resolve("companies-to-crm.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!isAcquired()) {
            channel.close();
            throw new IOException("Another run writes to " + folder + ". Wait until it has ended");
        }
    }

    private boolean isAcquired() throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
