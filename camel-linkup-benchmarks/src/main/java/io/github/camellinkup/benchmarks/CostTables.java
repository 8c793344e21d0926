package io.github.camellinkup.benchmarks;

import io.github.camellinkup.benchmarks.SearchRounds.Cost;
import io.github.camellinkup.client.model.OutputType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The tables of the guide: for each answer and number of calls in flight, one line for each peer. */
final class CostTables {

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
                + "| | µs a call | × | CPU µs a call | × | bytes a call | × |\n|---|---|---|---|---|---|---|\n");
        for (Peer peer : Peer.values()) {
            List<Cost> all = of(rounds, peer, answer, inFlight);
            if (!all.isEmpty()) {
                List<Cost> bare = of(rounds, Peer.BARE, answer, inFlight);
                text.append("| ").append(peer.title()).append(" |");
                append(text, all, bare, Cost::micros, "%.1f");
                append(text, all, bare, Cost::cpuMicros, "%.1f");
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
        text.append(' ').append(String.format(Locale.ROOT, format, median(values)));
        text.append(" | ").append(ratios.isEmpty() ? "" : String.format(Locale.ROOT, "%.2f", median(ratios)));
        text.append(" |");
    }

    private static List<Cost> of(List<List<Cost>> rounds, Peer peer, OutputType answer, int inFlight) {
        return rounds.stream()
                .flatMap(List::stream)
                .filter(cost -> cost.peer() == peer && cost.answer() == answer && cost.inFlight() == inFlight)
                .toList();
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
