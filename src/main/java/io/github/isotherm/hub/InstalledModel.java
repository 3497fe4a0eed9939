package io.github.isotherm.hub;

import java.nio.file.Path;

/**
 * A model on this computer.
 *
 * @param name what {@code --model} takes: an id {@code ORG/NAME}, or the bundled model's name
 * @param source where it is: "bundled", "isotherm", "hugging face"
 * @param path its folder
 * @param bytes all files together
 */
public record InstalledModel(String name, String source, Path path, long bytes) {}
