package io.github.isotherm.sampling.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.Reference;
import io.github.isotherm.sampling.StepContext;
import io.github.isotherm.sampling.Vocabulary;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The processor of the page "Write your own logits processor", compiled, packed and loaded as a user would. */
class ProviderJarTest {
    private static final Path PAGE = Path.of("src/site/markdown/write-a-processor.md");

    @TempDir
    Path folder;

    private Path jar;

    @BeforeEach
    void packTheProviderOfThePage() throws IOException {
        String page = Files.readString(PAGE, StandardCharsets.UTF_8);
        String code = page.substring(page.indexOf("```java\npackage") + 8);
        Path source = folder.resolve("NoDigits.java");
        Files.writeString(source, code.substring(0, code.indexOf("```")), StandardCharsets.UTF_8);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertThat(compiler.run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        folder.toString(),
                        source.toString()))
                .isZero();
        jar = folder.resolve("no-digits.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream packed = new JarOutputStream(file)) {
            for (String name : List.of("org/example/NoDigits.class", "org/example/NoDigits$1.class")) {
                if (Files.exists(folder.resolve(name))) {
                    add(packed, name, Files.readAllBytes(folder.resolve(name)));
                }
            }
            add(
                    packed,
                    "META-INF/services/" + LogitsProcessorProvider.class.getName(),
                    "org.example.NoDigits\n".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void add(JarOutputStream packed, String name, byte[] content) throws IOException {
        packed.putNextEntry(new JarEntry(name));
        packed.write(content);
        packed.closeEntry();
    }

    private URLClassLoader loader() throws IOException {
        URI location = jar.toUri();
        return new URLClassLoader(new URL[] {location.toURL()}, getClass().getClassLoader());
    }

    @Test
    void aNamedProcessorStandsAnywhereInAChain() throws IOException {
        try (URLClassLoader loader = loader()) {
            ProcessorCatalog catalog = ProcessorCatalog.with(loader);
            assertThat(catalog.names()).endsWith("no_digits");
            ProcessorChain chain = catalog.parse("temperature=0.5 > no-digits=2 > top-k=2");
            assertThat(chain).hasToString("temperature=0.5 > no-digits=2 > top-k=2");
            assertThat(catalog.step("no_digits", Map.of("penalty", 2)).name()).isEqualTo("no_digits");

            Candidates candidates = new Candidates(3).load(new float[] {3, 3, 1});
            StepContext context =
                    StepContext.builder().vocabulary(new Words("a", "b7", "c")).build();
            chain.process(candidates, context);
            assertThat(Reference.denseLogits(candidates)).containsExactly(6, 4, Double.NEGATIVE_INFINITY);
        }
    }

    @Test
    void withoutThePluginTheNameIsUnknown() {
        assertThatThrownBy(() -> ProcessorCatalog.standard().parse("no-digits"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("no processor \"no-digits\"");
    }

    /** A vocabulary of a few words. */
    private record Words(String... words) implements Vocabulary {
        @Override
        public int size() {
            return words.length;
        }

        @Override
        public byte[] bytes(int id) {
            return words[id].getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String text(int id) {
            return words[id];
        }

        @Override
        public boolean isSpecial(int id) {
            return false;
        }
    }
}
