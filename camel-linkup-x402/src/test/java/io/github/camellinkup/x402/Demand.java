package io.github.camellinkup.x402;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a service asks for, in the form of Linkup: one cent to be paid within a minute. */
final class Demand {

    /** The key 1 and its address, which every library of the chain has in its tests. */
    static final String PRIVATE_KEY = "0x" + "0".repeat(63) + "1";

    static final String ADDRESS = "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf";

    private Demand() {}

    static ObjectNode oneCent() {
        ObjectNode demand = JsonNodeFactory.instance.objectNode().put("x402Version", 2);
        demand.putObject("resource").put("url", "https://api.linkup.so/v1/search");
        demand.putArray("accepts").add(wayToPay());
        return demand;
    }

    static ObjectNode wayToPay() {
        ObjectNode way = JsonNodeFactory.instance
                .objectNode()
                .put("scheme", "exact")
                .put("network", "eip155:8453")
                .put("asset", "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913")
                .put("payTo", "0x000000000000000000000000000000000000dEaD")
                .put("amount", "10000")
                .put("maxTimeoutSeconds", 60);
        way.putObject("extra").put("name", "USD Coin").put("version", "2");
        return way;
    }
}
