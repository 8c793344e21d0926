package io.github.camellinkup.client.exception;

/** No answer arrived in time. Whether Linkup acted on the request is not known unless the exception says so. */
public class LinkupTimeoutException extends LinkupException {

    /**
     * @param certainlyNotProcessed true if the request did not leave this machine, as when no connection was made
     */
    public LinkupTimeoutException(String problem, boolean certainlyNotProcessed, Throwable cause) {
        super(problem, ErrorAnswer.NONE, true, certainlyNotProcessed, cause);
    }

    /**
     * Something took too long but continues: another try would do it twice.
     *
     * @param cause the cause, or null
     */
    public LinkupTimeoutException(String problem, Throwable cause) {
        super(problem, ErrorAnswer.NONE, false, false, cause);
    }
}
