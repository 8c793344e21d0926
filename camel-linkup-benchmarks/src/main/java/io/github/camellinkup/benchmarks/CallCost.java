package io.github.camellinkup.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * What this process has used so far: processor time of all its threads (those of the garbage collector and the compiler
 * too), and the bytes that its living threads have allocated.
 */
public record CallCost(long nanos, long bytes) {

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    public static CallCost soFar() {
        long bytes = 0;
        for (long allocated : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
            bytes += Math.max(0, allocated);
        }
        return new CallCost(SYSTEM.getProcessCpuTime(), bytes);
    }

    public CallCost since(CallCost start) {
        return new CallCost(nanos - start.nanos, bytes - start.bytes);
    }
}
