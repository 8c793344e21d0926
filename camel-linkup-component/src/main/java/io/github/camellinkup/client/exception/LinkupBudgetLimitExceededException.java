package io.github.camellinkup.client.exception;

/** The budget of the API key is reached (HTTP 429, {@code EXCEED_BUDGET_LIMIT}). */
public class LinkupBudgetLimitExceededException extends LinkupException {

    public LinkupBudgetLimitExceededException(String problem, ErrorAnswer answer) {
        super(problem, answer, false, true, null);
    }
}
