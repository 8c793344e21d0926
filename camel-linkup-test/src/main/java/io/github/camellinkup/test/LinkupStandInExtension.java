package io.github.camellinkup.test;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Runs a {@link LinkupStandIn} for the tests of a class.
 *
 * <p>In a static field with {@code @RegisterExtension}, or with {@code @ExtendWith} on the class, one stand-in serves
 * all tests of the class and is reset before each; in an instance field, each test has its own. Tests get at it by
 * {@link #standIn()}, or by a parameter of type {@link LinkupStandIn}. Tests of one class that share a stand-in must not
 * run in parallel, as each would be reset by the others.
 */
public final class LinkupStandInExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {

    private final LinkupStandInBuilder settings;
    private LinkupStandIn standIn;
    /** The context that started the stand-in and has to stop it: with nested classes there are several. */
    private String owner;

    /** With all defaults. */
    public LinkupStandInExtension() {
        this(LinkupStandIn.builder());
    }

    /**
     * With settings.
     *
     * @param settings used each time a stand-in is started
     */
    public LinkupStandInExtension(LinkupStandInBuilder settings) {
        this.settings = settings;
    }

    /**
     * The stand-in.
     *
     * @return the running one
     * @throws IllegalStateException before JUnit has started it
     */
    public LinkupStandIn standIn() {
        if (standIn == null) {
            throw new IllegalStateException("The stand-in runs only while JUnit runs the tests of its class");
        }
        return standIn;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        startUnlessRunning(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        startUnlessRunning(context);
        standIn.reset();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        closeIfOwned(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        closeIfOwned(context);
    }

    private void startUnlessRunning(ExtensionContext context) {
        if (standIn == null) {
            standIn = settings.start();
            owner = context.getUniqueId();
        }
    }

    private void closeIfOwned(ExtensionContext context) {
        if (context.getUniqueId().equals(owner)) {
            standIn.close();
            standIn = null;
            owner = null;
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == LinkupStandIn.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return standIn();
    }
}
