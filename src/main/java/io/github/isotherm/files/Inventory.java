package io.github.isotherm.files;

import io.github.isotherm.error.UnwrittenFileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What isotherm has written into a folder of its cache, and so whether it is whole: a file is there with the length and the
 * checksum it was written with. A file is read for its checksum once; from then on it counts as whole as long as its length
 * and the times that the system keeps of it stay the same. Where they are others, as after a copy of the whole cache, it is
 * read again. Not thread-safe; several processes may look at once.
 */
public final class Inventory {
    /** Beside the files. */
    static final String NAME = ".written";

    private static final int FIELDS = 5;
    private static final int MOST_BYTES = 1 << 20;

    private final Path folder;
    private final Map<String, Entry> entries = new TreeMap<>();
    private boolean changed;

    /** How a file was when it was known to be whole. */
    private record Entry(FileSum sum, FileStamp stamp) {
        /** What a record's own {@code equals} says, which takes ten milliseconds to make at every start. */
        boolean isSame(@Nullable Entry other) {
            return other != null
                    && sum.bytes() == other.sum.bytes()
                    && sum.crc() == other.sum.crc()
                    && stamp.modified() == other.stamp.modified()
                    && stamp.changed() == other.stamp.changed();
        }
    }

    private Inventory(Path folder) {
        this.folder = folder;
    }

    /**
     * What is recorded of a folder. A record that is missing or damaged says nothing.
     *
     * @param folder need not exist
     * @return the inventory as it is now
     */
    public static Inventory of(Path folder) {
        Inventory inventory = new Inventory(folder);
        try {
            Path file = folder.resolve(NAME);
            if (Files.isRegularFile(file) && Files.size(file) <= MOST_BYTES) {
                Files.readAllLines(file).forEach(inventory::read);
            }
        } catch (IOException | UncheckedIOException e) {
            inventory.entries.clear();
        }
        return inventory;
    }

    /**
     * Whether a file is a record of this kind, or one that is being written.
     *
     * @param file a path
     * @return true by its name alone
     */
    public static boolean isOwn(Path file) {
        return file.endsWith(NAME) || Unfinished.isName(file);
    }

    private void read(String line) {
        String[] fields = line.split(" ", FIELDS);
        if (fields.length == FIELDS) {
            try {
                FileSum sum = new FileSum(Long.parseLong(fields[0]), Long.parseLong(fields[1], 16));
                FileStamp stamp = new FileStamp(Long.parseLong(fields[2]), Long.parseLong(fields[3]));
                entries.put(fields[4], new Entry(sum, stamp));
            } catch (NumberFormatException e) {
                entries.remove(fields[4]);
            }
        }
    }

    /**
     * Whether a file is as it was written.
     *
     * @param name its path below the folder, with {@code /}
     * @return false also where nothing is recorded of it
     */
    public boolean holds(String name) {
        Entry entry = entries.get(name);
        return entry != null && holds(name, entry.sum());
    }

    /**
     * Whether a file is what it must be.
     *
     * @param name its path below the folder, with {@code /}
     * @param expected what it must have, known from elsewhere
     * @return false also where it is missing or cannot be read
     */
    public boolean holds(String name, FileSum expected) {
        Path file = folder.resolve(name);
        try {
            if (!Files.isRegularFile(file) || Files.size(file) != expected.bytes()) {
                return false;
            }
            FileStamp stamp = FileStamp.of(file);
            Entry known = new Entry(expected, stamp);
            if (known.isSame(entries.get(name))) {
                return true;
            }
            boolean whole = FileSum.of(file).equals(expected);
            if (whole) {
                remember(name, known);
            }
            return whole;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Records a file that was just written.
     *
     * @param name its path below the folder, with {@code /}
     * @param sum what was written
     * @throws IOException when the file cannot be looked at
     */
    public void add(String name, FileSum sum) throws IOException {
        remember(name, new Entry(sum, FileStamp.of(folder.resolve(name))));
    }

    /**
     * Forgets all files but some.
     *
     * @param names paths below the folder
     */
    public void retain(List<String> names) {
        changed |= entries.keySet().retainAll(names);
    }

    private void remember(String name, Entry entry) {
        changed |= !entry.isSame(entries.put(name, entry));
    }

    /**
     * Writes the record, where it has changed: from then on the files need not be read again.
     *
     * @throws UnwrittenFileException when it cannot be written
     */
    public void save() throws UnwrittenFileException {
        if (changed) {
            settle();
            WholeFile.inCache(folder.resolve(NAME)).write(text());
            changed = false;
        }
    }

    /** The same for who only reads: in a cache that is read-only the files are read for their checksums each time. */
    public void saveIfPossible() {
        try {
            if (changed && Files.isWritable(folder)) {
                save();
            }
        } catch (UnwrittenFileException e) {
            return; // nothing but time is lost
        }
    }

    /** A stamp that the next change may get too says nothing: a file as young as that is waited for. */
    private void settle() {
        long longest = 0;
        for (Entry entry : entries.values()) {
            longest = Math.max(longest, entry.stamp().youngForNanos());
        }
        try {
            TimeUnit.NANOSECONDS.sleep(longest);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String text() {
        return entries.entrySet().stream()
                .map(one -> line(one.getKey(), one.getValue()))
                .collect(Collectors.joining());
    }

    private static String line(String name, Entry entry) {
        return entry.sum().bytes() + " " + Long.toHexString(entry.sum().crc()) + " "
                + entry.stamp().modified() + " " + entry.stamp().changed() + " " + name + "\n";
    }
}
