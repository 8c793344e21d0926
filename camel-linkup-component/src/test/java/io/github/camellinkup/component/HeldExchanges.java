package io.github.camellinkup.component;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/** The last step of a route, where exchanges are under way until the test ends them. No thread is held. */
final class HeldExchanges extends AsyncProcessorSupport {

    record Held(Exchange exchange, AsyncCallback callback) {

        String taskId() {
            return exchange.getMessage().getHeader(LinkupConstants.TASK_ID, String.class);
        }

        void fail() {
            exchange.setException(new IllegalStateException("the CRM is down"));
            end();
        }

        void end() {
            callback.done(false);
        }
    }

    private final Queue<Held> held = new ConcurrentLinkedQueue<>();

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        held.add(new Held(exchange, callback));
        return false;
    }

    Queue<Held> held() {
        return held;
    }

    List<String> taskIds() {
        return held.stream().map(Held::taskId).toList();
    }
}
