package io.github.camellinkup.component.monitoring;

import io.github.camellinkup.client.Account;
import io.github.camellinkup.engine.monitoring.AccountProblem;
import java.util.EventObject;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent;

/**
 * An event of Camel: from now on calls of an account are held up, because a limit is reached or the key is refused. It is
 * sent once, when that begins. Its source is the CamelContext.
 */
public final class LinkupLimitEvent extends EventObject implements CamelEvent {

    private static final long serialVersionUID = 1L;

    private final transient Account account;
    private final transient AccountProblem problem;
    private long timestamp;

    LinkupLimitEvent(CamelContext context, Account account, AccountProblem problem) {
        super(context);
        this.account = account;
        this.problem = problem;
    }

    /** Whose calls are held up. */
    public Account getAccount() {
        return account;
    }

    /** Why. */
    public AccountProblem getProblem() {
        return problem;
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

    @Override
    public String toString() {
        return "Linkup account " + account.shortDigest() + " " + problem.kind() + ": " + problem.message();
    }
}
