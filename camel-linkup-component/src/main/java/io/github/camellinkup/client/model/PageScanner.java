package io.github.camellinkup.client.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Cuts the elements out of the array {@code data} of a page while its bytes arrive, wherever one piece ends and the next
 * begins. It only follows texts and nesting, and leaves it to the parser to say what is JSON: of each element it hands
 * over the bytes, and what is left is the page with a {@code 0} in the place of each. The page is JSON exactly if all of
 * these are. An element that is too large is read over, nothing of it is kept, and whether it is JSON remains unknown.
 */
final class PageScanner {

    /** Takes the elements. */
    interface Elements {

        /** @param json an array of its own with the bytes of one element, which need not be JSON */
        void element(byte[] json) throws IOException;

        /**
         * An element is larger than the limit. Called as soon as that is known; the rest of the element is read over.
         *
         * @param beginning its first bytes
         */
        void oversized(byte[] beginning);
    }

    private enum Element {
        NONE,
        STRUCTURE,
        TEXT,
        OTHER
    }

    private static final byte[] PLACEHOLDER = {'0'};

    /** How deep the elements lie: in the array in the object. */
    private static final int DATA_DEPTH = 2;

    /** How much of an element that is too large is shown. A task says in less than this which it is. */
    private static final int BEGINNING = 64 * 1024;

    /** A key that is longer is not {@code data}, even if each of its letters is escaped. */
    private static final int MAX_KEY_LENGTH = 24;

    private final long limit;
    private final Elements elements;
    private final ByteSegments frame = new ByteSegments();
    private final ByteSegments collected = new ByteSegments();
    private final byte[] key = new byte[MAX_KEY_LENGTH];

    private int depth;
    private boolean inText;
    private boolean escaped;
    private boolean inObject;
    private boolean keyExpected;
    private boolean inKey;
    private int keyLength;
    private boolean dataExpected;
    private boolean inData;
    private Element element = Element.NONE;
    private boolean isOversized;

    /** @param limit the largest element that is handed over, and the most of what is no element, in bytes */
    PageScanner(long limit, Elements elements) {
        this.limit = limit;
        this.elements = elements;
    }

    /**
     * @throws IOException if something is too deep, what is no element is too large, or the taker of the elements does
     *     not take one
     */
    void scan(byte[] bytes, int from, int to) throws IOException {
        int start = from;
        int position = from;
        while (position < to) {
            if (inText) {
                int end = endOfText(bytes, position, to);
                position = end;
                if (inText) {
                    break;
                }
                if (element == Element.TEXT) {
                    start = endElement(bytes, start, end);
                }
                continue;
            }
            byte next = bytes[position];
            if (element == Element.NONE && inData && startsElement(next)) {
                keepFrame(bytes, start, position);
                start = position;
            } else if (element == Element.OTHER && depth == DATA_DEPTH && endsOther(next)) {
                start = endElement(bytes, start, position);
            }
            position++;
            follow(next);
            if (element == Element.STRUCTURE && depth == DATA_DEPTH) {
                start = endElement(bytes, start, position);
            }
        }
        if (element == Element.NONE) {
            keepFrame(bytes, start, to);
        } else {
            keepElement(bytes, start, to);
        }
    }

    /** The page without its elements, as far as it has come. */
    byte[] frame() {
        return frame.beginning(Integer.MAX_VALUE);
    }

    /** The beginning of the page without its elements. */
    byte[] frame(int length) {
        return frame.beginning(length);
    }

    /** Lets go of an element of which only a part was scanned. */
    void release() {
        collected.clear();
    }

    private void follow(byte next) throws IOException {
        switch (next) {
            case '"' -> startText();
            case '{', '[' -> open(next);
            case '}', ']' -> close();
            case ',' -> {
                keyExpected = inObject && depth == 1;
                dataExpected = false;
            }
            default -> {
                // What a number or a word is made of, and what lies between tokens.
            }
        }
    }

    private void startText() {
        inText = true;
        dataExpected = false;
        if (keyExpected) {
            keyExpected = false;
            inKey = true;
            keyLength = 0;
        }
    }

    private void open(byte bracket) throws IOException {
        if (depth == JsonMappers.MAX_NESTING_DEPTH) {
            throw new IOException("it is nested deeper than " + JsonMappers.MAX_NESTING_DEPTH + " levels");
        }
        depth++;
        if (depth == 1) {
            inObject = bracket == '{';
            keyExpected = inObject;
        } else if (depth == DATA_DEPTH) {
            inData = dataExpected && bracket == '[';
        }
        dataExpected = false;
    }

    private void close() {
        if (depth == DATA_DEPTH) {
            inData = false;
        }
        depth = Math.max(0, depth - 1);
    }

    /** Follows a text up to behind its end, or to the end of what is there. */
    private int endOfText(byte[] bytes, int from, int to) {
        int position = from;
        while (position < to) {
            byte next = bytes[position++];
            if (escaped) {
                escaped = false;
            } else if (next == '\\') {
                escaped = true;
            } else if (next == '"') {
                inText = false;
                break;
            }
        }
        if (inKey) {
            followKey(bytes, from, inText ? position : position - 1);
        }
        return position;
    }

    private void followKey(byte[] bytes, int from, int to) {
        int length = Math.min(to - from, MAX_KEY_LENGTH - keyLength);
        System.arraycopy(bytes, from, key, keyLength, length);
        // One more than fits says that it is too long.
        keyLength = length < to - from ? MAX_KEY_LENGTH + 1 : keyLength + length;
        if (keyLength > MAX_KEY_LENGTH) {
            inKey = false;
        } else if (!inText) {
            inKey = false;
            dataExpected = isData();
        }
    }

    private boolean isData() {
        String name = new String(key, 0, keyLength, StandardCharsets.UTF_8);
        if (name.indexOf('\\') < 0) {
            return TaskReader.DATA.equals(name);
        }
        try {
            return TaskReader.DATA.equals(JsonMappers.MAPPER.readValue('"' + name + '"', String.class));
        } catch (IOException e) {
            // No JSON, which shows when the frame is read.
            return false;
        }
    }

    private boolean startsElement(byte next) {
        element = switch (next) {
            case ' ', '\t', '\r', '\n', ',', ']', '}' -> Element.NONE;
            case '{', '[' -> Element.STRUCTURE;
            case '"' -> Element.TEXT;
            default -> Element.OTHER;
        };
        return element != Element.NONE;
    }

    private static boolean endsOther(byte next) {
        return switch (next) {
            case ' ', '\t', '\r', '\n', ',', ']', '}' -> true;
            default -> false;
        };
    }

    private int endElement(byte[] bytes, int start, int end) throws IOException {
        keepElement(bytes, start, end);
        element = Element.NONE;
        keepFrame(PLACEHOLDER, 0, 1);
        if (!isOversized) {
            elements.element(collected.take());
        }
        isOversized = false;
        return end;
    }

    private void keepFrame(byte[] bytes, int from, int to) throws IOException {
        long size = frame.size() + to - from;
        if (size > limit) {
            throw new PartTooLargeException(limit, size);
        }
        frame.append(bytes, from, to);
    }

    private void keepElement(byte[] bytes, int from, int to) {
        if (isOversized) {
            return;
        }
        long room = limit - collected.size();
        if (to - from <= room) {
            collected.append(bytes, from, to);
            return;
        }
        isOversized = true;
        collected.append(bytes, from, from + (int) room);
        byte[] beginning = collected.beginning(BEGINNING);
        collected.clear();
        elements.oversized(beginning);
    }
}
