package io.github.camellinkup.client.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * Presents a number with more than ten thousand digits as a text, exactly as it was sent. A few bytes of JSON, such as
 * {@code 1e999999999}, can be a number that fills the memory when it is converted to a {@code BigInteger} or to plain text,
 * or that Java cannot represent.
 */
final class HarmlessNumbers extends JsonParserDelegate {

    static final int MAX_DIGITS = 10_000;

    private boolean asText;

    HarmlessNumbers(JsonParser parser) {
        super(parser);
    }

    @Override
    public JsonToken nextToken() throws IOException {
        JsonToken token = delegate.nextToken();
        asText = token != null && token.isNumeric() && !isHarmless();
        return currentToken();
    }

    private boolean isHarmless() throws IOException {
        if (delegate.getTextLength() > MAX_DIGITS) {
            return false;
        }
        if (delegate.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            return true;
        }
        try {
            BigDecimal number = new BigDecimal(delegate.getText());
            long scale = number.scale();
            return Math.max(scale, number.precision() - Math.min(scale, 0)) <= MAX_DIGITS;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    @Override
    public JsonToken currentToken() {
        return asText ? JsonToken.VALUE_STRING : delegate.currentToken();
    }

    @Override
    public int currentTokenId() {
        return asText ? JsonToken.VALUE_STRING.id() : delegate.currentTokenId();
    }

    @Override
    public boolean hasToken(JsonToken token) {
        return currentToken() == token;
    }

    @Override
    public boolean hasTokenId(int id) {
        return currentTokenId() == id;
    }
}
