package io.github.camellinkup.benchmarks;

import io.github.camellinkup.benchmarks.SearchRounds.Cost;
import io.github.camellinkup.client.model.OutputType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The tables of the guide: for each answer and number of calls in flight, one line for each peer. */
public final class CostTables {

    private CostTables() {}

    static String of(List<List<Cost>> rounds) {
        StringBuilder text = new StringBuilder();
        for (OutputType answer : OutputType.values()) {
            for (int inFlight : new int[] {1, 16}) {
                if (rounds.get(0).stream().anyMatch(cost -> cost.answer() == answer && cost.inFlight() == inFlight)) {
                    text.append(table(rounds, answer, inFlight)).append('\n');
                }
            }
        }
        return text.toString();
    }

    private static String table(List<List<Cost>> rounds, OutputType answer, int inFlight) {
        StringBuilder text = new StringBuilder("\n" + answer.apiValue() + ", " + inFlight + " in flight\n\n"
                + "| | µs a call | × | CPU µs a call | × | lowest | × | bytes a call | × |\n"
                + "|---|---|---|---|---|---|---|---|---|\n");
        for (Peer peer : Peer.values()) {
            List<Cost> all = of(rounds, peer, answer, inFlight);
            if (!all.isEmpty()) {
                List<Cost> bare = of(rounds, Peer.BARE, answer, inFlight);
                text.append("| ").append(peer.title()).append(" |");
                append(text, all, bare, Cost::micros, "%.1f");
                append(text, all, bare, Cost::cpuMicros, "%.1f");
                appendLowest(text, all, bare);
                append(text, all, bare, Cost::bytes, "%,.0f");
                text.append('\n');
            }
        }
        return text.toString();
    }

    private static void append(
            StringBuilder text, List<Cost> all, List<Cost> bare, ToDoubleFunction<Cost> value, String format) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Math.min(all.size(), bare.size()); i++) {
            ratios.add(value.applyAsDouble(all.get(i)) / value.applyAsDouble(bare.get(i)));
        }
        List<Double> values = all.stream().mapToDouble(value).boxed().toList();
        append(text, format, median(values), ratios.isEmpty() ? Double.NaN : median(ratios));
    }

    private static void appendLowest(StringBuilder text, List<Cost> all, List<Cost> bare) {
        append(text, "%.1f", lowest(all), lowest(all) / lowest(bare));
    }

    private static void append(StringBuilder text, String format, double value, double ratio) {
        text.append(' ').append(String.format(Locale.ROOT, format, value));
        text.append(" | ").append(Double.isNaN(ratio) ? "" : String.format(Locale.ROOT, "%.2f", ratio));
        text.append(" |");
    }

    private static double lowest(List<Cost> costs) {
        return costs.stream().mapToDouble(Cost::lowestCpuMicros).min().orElse(Double.NaN);
    }

    private static List<Cost> of(List<List<Cost>> rounds, Peer peer, OutputType answer, int inFlight) {
        return rounds.stream()
                .flatMap(List::stream)
                .filter(cost -> cost.peer() == peer && cost.answer() == answer && cost.inFlight() == inFlight)
                .toList();
    }

    /** The middle one of some values. */
    public static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
