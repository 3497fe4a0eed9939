package io.github.isotherm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a native image is told to keep is there: a name that is wrong would be found by nobody else. */
class NativeImageMetadataTest {
    private static final Map<String, Class<?>> PRIMITIVES = Map.of("int", int.class, "long", long.class);

    /** Neither needs to exist: host applications may bring providers of processors, and the model is a jar of its own. */
    private static final List<String> OPTIONAL = List.of(
            "META-INF/services/io.github.isotherm.sampling.catalog.LogitsProcessorProvider",
            "smollm2-135m-instruct/**");

    private static JsonNode metadata;

    @BeforeAll
    static void read() throws IOException {
        try (InputStream in = NativeImageMetadataTest.class.getResourceAsStream(
                "/META-INF/native-image/io.github.isotherm/isotherm/reachability-metadata.json")) {
            metadata = new ObjectMapper().readTree(in);
        }
    }

    @Test
    void everyTypeAndMemberExists() {
        assertThat(metadata.get("reflection")).hasSizeGreaterThan(20);
        for (JsonNode entry : metadata.get("reflection")) {
            assertThatCode(() -> hasMembers(type(entry.get("type").asText()), entry))
                    .as(entry.toString())
                    .doesNotThrowAnyException();
        }
    }

    /** The runtime's start looks for the newest of these by their beginning. */
    @Test
    void everyVersionThatTheRuntimesStartLooksAtIsKept() throws Exception {
        List<String> kept = new ArrayList<>();
        for (JsonNode entry : metadata.get("reflection")) {
            if (entry.get("type").asText().equals("ai.onnxruntime.OnnxRuntime")) {
                entry.get("fields").forEach(field -> kept.add(field.get("name").asText()));
            }
        }
        assertThat(Arrays.stream(type("ai.onnxruntime.OnnxRuntime").getDeclaredFields())
                        .map(Field::getName)
                        .filter(name -> name.startsWith("ORT_API_VERSION_")))
                .isNotEmpty()
                .isSubsetOf(kept);
    }

    @Test
    void everyPatternOfResourcesNamesSome() throws IOException {
        List<String> names = resources();
        for (JsonNode entry : metadata.get("resources")) {
            String glob = entry.get("glob").asText();
            if (!OPTIONAL.contains(glob)) {
                PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
                assertThat(names).as(glob).anyMatch(name -> matcher.matches(Path.of(name)));
            }
        }
    }

    private static void hasMembers(Class<?> type, JsonNode entry) throws ReflectiveOperationException {
        for (JsonNode field : entry.path("fields")) {
            type.getDeclaredField(field.get("name").asText());
        }
        for (JsonNode method : entry.path("methods")) {
            List<Class<?>> parameters = new ArrayList<>();
            for (JsonNode parameter : method.get("parameterTypes")) {
                parameters.add(type(parameter.asText()));
            }
            String name = method.get("name").asText();
            Class<?>[] types = parameters.toArray(new Class<?>[0]);
            if (name.equals("<init>")) {
                type.getDeclaredConstructor(types);
            } else {
                type.getDeclaredMethod(name, types);
            }
        }
    }

    private static Class<?> type(String name) throws ClassNotFoundException {
        Class<?> primitive = PRIMITIVES.get(name);
        return primitive != null
                ? primitive
                : Class.forName(name, false, NativeImageMetadataTest.class.getClassLoader());
    }

    private static List<String> resources() throws IOException {
        List<String> names = new ArrayList<>();
        for (String part : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(part);
            if (Files.isDirectory(path)) {
                try (Stream<Path> files = Files.walk(path)) {
                    files.forEach(file -> names.add(path.relativize(file).toString()));
                }
            } else if (part.endsWith(".jar")) {
                try (ZipFile jar = new ZipFile(part)) {
                    jar.stream().map(ZipEntry::getName).forEach(names::add);
                }
            }
        }
        return names;
    }
}
