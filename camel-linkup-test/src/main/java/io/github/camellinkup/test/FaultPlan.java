package io.github.camellinkup.test;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Which calls go wrong, and how. Rules are asked in the order in which they were made; the first that fits acts. */
final class FaultPlan {

    private record Rule(Predicate<ReceivedCall> when, Fault fault) {}

    private final List<Rule> rules = new CopyOnWriteArrayList<>();

    void add(Predicate<ReceivedCall> when, Fault fault) {
        rules.add(new Rule(when, fault));
    }

    void addForNext(Predicate<ReceivedCall> when, int times, Fault fault) {
        AtomicInteger left = new AtomicInteger(times);
        add(call -> left.get() > 0 && when.test(call) && left.getAndDecrement() > 0, fault);
    }

    void clear() {
        rules.clear();
    }

    /** The fault for this call, or null. */
    Fault next(ReceivedCall call) {
        for (Rule rule : rules) {
            if (rule.when().test(call)) {
                return rule.fault();
            }
        }
        return null;
    }
}
