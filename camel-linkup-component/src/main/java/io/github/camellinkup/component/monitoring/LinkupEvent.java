package io.github.camellinkup.component.monitoring;

import java.util.EventObject;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent;

/** An event of Camel that the Linkup component publishes. Its source is the CamelContext. */
public abstract class LinkupEvent extends EventObject implements CamelEvent {

    private static final long serialVersionUID = 1L;

    private long timestamp;

    LinkupEvent(CamelContext context) {
        super(context);
    }

    @Override
    public Type getType() {
        return Type.Custom;
    }

    @Override
    public long getTimestamp() {
        return timestamp;
    }

    @Override
    public void setTimestamp(long timestamp) {
        this.timestamp = timestamp;
    }
}
