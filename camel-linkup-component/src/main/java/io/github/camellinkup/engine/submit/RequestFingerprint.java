package io.github.camellinkup.engine.submit;

import io.github.camellinkup.client.model.RequestWriter;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Tells whether two requests are the same: what they ask, and the reference. Kept headers do not count, because Camel
 * itself changes headers when it redelivers.
 */
final class RequestFingerprint {

    /** Enough bytes of the hash to tell all requests apart. */
    static final int LENGTH = 16;

    private RequestFingerprint() {}

    static byte[] of(TaskRequest request) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            add(digest, request.input().taskType().apiValue().getBytes(StandardCharsets.UTF_8));
            add(digest, RequestWriter.write(request.input()));
            if (request.reference() != null) {
                add(digest, request.reference().getBytes(StandardCharsets.UTF_8));
            }
            return Arrays.copyOf(digest.digest(), LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** With its length, so that the end of one part is never taken for the beginning of the next. */
    private static void add(MessageDigest digest, byte[] part) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, part.length));
        digest.update(part);
    }
}
