package io.github.camellinkup.engine.submit;

import io.github.camellinkup.client.model.RequestWriter;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Tells whether two requests are the same: what they ask, and the reference. Kept headers do not count, because Camel
 * itself changes headers when it redelivers.
 */
record RequestFingerprint(long high, long low) {

    static RequestFingerprint of(TaskRequest request) {
        MessageDigest digest = sha256();
        add(digest, request.input().taskType().apiValue().getBytes(StandardCharsets.UTF_8));
        add(digest, RequestWriter.write(request.input()));
        if (request.reference() != null) {
            add(digest, request.reference().getBytes(StandardCharsets.UTF_8));
        }
        ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
        return new RequestFingerprint(bytes.getLong(), bytes.getLong());
    }

    /** With its length, so that the end of one part is never taken for the beginning of the next. */
    private static void add(MessageDigest digest, byte[] part) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, part.length));
        digest.update(part);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
