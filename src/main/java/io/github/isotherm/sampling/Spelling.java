package io.github.isotherm.sampling;

/** The two spellings of a processor's or parameter's name: {@code top_k} in JSON, {@code top-k} on the command line. */
public final class Spelling {
    private Spelling() {}

    /**
     * The spelling of JSON.
     *
     * @param name in either spelling
     * @return with underscores
     */
    public static String snake(String name) {
        return name.replace('-', '_');
    }

    /**
     * The spelling of the command line.
     *
     * @param name in either spelling
     * @return with hyphens
     */
    public static String kebab(String name) {
        return name.replace('_', '-');
    }
}
