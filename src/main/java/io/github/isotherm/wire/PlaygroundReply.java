package io.github.isotherm.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.isotherm.LocalModel;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.error.Sentence;
import io.github.isotherm.next.Alternatives;
import io.github.isotherm.next.NextTokens;
import io.github.isotherm.next.TemperatureSweep;
import io.github.isotherm.report.JsonLine;
import io.github.isotherm.report.TraceValues;
import io.github.isotherm.sampling.Spelling;
import io.github.isotherm.sampling.Vocabulary;
import io.github.isotherm.sampling.catalog.Parameter;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import io.github.isotherm.sampling.catalog.ProcessorOrder;
import io.github.isotherm.sampling.catalog.ProcessorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What the playground's server answers, as JSON. */
public final class PlaygroundReply {
    private PlaygroundReply() {}

    /**
     * The model and the processors a chain can have.
     *
     * @param model the model
     * @param catalog the processors
     * @param here whether the page is shown on this computer, where the model's place means something
     * @return {@code model, vocabulary_size, context_length, activations, as_is, defaults, processors, orders}; each order has
     *     all names, and "custom" for those it does not name. Shown here, also {@code place}, what opens the model again, and
     *     {@code is_default}: whether that is what isotherm opens by itself
     */
    public static String model(LocalModel model, ProcessorCatalog catalog, boolean here) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("model", model.name());
        root.put("vocabulary_size", model.vocabularySize());
        root.put("context_length", model.contextLength());
        root.put("activations", model.activations().label());
        root.put("as_is", model.isAsIs());
        if (here) {
            model.place().ifPresent(place -> root.put("place", place.toString()).put("is_default", isDefault(place)));
        }
        root.put("defaults", model.defaults().chain(ProcessorOrder.DEFAULT).toString());
        root.set("processors", processors(catalog));
        ObjectNode orders = root.putObject("orders");
        for (ProcessorOrder order : ProcessorOrder.values()) {
            ArrayNode names = orders.putArray(Spelling.kebab(order.name().toLowerCase(Locale.ROOT)));
            catalog.names(order).forEach(name -> names.add(Spelling.kebab(name)));
        }
        return JsonLine.of(root);
    }

    private static boolean isDefault(Path place) {
        try {
            return Files.isSameFile(LocalModel.defaultFolder(), place);
        } catch (ModelException | IOException e) {
            return false;
        }
    }

    /** What the page knows of every processor: its row, or the name alone. */
    static ArrayNode processors(ProcessorCatalog catalog) {
        ArrayNode processors = JsonNodeFactory.instance.arrayNode();
        catalog.types().forEach(type -> describe(type, processors.addObject()));
        catalog.names().stream()
                .filter(name -> catalog.type(name).isEmpty())
                .forEach(name -> processors.addObject().put("name", Spelling.kebab(name)));
        return processors;
    }

    private static void describe(ProcessorType type, ObjectNode entry) {
        entry.put("name", Spelling.kebab(type.name())).put("meaning", type.meaning());
        type.first().ifPresent(value -> entry.put("first", value));
        type.off().ifPresent(value -> entry.put("off", value));
        ArrayNode parameters = entry.putArray("parameters");
        ObjectNode ranges = entry.putObject("ranges");
        for (Parameter parameter : type.parameters()) {
            String name = Spelling.kebab(parameter.name());
            parameters.add(name);
            if (parameter.range() != null) {
                ranges.put(name, parameter.range().symbols());
            }
        }
        if (type.constrains()) {
            entry.put("constrains", true);
        }
        if (type.takesTexts()) {
            entry.set("fields", PieceFields.of(type));
        }
    }

    /**
     * The text of every token, by id.
     *
     * @param vocabulary the texts
     * @return one JSON array of strings
     */
    public static String vocabulary(Vocabulary vocabulary) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode texts = root.putArray("texts");
        for (int id = 0; id < vocabulary.size(); id++) {
            texts.add(vocabulary.text(id));
        }
        return JsonLine.of(root);
    }

    /**
     * A prompt as the model gets it.
     *
     * @param prompt the text
     * @param removed what was taken off its end
     * @param ids its tokens, forced ones included
     * @param words the user's words
     * @param vocabulary the texts of the tokens
     * @return {@code prompt, removed, tokens, candidates}
     */
    public static String prompt(
            String prompt, String removed, int[] ids, List<TemperatureSweep.Word> words, Vocabulary vocabulary) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("prompt", prompt);
        root.put("removed", removed);
        ArrayNode tokens = root.putArray("tokens");
        for (int id : ids) {
            tokens.addObject().put("id", id).put("text", vocabulary.text(id));
        }
        ArrayNode candidates = root.putArray("candidates");
        for (TemperatureSweep.Word word : words) {
            candidates.addObject().put("text", word.text()).putPOJO("ids", word.ids());
        }
        return JsonLine.of(root);
    }

    /**
     * The distributions of {@code next} and, for each, what the page shows beside them.
     *
     * @param next the distributions
     * @return {@code temperatures: [{temperature, chain, entropy, effective, kept, nucleus, tail, top, funnel, candidates}]}
     */
    public static String next(NextTokens next) {
        return JsonLine.of(Map.of(
                "temperatures",
                next.distributions().stream().map(PlaygroundReply::shown).toList()));
    }

    private static Map<String, Object> shown(NextTokens.Distribution distribution) {
        Map<String, Object> node = TraceValues.figures(distribution);
        node.put("top", distribution.top().stream().map(PlaygroundReply::shown).toList());
        node.put("funnel", TraceValues.funnel(distribution));
        node.put(
                "candidates",
                distribution.candidates().stream().map(PlaygroundReply::shown).toList());
        return node;
    }

    private static Map<String, Object> shown(NextTokens.TopToken token) {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("id", token.id());
        node.put("probability", token.probability());
        return node;
    }

    private static Map<String, Object> shown(NextTokens.Candidate word) {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("text", word.text());
        node.put("probability", word.probability());
        node.put("share", word.share());
        return node;
    }

    /**
     * What could stand at a place of a text.
     *
     * @param alternatives the tokens
     * @return {@code temperatures, tokens: [{id, probabilities}]}, a probability a temperature
     */
    public static String alternatives(Alternatives alternatives) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.putPOJO("temperatures", alternatives.temperatures());
        ArrayNode tokens = root.putArray("tokens");
        alternatives
                .tokens()
                .forEach(token ->
                        tokens.addObject().put("id", token.id()).putPOJO("probabilities", token.probabilities()));
        return JsonLine.of(root);
    }

    /**
     * An error for the page.
     *
     * @param sentence what was wrong
     * @return {@code error, code, values}: the English sentence, and what to say it with in another language
     */
    public static String error(Sentence sentence) {
        return JsonLine.of(error(new LinkedHashMap<>(), sentence));
    }

    /**
     * What is told of an error when the answer has begun already, and with it the status that it would have had.
     *
     * @param status the HTTP status
     * @param sentence what was wrong
     * @return one JSON object: {@code status} beside what {@link #error(Sentence)} has
     */
    public static String lateError(int status, Sentence sentence) {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("status", status);
        return JsonLine.of(error(node, sentence));
    }

    static Map<String, Object> error(Map<String, Object> node, Sentence sentence) {
        node.put("error", sentence.text());
        node.put("code", sentence.code());
        node.put("values", new TreeMap<>(sentence.values()));
        return node;
    }
}
