package io.github.isotherm.onnx;

import ai.onnxruntime.OrtException;
import io.github.isotherm.error.CancelledException;
import io.github.isotherm.error.IsothermException;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.error.Sentence;
import io.github.isotherm.files.DamagedFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** ONNX Runtime's errors in one sentence each; while the program ends they are no faults, and what failed was cancelled. */
final class OrtErrors {
    private static final List<String> DATA =
            List.of("external data", "external initializer", "file_length", "out of bounds or can not be read in full");
    private static final int LONGEST = 200;

    private OrtErrors() {}

    /** A file that cannot be loaded. */
    static IsothermException opening(Path file, String version, GraphProto model, OrtException e) {
        return unlessEnding(refused(file, version, model, e));
    }

    private static ModelException refused(Path file, String version, GraphProto model, OrtException e) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        if (mentions(message, DATA)) {
            return new ModelException(
                    "The weights beside " + file + " (" + file.getFileName()
                            + ".data or the like) are missing or cut short; " + DamagedFile.wayOut(file) + ".",
                    e);
        }
        if (e.getCode() == OrtException.OrtErrorCode.ORT_INVALID_PROTOBUF) {
            return new ModelException(file + " is not a whole ONNX file; " + DamagedFile.wayOut(file) + ".", e);
        }
        String sentence = new RefusedGraph(file, version, model).sentence(e);
        if (sentence != null) {
            return new ModelException(sentence, e);
        }
        return new ModelException("ONNX Runtime " + version + " cannot load " + file + ": " + reason(e) + ".", e);
    }

    /** A runtime that lacks what a model, or isotherm, needs: often another library on the class path pins it. */
    static ModelException tooOld(Path file, String version, Throwable cause) {
        return new ModelException(
                "ONNX Runtime " + version + " on the class path is too old for " + file
                        + "; put a newer com.microsoft.onnxruntime:onnxruntime in its place.",
                cause);
    }

    /** A step that failed. */
    static IsothermException running(int tokens, int past, OrtException e) {
        return unlessEnding(new ModelException(
                Sentence.of(
                        "model.failed",
                        "The model failed on {tokens} tokens after {past} others: {reason}.",
                        "tokens",
                        tokens,
                        "past",
                        past,
                        "reason",
                        reason(e)),
                e));
    }

    /** A native object that could not be made. */
    static IsothermException creating(OrtException e) {
        return unlessEnding(new ModelException(
                Sentence.of("model.refused", "ONNX Runtime refused: {reason}.", "reason", reason(e)), e));
    }

    private static IsothermException unlessEnding(IsothermException fault) {
        return ProgramEnd.isUnderWay() ? new CancelledException() : fault;
    }

    private static boolean mentions(String message, List<String> words) {
        return words.stream().anyMatch(message::contains);
    }

    /** The first line, without the error code and the file in front. */
    static String reason(OrtException e) {
        String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        String text = line.replaceFirst("^Error code - \\w+ - message: ", "")
                .replaceFirst("^Load model from .* failed: *", "")
                .strip();
        String brief = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
        return brief.endsWith(".") ? brief.substring(0, brief.length() - 1) : brief;
    }
}
