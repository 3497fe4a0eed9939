package io.github.isotherm.cli;

import io.github.isotherm.error.InvalidValueException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file whose text is the value of an option, such as a schema. */
final class TextFile {
    private TextFile() {}

    /** All of its text. */
    static String read(String name) {
        try {
            return Files.readString(Path.of(name));
        } catch (CharacterCodingException e) {
            throw new InvalidValueException("The file " + name + " is not UTF-8; save it as that.");
        } catch (IOException e) {
            throw new InvalidValueException(
                    "The file " + name + " cannot be read; name an existing file, or write the value itself.");
        }
    }
}
