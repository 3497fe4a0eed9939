package io.github.isotherm.cli;

import io.github.isotherm.files.CacheFolder;
import io.github.isotherm.files.FolderLock;
import io.github.isotherm.files.UnfinishedFolder;
import io.github.isotherm.files.WholeFile;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Makes the archive of classes that the launcher starts with: of those that a {@link Rehearsal} loads in a JVM of its own, which
 * is the one that this runs on. In {@code start/} below isotherm's cache there is one for each Java, {@code
 * PLACE-STATE-BYTES.jsa}: the launcher says of which Java and jar it is, and its length shows that it is whole. Whether it fits, a
 * JVM looks by itself.
 */
final class StartArchive {
    private static final String FOLDER = "start";
    private static final String SUFFIX = ".jsa";

    /** A Java whose path has its version leaves one behind with each. */
    private static final int MOST = 4;

    private static final long MOST_SECONDS = 120;

    private final Path folder;
    private final String key;

    private StartArchive(Path folder, String key) {
        this.folder = folder;
        this.key = key;
    }

    /**
     * Makes it unless somebody else does. Says nothing: without it a command only starts later.
     *
     * @param args {@code PLACE-STATE}
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        StartArchive start = new StartArchive(CacheFolder.locate().resolve(FOLDER), args[0]);
        boolean made = Boolean.TRUE.equals(FolderLock.trying(start.folder, start::make));
        System.exit(made ? 0 : 1);
    }

    private Path of(long bytes) {
        return folder.resolve(key + "-" + bytes + SUFFIX);
    }

    /** One of no bytes stands for it meanwhile, and for good where this JVM makes none; not where somebody ended this. */
    private boolean make() throws IOException, InterruptedException {
        if (isMade()) {
            return true;
        }
        Path none = of(0);
        Thread ended = new Thread(() -> none.toFile().delete());
        Runtime.getRuntime().addShutdownHook(ended);
        Path kept = none;
        try {
            WholeFile.inCache(none).write(new byte[0]);
            kept = of(rehearse());
        } finally {
            Runtime.getRuntime().removeShutdownHook(ended);
            removeOthers(kept);
        }
        return !kept.equals(none);
    }

    /** Somebody else may have made it since it was missed. */
    private boolean isMade() throws IOException {
        for (Path one : archives()) {
            if (one.equals(of(one.toFile().length()))) {
                return true;
            }
        }
        return false;
    }

    /** How long what it made is; 0 for nothing. */
    private long rehearse() throws IOException, InterruptedException {
        try (UnfinishedFolder unfinished = UnfinishedFolder.in(folder)) {
            Path written = unfinished.path().resolve("classes" + SUFFIX);
            Process process = new ProcessBuilder(command(written))
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            boolean ended = process.waitFor(MOST_SECONDS, TimeUnit.SECONDS);
            int code = process.destroyForcibly().waitFor();
            // A JVM writes it for nobody to write to.
            if (!ended || code != 0 || !written.toFile().setWritable(true)) {
                return 0;
            }
            long bytes = Files.size(written);
            WholeFile.inCache(of(bytes)).take(written);
            return bytes;
        }
    }

    private static List<String> command(Path written) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:ArchiveClassesAtExit=" + written,
                "-Xlog:disable",
                "-XX:ErrorFile=" + written.resolveSibling("error"),
                "-XX:-CreateCoredumpOnCrash",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                Rehearsal.class.getName());
    }

    /** Those of the same Java for other jars, or for what it was; and the oldest, where there are too many. */
    private void removeOthers(Path kept) throws IOException {
        String place = key.substring(0, key.indexOf('-') + 1);
        List<Path> others = new ArrayList<>();
        for (Path one : archives()) {
            if (one.equals(kept)) {
                continue;
            }
            if (String.valueOf(one.getFileName()).startsWith(place)) {
                Files.deleteIfExists(one);
            } else {
                others.add(one);
            }
        }
        others.sort(Comparator.comparingLong((Path one) -> one.toFile().lastModified())
                .reversed());
        for (Path one : others.subList(Math.min(MOST - 1, others.size()), others.size())) {
            Files.deleteIfExists(one);
        }
    }

    private List<Path> archives() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            return Stream.iterate(files.iterator(), java.util.Iterator::hasNext, one -> one)
                    .map(java.util.Iterator::next)
                    .toList();
        }
    }
}
