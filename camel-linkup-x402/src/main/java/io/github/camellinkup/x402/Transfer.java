package io.github.camellinkup.x402;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A transfer of USDC that its receiver may collect (EIP-3009).
 *
 * @param from who pays
 * @param to who is paid
 * @param value in millionths of a dollar
 * @param validAfter seconds since 1970
 * @param validBefore seconds since 1970
 * @param nonce 32 random bytes; a transfer with the same nonce is collected once
 */
record Transfer(String from, String to, String value, long validAfter, long validBefore, String nonce) {

    private static final long BASE = 8453;

    /** All numbers as text, as x402 wants it. */
    ObjectNode toJson() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("from", from)
                .put("to", to)
                .put("value", value)
                .put("validAfter", String.valueOf(validAfter))
                .put("validBefore", String.valueOf(validBefore))
                .put("nonce", nonce);
    }

    /** What is signed (EIP-712). The name of the asset is that of its contract, whatever a demand says. */
    String typedData() {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        ObjectNode types = data.putObject("types");
        fields(
                types.putArray("EIP712Domain"),
                "name string, version string, chainId uint256, verifyingContract address");
        fields(
                types.putArray("TransferWithAuthorization"),
                "from address, to address, value uint256, validAfter uint256, validBefore uint256, nonce bytes32");
        data.put("primaryType", "TransferWithAuthorization");
        data.putObject("domain")
                .put("name", "USD Coin")
                .put("version", "2")
                .put("chainId", BASE)
                .put("verifyingContract", PaymentLimits.USDC);
        data.set("message", toJson());
        return data.toString();
    }

    private static void fields(ArrayNode type, String fields) {
        for (String field : fields.split(", ")) {
            int blank = field.indexOf(' ');
            type.addObject().put("name", field.substring(0, blank)).put("type", field.substring(blank + 1));
        }
    }
}
