package io.github.isotherm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No document of this repository points to nowhere in it. */
class DocumentLinksTest {
    private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```$");
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)\\s#]*)(?:#([^)\\s]+))?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

    static List<Path> documents() throws IOException {
        try (Stream<Path> pages = Files.walk(Path.of("src", "site", "markdown"))) {
            return Stream.concat(Stream.of(Path.of("README.md"), Path.of("models", "README.md")), pages)
                    .filter(page -> page.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    private static String text(Path document) throws IOException {
        return CODE.matcher(Files.readString(document).replace("\r\n", "\n")).replaceAll("");
    }

    /** Whether there is such a file, and such a heading in it. */
    private static boolean leads(Path document, String file, String anchor) throws IOException {
        Path target = file.isEmpty() ? document : document.resolveSibling(file).normalize();
        return Files.exists(target) && (anchor.isEmpty() || anchors(target).contains(anchor));
    }

    /** As GitHub makes them of headings. */
    private static List<String> anchors(Path document) throws IOException {
        return HEADING.matcher(text(document))
                .results()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
                .map(heading ->
                        heading.replaceAll("[^\\p{L}\\p{N}_ -]", "").strip().replace(' ', '-'))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyLinkLeadsSomewhere(Path document) throws IOException {
        for (List<String> link : LINK.matcher(text(document))
                .results()
                .map(found -> List.of(found.group(1), found.group(2) == null ? "" : found.group(2)))
                .toList()) {
            assertThat(leads(document, link.get(0), link.get(1)))
                    .as(document + " links to " + String.join("#", link))
                    .isTrue();
        }
    }

    @Test
    void aDeadLinkIsSeen() throws IOException {
        Path page = Path.of("src", "site", "markdown", "langchain4j.md");
        assertThat(leads(page, "containers.md", "")).isTrue();
        assertThat(leads(page, "none.md", "")).isFalse();
        assertThat(leads(page, "", "typed-answers")).isTrue();
        assertThat(leads(page, "", "none")).isFalse();
    }
}
