package io.github.isotherm.files;

import java.nio.file.Path;

/** What to do about a model's file that is not whole and that isotherm has not made, so that it cannot mend it. */
public final class DamagedFile {
    private DamagedFile() {}

    /**
     * The way out.
     *
     * @param file the file, or one that is missing
     * @return a phrase; of downloading only where the file was downloaded, into a cache of the hub's layout
     */
    public static String wayOut(Path file) {
        return Contained.isInHub(file) ? "download the model again" : "put a whole copy of the file in its place";
    }
}
