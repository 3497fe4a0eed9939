package io.github.isotherm.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.files.Contained;
import io.github.isotherm.files.DamagedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Finds the chat templates of a folder, in every place that transformers has kept them, with its precedence: template files
 * displace what configurations say, {@code chat_template.json} what {@code tokenizer_config.json} says.
 *
 * @param sources name to source; the model's main template is called "default"
 * @param faults name to what is wrong with a file that is no text; its source is empty
 */
record ChatTemplates(Map<String, String> sources, Map<String, String> faults) {
    static final String DEFAULT = "default";
    private static final String OLD = "chat_template.json";
    private static final String SUFFIX = ".jinja";

    ChatTemplates {
        sources = Collections.unmodifiableMap(sources);
        faults = Map.copyOf(faults);
    }

    static ChatTemplates from(Contained folder, JsonFile tokenizerConfig) {
        ChatTemplates files = files(folder);
        if (!files.sources.isEmpty()) {
            return files;
        }
        ChatTemplates old = old(folder);
        return old.sources.isEmpty()
                ? new ChatTemplates(configured(tokenizerConfig.at("chat_template")), Map.of())
                : old;
    }

    /** Of processors before they had template files; one that cannot be read blocks nothing but chats. */
    private static ChatTemplates old(Contained folder) {
        folder.inside(folder.folder().resolve(OLD));
        try {
            return new ChatTemplates(configured(JsonFile.read(folder, OLD).at("chat_template")), Map.of());
        } catch (ModelException e) {
            return new ChatTemplates(Map.of(DEFAULT, ""), Map.of(DEFAULT, String.valueOf(e.getMessage())));
        }
    }

    private static ChatTemplates files(Contained folder) {
        Map<String, String> sources = new LinkedHashMap<>();
        Map<String, String> faults = new LinkedHashMap<>();
        places(folder.folder()).forEach((name, file) -> {
            try {
                sources.put(name, Files.readString(folder.inside(file)));
            } catch (IOException e) {
                sources.put(name, "");
                faults.put(name, file + " cannot be read as UTF-8 text; " + DamagedFile.wayOut(file) + ".");
            }
        });
        return new ChatTemplates(sources, faults);
    }

    private static Map<String, Path> places(Path folder) {
        Map<String, Path> files = new LinkedHashMap<>();
        Path additional = folder.resolve("additional_chat_templates");
        if (Files.isDirectory(additional)) {
            addFiles(files, additional);
        }
        Path main = folder.resolve("chat_template" + SUFFIX);
        if (Files.isRegularFile(main)) {
            files.putIfAbsent(DEFAULT, main);
        }
        return files;
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

    private static void addFiles(Map<String, Path> files, Path directory) {
        try (Stream<Path> listed = Files.list(directory)) {
            listed.filter(file -> name(file).endsWith(SUFFIX)).sorted().forEach(file -> {
                String name = name(file);
                files.put(name.substring(0, name.length() - SUFFIX.length()), file);
            });
        } catch (IOException e) {
            throw JsonFile.unreadable(directory, e);
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
