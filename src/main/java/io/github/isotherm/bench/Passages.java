package io.github.isotherm.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Texts to compare a model's numerics over: prose in four languages, code and a chat. */
public final class Passages {
    private static final List<String> NAMES = List.of(
            "prose-1.txt",
            "prose-2.txt",
            "german.txt",
            "french.txt",
            "spanish.txt",
            "code-java.txt",
            "code-python.txt",
            "chat.txt");

    private Passages() {}

    /**
     * The texts.
     *
     * @return each as a whole
     */
    public static List<String> all() {
        return NAMES.stream().map(Passages::text).toList();
    }

    private static String text(String name) {
        try (InputStream in = Passages.class.getResourceAsStream("passages/" + name)) {
            if (in == null) {
                throw new IllegalStateException("passages/" + name + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
