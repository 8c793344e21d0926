/**
 * A stand-in for the Linkup web-search API: a local HTTP server that answers as the service does, so that programs
 * which call Linkup can be tested without a key, a bill or a network.
 *
 * <p>Start with {@link io.github.camellinkup.test.LinkupStandInExtension} in a JUnit 5 test, with
 * {@link io.github.camellinkup.test.LinkupStandIn} anywhere else.
 */
package io.github.camellinkup.test;
