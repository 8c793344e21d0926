package io.github.camellinkup.engine.results;

import io.github.camellinkup.engine.EngineTimer;
import io.github.camellinkup.engine.HandDrivenTimer;

/** Recorders of completions for tests in one thread. */
final class Recorders {

    private Recorders() {}

    /** One that is never told that time passes: what fails is not tried again. */
    static CompletionRecorder direct() {
        return of(new HandDrivenTimer());
    }

    static CompletionRecorder of(HandDrivenTimer timer) {
        return new CompletionRecorder(new EngineTimer(timer, Runnable::run, timer::nanoTime), Runnable::run);
    }
}
