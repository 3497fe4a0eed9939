package io.github.isotherm.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * What changes with every write to a file, without reading it.
 *
 * @param modified when its content was written, in nanoseconds since 1970
 * @param changed when the system last noted a change of any kind, which nobody can set; where it notes none, as modified
 */
record FileStamp(long modified, long changed) {
    private static final long NANOS = 1_000_000_000L;

    /** Within this time of its last change another one may get the same stamp: clocks of file systems are coarse. */
    private static final long YOUNG_NANOS = 50_000_000L;

    static FileStamp of(Path file) throws IOException {
        try {
            Map<String, Object> times = Files.readAttributes(file, "unix:lastModifiedTime,ctime");
            return new FileStamp(nanos(times, "lastModifiedTime"), nanos(times, "ctime"));
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            long modified =
                    nanos(Files.readAttributes(file, BasicFileAttributes.class).lastModifiedTime());
            return new FileStamp(modified, modified);
        }
    }

    /** How long it takes until a change is sure to give another stamp; 0 when it is. */
    long youngForNanos() {
        long age = nanos(FileTime.from(Instant.now())) - Math.max(modified, changed);
        return age < 0 || age >= YOUNG_NANOS ? 0 : YOUNG_NANOS - age;
    }

    private static long nanos(Map<String, Object> times, String name) {
        return nanos((FileTime) Objects.requireNonNull(times.get(name)));
    }

    private static long nanos(FileTime time) {
        Instant instant = time.toInstant();
        return instant.getEpochSecond() * NANOS + instant.getNano();
    }
}
