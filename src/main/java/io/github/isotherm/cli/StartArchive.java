package io.github.isotherm.cli;

import io.github.isotherm.files.CacheFolder;
import io.github.isotherm.files.FolderLock;
import io.github.isotherm.files.UnfinishedFolder;
import io.github.isotherm.files.WholeFile;
import java.io.File;
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
 * is the one that this runs on. In {@code start/} below isotherm's cache there is one for each Java, named {@code
 * PLACE-STATE.jsa} by the launcher; a JVM looks by itself whether it fits.
 */
final class StartArchive {
    private static final String FOLDER = "start";
    private static final String SUFFIX = ".jsa";

    /** A Java whose path has its version leaves one behind with each. */
    private static final int MOST = 4;

    private static final long MOST_SECONDS = 120;

    private final Path folder;
    private final Path archive;

    private StartArchive(Path folder, String name) {
        this.folder = folder;
        archive = folder.resolve(name);
    }

    /**
     * Makes it unless somebody else does. Says nothing: without it a command only starts later.
     *
     * @param args the archive's name
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        StartArchive start =
                new StartArchive(CacheFolder.locate().resolve(FOLDER), args[0]);
        boolean made = Boolean.TRUE.equals(FolderLock.trying(start.folder, start::make));
        System.exit(made ? 0 : 1);
    }

    /** An empty one stands for it meanwhile, and for good where this JVM makes none. */
    private boolean make() throws IOException, InterruptedException {
        if (Files.exists(archive)) {
            return true;
        }
        Thread interrupted = new Thread(this::removeIfEmpty);
        Runtime.getRuntime().addShutdownHook(interrupted);
        WholeFile.inCache(archive).write(new byte[0]);
        boolean made = rehearse();
        Runtime.getRuntime().removeShutdownHook(interrupted);
        removeOthers();
        return made;
    }

    private void removeIfEmpty() {
        if (archive.toFile().length() == 0) {
            archive.toFile().delete();
        }
    }

    private boolean rehearse() throws IOException, InterruptedException {
        try (UnfinishedFolder unfinished = UnfinishedFolder.in(folder)) {
            File written = unfinished.path().resolve("classes" + SUFFIX).toFile();
            Process process = new ProcessBuilder(command(written, unfinished.path()))
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            boolean ended = process.waitFor(MOST_SECONDS, TimeUnit.SECONDS);
            process.destroyForcibly().waitFor();
            // A JVM writes it for nobody to write to.
            boolean made = ended && process.exitValue() == 0 && written.length() > 0 && written.setWritable(true);
            if (made) {
                WholeFile.inCache(archive).take(written.toPath());
            }
            return made;
        }
    }

    private static List<String> command(File written, Path folder) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:ArchiveClassesAtExit=" + written,
                "-Xlog:disable",
                "-XX:ErrorFile=" + folder.resolve("error"),
                "-XX:-CreateCoredumpOnCrash",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                Rehearsal.class.getName());
    }

    /** Those of the same Java for other jars, or for what it was; and the oldest, where there are too many. */
    private void removeOthers() throws IOException {
        String name = String.valueOf(archive.getFileName());
        String place = name.substring(0, name.indexOf('-') + 1);
        List<Path> others = new ArrayList<>();
        for (Path one : archives()) {
            if (one.equals(archive)) {
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
