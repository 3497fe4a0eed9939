package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** What the runnable jar owes those whose work is in it. */
class RunnableJarIT {
    private static final File JAR = new File(System.getProperty("isotherm.jar", "target/isotherm.jar"));

    /** Apache-2.0, section 4d. */
    @Test
    void holdsTheNoticeOfEveryWorkInIt() throws IOException {
        TreeSet<String> works = new TreeSet<>();
        try (ZipFile runnable = new ZipFile(JAR)) {
            String notices = text(runnable, "META-INF/NOTICE") + text(runnable, "META-INF/NOTICE.txt");
            for (File file : jars()) {
                try (ZipFile work = new ZipFile(file)) {
                    if (isIn(work, runnable)) {
                        holdsNotices(work, notices, works);
                    }
                }
            }
        }
        assertThat(works)
                .hasSize(11)
                .allMatch(
                        name -> name.contains("jackson") || name.contains("commons") || name.contains("micrometer"),
                        "Jackson, Commons or Micrometer");
    }

    /** From JDK 24 on, a warning for each library without it. */
    @Test
    void mayLoadNativeLibrariesWithoutAFlag() throws IOException {
        try (ZipFile runnable = new ZipFile(JAR)) {
            assertThat(text(runnable, "META-INF/MANIFEST.MF").lines()).contains("Enable-Native-Access: ALL-UNNAMED");
        }
    }

    private static void holdsNotices(ZipFile work, String notices, TreeSet<String> works) throws IOException {
        for (ZipEntry entry : work.stream().toList()) {
            if (entry.getName().toUpperCase(Locale.ROOT).matches("(META-INF/)?NOTICE(\\.[A-Z]+)?")) {
                assertThat(notices).as(work.getName()).contains(text(work, entry.getName()));
                works.add(new File(work.getName()).getName());
            }
        }
    }

    private static List<File> jars() {
        return List.of(System.getProperty("java.class.path").split(File.pathSeparator)).stream()
                .filter(path -> path.endsWith(".jar"))
                .map(File::new)
                .toList();
    }

    private static boolean isIn(ZipFile work, ZipFile runnable) {
        return work.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.endsWith(".class") && !name.endsWith("module-info.class"))
                .findFirst()
                .filter(name -> runnable.getEntry(name) != null)
                .isPresent();
    }

    /** Without the blanks at its ends. */
    private static String text(ZipFile jar, String name) throws IOException {
        ZipEntry entry = jar.getEntry(name);
        return new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
