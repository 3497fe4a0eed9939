package io.github.isotherm.files;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A folder that follows from the system's conventions. */
record UsualPlace(Path folder) implements Place {
    /** A user without a home has one named {@code ?}, which would be made in the working folder. */
    @Override
    public @Nullable String refusal() {
        return folder.isAbsolute() ? Place.unwritable(folder) : "not an absolute path: this user has no home folder";
    }
}
