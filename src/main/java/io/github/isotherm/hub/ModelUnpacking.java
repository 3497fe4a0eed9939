package io.github.isotherm.hub;

import io.github.isotherm.error.UnwrittenFileException;
import io.github.isotherm.files.FileSum;
import io.github.isotherm.files.FolderLock;
import io.github.isotherm.files.Inventory;
import io.github.isotherm.files.UnfinishedFolder;
import io.github.isotherm.files.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Unpacks a model out of a jar: once, by one process at a time, and in place only when it is whole.
 *
 * @param jar holds the model
 * @param prefix what the names of the model's files begin with
 * @param home where to; another model has another place in it
 */
record ModelUnpacking(JarFile jar, String prefix, Path home) {
    /** The unpacked model, in a folder of this name, as it is in the jar: what was damaged is unpacked anew. */
    Path folder(String name) throws IOException {
        Path place = home.resolve(version());
        Path folder = place.resolve(name);
        Inventory inventory = Inventory.of(folder);
        if (isWhole(folder, inventory)) {
            inventory.saveIfPossible();
        } else {
            FolderLock.waiting(place, () -> unpackLocked(place, folder));
        }
        return folder;
    }

    /** Another process may have done it meanwhile. */
    private Path unpackLocked(Path place, Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            mend(folder);
            return folder;
        }
        try (UnfinishedFolder unfinished = UnfinishedFolder.in(place)) {
            mend(unfinished.path());
            unfinished.moveTo(folder);
        }
        return folder;
    }

    /** Files that are in use stay as they are for who uses them. */
    private void mend(Path folder) throws IOException {
        Inventory inventory = Inventory.of(folder);
        for (Path stray : strays(folder)) {
            delete(stray);
        }
        for (JarEntry entry : entries()) {
            if (!inventory.holds(name(entry), sum(entry))) {
                Path file = folder.resolve(name(entry)).normalize();
                if (!file.startsWith(folder)) {
                    throw new IOException("the jar names a file " + entry.getName());
                }
                try (InputStream in = jar.getInputStream(entry)) {
                    WholeFile.inCache(file).write(in, entry.getSize());
                }
                inventory.add(name(entry), sum(entry));
            }
        }
        inventory.retain(entries().stream().map(this::name).toList());
        inventory.save();
    }

    private static void delete(Path stray) throws UnwrittenFileException {
        try {
            Files.delete(stray);
        } catch (IOException e) {
            throw UnwrittenFileException.of(stray, e);
        }
    }

    private boolean isWhole(Path folder, Inventory inventory) throws IOException {
        return Files.isDirectory(folder)
                && entries().stream().allMatch(entry -> inventory.holds(name(entry), sum(entry)))
                && strays(folder).isEmpty();
    }

    /** What the jar does not have: a file more, such as a template, can change what the model says. */
    private List<Path> strays(Path folder) throws IOException {
        Set<Path> own =
                entries().stream().map(entry -> folder.resolve(name(entry))).collect(Collectors.toSet());
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(file -> !own.contains(file) && !Inventory.isOwn(file))
                    .toList();
        }
    }

    private String name(JarEntry entry) {
        return entry.getName().substring(prefix.length());
    }

    private static FileSum sum(JarEntry entry) {
        return new FileSum(entry.getSize(), entry.getCrc());
    }

    private List<JarEntry> entries() {
        return jar.stream()
                .filter(entry -> !entry.isDirectory() && entry.getName().startsWith(prefix))
                .sorted(Comparator.comparing(JarEntry::getName))
                .toList();
    }

    /** Another content has another checksum; jars have those of their files ready. */
    private String version() {
        CRC32 sum = new CRC32();
        for (JarEntry entry : entries()) {
            String line = name(entry) + ' ' + entry.getCrc() + '\n';
            sum.update(line.getBytes(StandardCharsets.UTF_8));
        }
        return Long.toHexString(sum.getValue());
    }
}
