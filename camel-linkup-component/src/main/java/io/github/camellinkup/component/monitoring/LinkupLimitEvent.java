package io.github.camellinkup.component.monitoring;

import io.github.camellinkup.client.Account;
import io.github.camellinkup.engine.monitoring.AccountProblem;
import org.apache.camel.CamelContext;

/**
 * An event of Camel: from now on calls of an account are held up, because a limit is reached or the key is refused. It is
 * sent once, when that begins. Its source is the CamelContext.
 */
public final class LinkupLimitEvent extends LinkupEvent {

    private static final long serialVersionUID = 1L;

    private final transient Account account;
    private final transient AccountProblem problem;

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
    public String toString() {
        return "Linkup account " + account.shortDigest() + " " + problem.kind() + ": " + problem.message();
    }
}
