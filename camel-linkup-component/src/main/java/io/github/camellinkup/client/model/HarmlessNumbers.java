package io.github.camellinkup.client.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;

/**
 * Gives a number that is too long to be of use as a text, digit for digit as it was sent: one that written out has more than
 * ten thousand digits. A few bytes of JSON can stand for a number that fills the memory as soon as somebody makes a
 * {@code BigInteger} or a plain text of it, or that Java cannot hold at all.
 */
final class HarmlessNumbers extends JsonParserDelegate {

    static final int MAX_DIGITS = 10_000;

    /** Of an exponent no more digits are looked at. */
    private static final int ENOUGH_DIGITS = 6;

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
        int length = delegate.getTextLength();
        if (length > MAX_DIGITS) {
            return false;
        }
        if (delegate.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            return true;
        }
        char[] text = delegate.getTextCharacters();
        int start = delegate.getTextOffset();
        for (int i = start; i < start + length; i++) {
            if (text[i] == 'e' || text[i] == 'E') {
                return length + exponent(text, i + 1, start + length) <= MAX_DIGITS;
            }
        }
        return true;
    }

    /** The exponent without its sign, or a part of it that is too much already. */
    private static int exponent(char[] text, int from, int to) {
        int exponent = 0;
        int digits = 0;
        for (int i = from; i < to && digits < ENOUGH_DIGITS; i++) {
            if (text[i] >= '0' && text[i] <= '9') {
                exponent = 10 * exponent + text[i] - '0';
                digits += exponent > 0 ? 1 : 0;
            }
        }
        return exponent;
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
