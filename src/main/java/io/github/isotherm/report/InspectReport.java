package io.github.isotherm.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.isotherm.ModelInspection;
import io.github.isotherm.generate.ModelDescription;
import io.github.isotherm.generate.ModelDescription.Tensor;
import io.github.isotherm.hub.ModelFolder;
import java.util.List;
import java.util.TreeMap;

/**
 * What a model folder holds.
 *
 * @param inspection all that is known of it
 */
public record InspectReport(ModelInspection inspection) {
    /**
     * One JSON object: {@code name, path, graph, exporter, layout, vocabulary_size, context_length, eos_token_ids,
     * prompt_begins[], prompt_ends[], ends[] {id, text, files[]}, tokenizer, chat_template, bos_token_id, chat_templates[], defaults {chain, max_new_tokens, max_length, stop_strings},
     * configuration[] {name, value, file, use, meaning}, states, one_token_a_step, running, activations, operators, quantisation[], weight_files[], inputs[],
     * outputs[], hints[], attention_layers, attention_windows[] {tokens, layers}, warnings[]}.
     *
     * @return one line
     */
    public String json() {
        ModelFolder folder = inspection.folder();
        ModelDescription graph = inspection.graph();
        ObjectNode root = JsonNodes.object();
        root.put("name", folder.name());
        root.put("path", folder.path().toString());
        root.put("graph", graph.file().toString());
        root.put("exporter", exporter());
        root.put("layout", graph.layout());
        root.put("vocabulary_size", inspection.vocabularySize());
        if (inspection.contextLength() == Integer.MAX_VALUE) {
            root.putNull("context_length");
        } else {
            root.put("context_length", inspection.contextLength());
        }
        root.set("eos_token_ids", JsonNodes.ints(folder.eosTokenIds()));
        InspectedEnds.add(root, inspection);
        root.put("tokenizer", folder.hasTokenizer());
        root.put("chat_template", folder.chatTemplate().isPresent());
        InspectedConfiguration.add(root, inspection);
        addGraph(root, graph);
        InspectedWindows.add(root, inspection.attentionWindows());
        ArrayNode warnings = root.putArray("warnings");
        inspection.warnings().forEach(warnings::add);
        return JsonLine.of(root);
    }

    private static void addGraph(ObjectNode root, ModelDescription graph) {
        ObjectNode states = root.putObject("states");
        new TreeMap<>(graph.states()).forEach(states::put);
        root.put("one_token_a_step", graph.stepwise());
        root.put("running", graph.running());
        root.put("activations", graph.activations());
        ObjectNode operators = root.putObject("operators");
        new TreeMap<>(graph.operators()).forEach(operators::put);
        ArrayNode quantisation = root.putArray("quantisation");
        graph.quantisation()
                .forEach(kind -> quantisation
                        .addObject()
                        .put("operator", kind.operator())
                        .put("bits", kind.bits())
                        .put("block", kind.block())
                        .put("accuracy_level", kind.accuracyLevel())
                        .put("nodes", kind.nodes()));
        ArrayNode files = root.putArray("weight_files");
        graph.weightFiles()
                .forEach((file, bytes) ->
                        files.addObject().put("path", file.toString()).put("bytes", bytes));
        addTensors(root.putArray("inputs"), graph.inputs());
        addTensors(root.putArray("outputs"), graph.outputs());
        ArrayNode hints = root.putArray("hints");
        graph.hints().forEach(hints::add);
    }

    private static void addTensors(ArrayNode array, List<Tensor> tensors) {
        for (Tensor tensor : tensors) {
            ArrayNode dims = array.addObject()
                    .put("name", tensor.name())
                    .put("type", tensor.type())
                    .putArray("dims");
            tensor.dims().forEach(dims::add);
        }
    }

    private String exporter() {
        return inspection.folder().genaiLayout().isPresent() ? "onnxruntime-genai" : "optimum or other";
    }

    /**
     * The same for people.
     *
     * @return lines
     */
    public String text() {
        ModelFolder folder = inspection.folder();
        ModelDescription graph = inspection.graph();
        StringBuilder out = new StringBuilder(folder.name()).append('\n');
        TextTable facts = new TextTable("ll");
        facts.row("folder", folder.path().toString());
        facts.row("graph", file(graph.file(), graph.file().toFile().length()));
        graph.weightFiles().forEach((file, bytes) -> facts.row("weights", file(file, bytes)));
        facts.row("layout", graph.layout() + " (" + exporter() + " configuration)");
        facts.row("vocabulary", inspection.vocabularySize() + " tokens" + context());
        facts.row("text", text(folder));
        InspectedConfiguration.append(facts, inspection);
        facts.row("cache", InspectedGraph.cache(graph));
        InspectedWindows.append(facts, inspection.attentionWindows());
        facts.row("running", graph.running());
        facts.row("activations", graph.activations());
        graph.quantisation().forEach(kind -> facts.row("quantised", InspectedGraph.quantisation(kind)));
        facts.row("operators", InspectedGraph.operators(graph.operators()));
        facts.appendTo(out, "  ");
        InspectedGraph.append(out, "inputs", graph.inputs());
        InspectedGraph.append(out, "outputs", graph.outputs());
        InspectedConfiguration.append(out, inspection);
        inspection
                .warnings()
                .forEach(warning -> out.append("  warning: ").append(warning).append('\n'));
        graph.hints().forEach(hint -> out.append("  hint: ").append(hint).append('\n'));
        return out.toString();
    }

    private String file(java.nio.file.Path file, long bytes) {
        java.nio.file.Path folder = inspection.folder().path();
        return (file.startsWith(folder) ? folder.relativize(file) : file) + ", " + Bytes.text(bytes);
    }

    private String context() {
        int length = inspection.contextLength();
        return length == Integer.MAX_VALUE ? ", context length not said" : ", context of " + length;
    }

    private String text(ModelFolder folder) {
        return (folder.hasTokenizer() ? "tokenizer.json" : "no tokenizer")
                + (folder.chatTemplates().isEmpty() ? ", no chat template" : ", chat template" + named(folder))
                + InspectedEnds.frame(inspection)
                + ", a text ends with " + InspectedEnds.text(folder);
    }

    /** One template needs no name. */
    private static String named(ModelFolder folder) {
        boolean one =
                folder.chatTemplates().size() == 1 && folder.chatTemplate().isPresent();
        return one ? "" : "s " + String.join(" and ", folder.chatTemplates().keySet());
    }
}
