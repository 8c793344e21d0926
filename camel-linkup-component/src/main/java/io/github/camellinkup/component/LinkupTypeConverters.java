package io.github.camellinkup.component;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camellinkup.client.model.CreditBalance;
import io.github.camellinkup.client.model.LinkupAnswer;
import io.github.camellinkup.client.model.StructuredAnswer;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.Map;
import org.apache.camel.Converter;

/** Converts an answer to its exact JSON, including unknown fields. */
@Converter(generateLoader = true)
public final class LinkupTypeConverters {

    private LinkupTypeConverters() {}

    @Converter
    public static String toString(LinkupAnswer answer) {
        return answer.json().toString();
    }

    @Converter
    public static byte[] toBytes(LinkupAnswer answer) {
        return answer.json().toBytes();
    }

    @Converter
    public static InputStream toInputStream(LinkupAnswer answer) {
        return answer.json().toStream();
    }

    @Converter
    public static JsonNode toJsonNode(LinkupAnswer answer) {
        return answer.json().toTree();
    }

    @Converter
    public static Map<String, Object> toMap(LinkupAnswer answer) {
        return answer.json().toMap();
    }

    /** A structured answer is also a Map, whose own conversion to text must not be used. */
    @Converter
    public static String toString(StructuredAnswer answer) {
        return answer.json().toString();
    }

    @Converter
    public static BigDecimal toBigDecimal(CreditBalance balance) {
        return balance.balance();
    }
}
