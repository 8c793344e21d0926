package io.github.camellinkup.test;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The way of a call: fault, key, pace, endpoint, fault again, journal. */
final class Dispatcher {

    private final Clock clock;
    private final Gatekeeper gatekeeper;
    private final PollGate pollGate;
    private final DirectCallGate directCallGate;
    private final Endpoints endpoints;
    private final FaultPlan faults;
    private final CallJournal journal;
    private final Duration usualLatency;
    private final Map<Operation, Duration> latencies = new ConcurrentHashMap<>();

    Dispatcher(
            Clock clock,
            Gatekeeper gatekeeper,
            PollGate pollGate,
            DirectCallGate directCallGate,
            Endpoints endpoints,
            FaultPlan faults,
            CallJournal journal,
            Duration latency) {
        this.clock = clock;
        this.gatekeeper = gatekeeper;
        this.pollGate = pollGate;
        this.directCallGate = directCallGate;
        this.endpoints = endpoints;
        this.faults = faults;
        this.journal = journal;
        this.usualLatency = latency;
    }

    void latency(Operation operation, Duration latency) {
        latencies.put(operation, latency);
    }

    void reset() {
        latencies.clear();
    }

    Reply handle(ReceivedCall call) {
        Reply reply;
        try {
            reply = answer(call);
        } catch (RuntimeException brokenScript) {
            // Most likely a test's own script threw: say so on the wire, where the test will look.
            reply = new ApiError(500, "STAND_IN_ERROR", brokenScript.toString()).reply();
        }
        journal.record(call.answered(reply.status()));
        return reply.delayedBy(latencies.getOrDefault(call.operation(), usualLatency));
    }

    private Reply answer(ReceivedCall call) {
        Fault fault = faults.next(call);
        if (fault == null) {
            return process(call);
        }
        return fault.applyTo(fault.processes() ? process(call) : null);
    }

    private Reply process(ReceivedCall call) {
        Gatekeeper.Verdict verdict = gatekeeper.check(call);
        if (verdict.refusal() != null) {
            return verdict.refusal();
        }
        try {
            if (call.operation().isPolling()) {
                pollGate.pass(verdict.caller(), clock.millis());
            } else if (call.operation().isDirect()) {
                directCallGate.pass(verdict.caller(), clock.millis());
            }
            return endpoints.handle(call);
        } catch (ApiError refusal) {
            return refusal.reply();
        }
    }
}
