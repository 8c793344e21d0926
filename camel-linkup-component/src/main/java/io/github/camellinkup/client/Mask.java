package io.github.camellinkup.client;

/** Takes the secrets of a call out of texts that came from the other side, which may repeat what it was sent. */
final class Mask {

    private static final String MASKED = "***";

    private final String secret;
    private final Mask more;

    private Mask(String secret, Mask more) {
        this.secret = secret;
        this.more = more;
    }

    /** @param secret what is never to be shown; null for nothing */
    static Mask of(String secret) {
        return new Mask(secret, null);
    }

    Mask and(String anotherSecret) {
        return new Mask(anotherSecret, this);
    }

    String hide(String text) {
        String hidden = secret == null || secret.isEmpty() ? text : text.replace(secret, MASKED);
        return more == null ? hidden : more.hide(hidden);
    }
}
