package io.github.isotherm.files;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The folders that Linux's loader looks for libraries in, read from its settings: {@code ldconfig -p} tells the same. */
final class LoaderPath {
    private static final String INCLUDE = "include ";
    private static final int DEPTH = 4;

    private final Path root;
    private final Set<Path> folders = new LinkedHashSet<>();

    private LoaderPath(Path root) {
        this.root = root;
    }

    /**
     * Those that exist.
     *
     * @param root the folder that {@code etc} and {@code lib} are in
     * @param architecture as {@code os.arch} has it
     * @return paths with {@link File#pathSeparator} between them
     */
    static String of(Path root, String architecture) {
        LoaderPath path = new LoaderPath(root);
        String processor = architecture.equals("amd64") ? "x86_64" : architecture;
        for (String base : List.of("lib/" + processor + "-linux-gnu", "lib64", "lib")) {
            path.folders.add(root.resolve("usr").resolve(base));
            path.folders.add(root.resolve(base));
        }
        path.read(root.resolve("etc").resolve("ld.so.conf"), 0);
        return path.folders.stream()
                .filter(Files::isDirectory)
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private void read(Path settings, int depth) {
        if (depth > DEPTH || !Files.isRegularFile(settings)) {
            return;
        }
        try {
            for (String line : Files.readAllLines(settings, StandardCharsets.ISO_8859_1)) {
                String text = line.replaceFirst("#.*", "").strip();
                if (text.startsWith(INCLUDE)) {
                    included(text.substring(INCLUDE.length()).strip()).forEach(file -> read(file, depth + 1));
                } else if (text.startsWith("/")) {
                    folders.add(root.resolve(text.substring(1)));
                }
            }
        } catch (IOException | UncheckedIOException | InvalidPathException e) {
            return; // the usual folders are left
        }
    }

    private List<Path> included(String pattern) throws IOException {
        Path etc = root.resolve("etc");
        Path named = pattern.startsWith("/") ? root.resolve(pattern.substring(1)) : etc.resolve(pattern);
        List<Path> files = new ArrayList<>();
        Path folder = named.getParent();
        if (folder != null && Files.isDirectory(folder)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, String.valueOf(named.getFileName()))) {
                found.forEach(files::add);
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
        }
        files.sort(null);
        return files;
    }
}
