package io.github.camellinkup.client;

import java.util.Arrays;

/** Hides the secrets of a call in texts of answers, which may repeat what was sent. */
final class Mask {

    private final String[] secrets;

    /** @param secrets the texts to hide; null is ignored */
    Mask(String... secrets) {
        this.secrets = secrets;
    }

    Mask and(String secret) {
        String[] all = Arrays.copyOf(secrets, secrets.length + 1);
        all[secrets.length] = secret;
        return new Mask(all);
    }

    String hide(String text) {
        String hidden = text;
        for (String secret : secrets) {
            hidden = secret == null || secret.isEmpty() ? hidden : hidden.replace(secret, "***");
        }
        return hidden;
    }
}
