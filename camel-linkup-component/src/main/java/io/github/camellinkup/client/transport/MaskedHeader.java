package io.github.camellinkup.client.transport;

import org.apache.hc.core5.http.Header;

/**
 * A header with a secret. HttpClient logs headers by their text form, which here says that there is a value and not
 * which; name and value, from which the message is written, are whole.
 */
public final class MaskedHeader implements Header {

    private static final long serialVersionUID = 1L;

    private final String name;
    private final transient String value;

    public MaskedHeader(String name, String value) {
        this.name = name;
        this.value = value;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public String getValue() {
        return value;
    }

    @Override
    public boolean isSensitive() {
        return true;
    }

    @Override
    public String toString() {
        return name + ": ***";
    }
}
