package io.github.camellinkup.client.transport;

import org.apache.hc.core5.http.message.BasicHeader;

/** A header with a secret. HttpClient logs the text form, which hides the value. It sends the name and the value. */
public final class MaskedHeader extends BasicHeader {

    private static final long serialVersionUID = 1L;

    public MaskedHeader(String name, String value) {
        super(name, value, true);
    }

    @Override
    public String toString() {
        return getName() + ": ***";
    }
}
