package io.github.isotherm.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.isotherm.CompletionLimits;
import io.github.isotherm.ConfigurationUse;
import io.github.isotherm.ConfigurationUse.Kind;
import io.github.isotherm.ModelInspection;
import io.github.isotherm.sampling.ProcessorChain;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How a model generates where nothing is asked for, and what becomes of each field that says so. */
final class InspectedConfiguration {
    private static final int SHOWN = 60;

    private InspectedConfiguration() {}

    static void add(ObjectNode root, ModelInspection inspection) {
        inspection
                .folder()
                .bosTokenId()
                .ifPresentOrElse(id -> root.put("bos_token_id", id), () -> root.putNull("bos_token_id"));
        ArrayNode templates = root.putArray("chat_templates");
        inspection.folder().chatTemplates().keySet().forEach(templates::add);
        addDefaults(root.putObject("defaults"), inspection);
        ArrayNode fields = root.putArray("configuration");
        for (ConfigurationUse use : inspection.configuration()) {
            fields.addObject()
                    .put("name", use.name())
                    .put("value", use.field().text())
                    .put("file", file(use))
                    .put("use", use.kind().name().toLowerCase(Locale.ROOT))
                    .put("meaning", use.meaning());
        }
    }

    private static void addDefaults(ObjectNode defaults, ModelInspection inspection) {
        CompletionLimits limits = inspection.limits();
        defaults.put("chain", inspection.defaults().toString());
        limits.maxNewTokens().ifPresent(most -> defaults.put("max_new_tokens", most));
        limits.maxLength().ifPresent(most -> defaults.put("max_length", most));
        ArrayNode stops = defaults.putArray("stop_strings");
        limits.stopStrings().forEach(stops::add);
    }

    static void append(TextTable facts, ModelInspection inspection) {
        facts.row("defaults", defaults(inspection.defaults()) + limits(inspection.limits()));
    }

    private static String defaults(ProcessorChain chain) {
        return chain.steps().isEmpty() ? "temperature=1, the whole vocabulary" : chain.toString();
    }

    private static String limits(CompletionLimits limits) {
        List<String> said = new ArrayList<>();
        limits.maxNewTokens().ifPresent(most -> said.add("at most " + most + " new tokens"));
        limits.maxLength().ifPresent(most -> said.add("at most " + most + " tokens with the prompt"));
        limits.stopStrings().forEach(stop -> said.add("stops at " + QuotedText.of(stop)));
        return said.isEmpty() ? "" : "; " + String.join(", ", said);
    }

    static void append(StringBuilder out, ModelInspection inspection) {
        for (Kind kind : Kind.values()) {
            append(out, kind, inspection.configuration());
        }
    }

    private static void append(StringBuilder out, Kind kind, List<ConfigurationUse> all) {
        List<ConfigurationUse> uses =
                all.stream().filter(use -> use.kind() == kind).toList();
        if (uses.isEmpty()) {
            return;
        }
        TextTable table = new TextTable("llll");
        alike(uses)
                .forEach(group -> table.row(
                        name(group),
                        TerminalText.cut(value(group), SHOWN),
                        file(group.get(0)),
                        group.get(0).meaning()));
        out.append("  ").append(title(kind)).append('\n');
        table.appendTo(out, "    ");
    }

    /** Fields of one section of which the same is to be said are one row. */
    private static Collection<List<ConfigurationUse>> alike(List<ConfigurationUse> uses) {
        Map<List<String>, List<ConfigurationUse>> groups = new LinkedHashMap<>();
        for (ConfigurationUse use : uses) {
            String alone = section(use).isEmpty() ? use.name() : "";
            groups.computeIfAbsent(List.of(alone, section(use), file(use), use.meaning()), none -> new ArrayList<>())
                    .add(use);
        }
        return groups.values();
    }

    private static String name(List<ConfigurationUse> group) {
        return shown(group.size() == 1 ? group.get(0).name() : section(group.get(0)) + "*");
    }

    private static String value(List<ConfigurationUse> group) {
        return group.size() == 1
                ? group.get(0).field().text()
                : group.stream()
                        .map(use -> shown(use.name().substring(section(use).length())) + " "
                                + use.field().text())
                        .collect(Collectors.joining(", "));
    }

    /** What a path begins with, its last dot included; empty for a name. */
    private static String section(ConfigurationUse use) {
        return use.name().substring(0, use.name().lastIndexOf('.') + 1);
    }

    private static String title(Kind kind) {
        return switch (kind) {
            case USED -> "configuration, used";
            case UNUSED -> "configuration, known and not used";
            case UNKNOWN -> "configuration, unknown";
        };
    }

    /** As it is, unless a terminal would obey it. */
    private static String shown(String name) {
        return name.chars().anyMatch(Character::isISOControl) ? QuotedText.of(name) : name;
    }

    private static String file(ConfigurationUse use) {
        return String.valueOf(use.field().file().getFileName());
    }
}
