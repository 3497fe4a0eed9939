package io.github.isotherm.report;

import io.github.isotherm.generate.ModelDescription;
import io.github.isotherm.generate.ModelDescription.Quantisation;
import io.github.isotherm.generate.ModelDescription.Tensor;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a graph is made of, in lines for people. */
final class InspectedGraph {
    private static final int MOST_OPERATORS = 12;

    private InspectedGraph() {}

    static String cache(ModelDescription graph) {
        String kinds = new TreeMap<>(graph.states())
                .entrySet().stream()
                        .map(entry -> entry.getValue() + " tensors in " + entry.getKey())
                        .collect(Collectors.joining(", "));
        String steps = graph.stepwise() ? "; one token a step" : "";
        return (kinds.isEmpty() ? "none" : kinds.replace("in fixed size", "of fixed size")) + steps;
    }

    static String quantisation(Quantisation kind) {
        return String.format(
                Locale.ROOT,
                "%d %s of %d bits%s%s",
                kind.nodes(),
                kind.operator(),
                kind.bits(),
                kind.block() == 0 ? "" : ", block " + kind.block(),
                kind.accuracyLevel() == 0 ? "" : ", accuracy level " + kind.accuracyLevel());
    }

    /** The most frequent ones. */
    static String operators(Map<String, Integer> operators) {
        List<String> all = operators.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .toList();
        String first = String.join(", ", all.subList(0, Math.min(MOST_OPERATORS, all.size())));
        return all.size() > MOST_OPERATORS ? first + ", " + (all.size() - MOST_OPERATORS) + " other kinds" : first;
    }

    /** Tensors that differ in the number of their layer only are one line. */
    static void append(StringBuilder out, String title, List<Tensor> tensors) {
        Map<List<String>, Integer> kinds = new LinkedHashMap<>();
        for (Tensor tensor : tensors) {
            String name = tensor.name().replaceAll("\\d+", "*");
            kinds.merge(List.of(name, tensor.type(), "[" + String.join(", ", tensor.dims()) + "]"), 1, Integer::sum);
        }
        TextTable table = new TextTable("lllr");
        kinds.forEach(
                (kind, count) -> table.row(kind.get(0), kind.get(1), kind.get(2), count == 1 ? "" : "x " + count));
        out.append("  ").append(title).append('\n');
        table.appendTo(out, "    ");
    }
}
