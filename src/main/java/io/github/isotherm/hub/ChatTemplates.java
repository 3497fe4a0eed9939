package io.github.isotherm.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.isotherm.error.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Finds the chat templates of a folder, in every place that transformers has kept them, with its precedence: template files
 * displace what configurations say, {@code chat_template.json} what {@code tokenizer_config.json} says.
 */
final class ChatTemplates {
    static final String DEFAULT = "default";
    private static final String SUFFIX = ".jinja";

    private ChatTemplates() {}

    /** Name to source; the model's main template is called "default". */
    static Map<String, String> from(Path folder, JsonFile tokenizerConfig) {
        Map<String, String> files = files(folder);
        if (!files.isEmpty()) {
            return files;
        }
        Map<String, String> old =
                configured(JsonFile.read(folder.resolve("chat_template.json")).at("chat_template"));
        return old.isEmpty() ? configured(tokenizerConfig.at("chat_template")) : old;
    }

    private static Map<String, String> files(Path folder) {
        Map<String, String> templates = new LinkedHashMap<>();
        Path additional = folder.resolve("additional_chat_templates");
        if (Files.isDirectory(additional)) {
            addFiles(templates, additional);
        }
        Path main = folder.resolve("chat_template" + SUFFIX);
        if (Files.isRegularFile(main)) {
            templates.put(DEFAULT, source(main));
        }
        return templates;
    }

    /** A text, an object of texts by name, or a list of objects with "name" and "template". */
    private static Map<String, String> configured(JsonNode value) {
        Map<String, String> templates = new LinkedHashMap<>();
        if (value.isTextual()) {
            templates.put(DEFAULT, value.textValue());
        }
        if (value.isObject()) {
            value.properties().forEach(one -> add(templates, one.getKey(), one.getValue()));
        }
        if (value.isArray()) {
            value.forEach(one -> add(templates, one.path("name").asText(DEFAULT), one.path("template")));
        }
        return templates;
    }

    private static void add(Map<String, String> templates, String name, JsonNode source) {
        if (source.isTextual()) {
            templates.put(name, source.textValue());
        }
    }

    private static void addFiles(Map<String, String> templates, Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            files.filter(file -> name(file).endsWith(SUFFIX)).sorted().forEach(file -> {
                String name = name(file);
                templates.put(name.substring(0, name.length() - SUFFIX.length()), source(file));
            });
        } catch (IOException e) {
            throw JsonFile.unreadable(directory, e);
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static String source(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new ModelException(file + " cannot be read as UTF-8 text; download the file again.", e);
        }
    }
}
