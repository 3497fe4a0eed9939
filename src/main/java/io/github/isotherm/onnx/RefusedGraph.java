package io.github.isotherm.onnx;

import ai.onnxruntime.OrtException;
import io.github.isotherm.files.DamagedFile;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A graph that asks for what ONNX Runtime does not know, and what to do about it.
 *
 * @param file where it was read
 * @param version of ONNX Runtime
 * @param model what was read
 */
record RefusedGraph(Path file, String version, GraphProto model) {
    private static final Pattern UNKNOWN =
            Pattern.compile("Fatal error: ([\\w.]*):(\\w+)\\(-?\\d+\\) is not a registered");
    private static final Pattern UNREGISTERED = Pattern.compile("No Op registered for (\\w+) with domain_version");
    private static final Pattern UNIMPORTED = Pattern.compile("No opset import for domain '([^']*)'");
    private static final Pattern OPSET =
            Pattern.compile("Opset (\\d+) is under development.*support for domain (\\S+) is till opset (\\d+)");
    private static final Pattern FORMAT =
            Pattern.compile("Unsupported model IR version: (\\d+), max supported IR version: (\\d+)");

    /** Those whose operators ONNX Runtime has. */
    private static final Set<String> DOMAINS = Set.of(
            "",
            "ai.onnx",
            "ai.onnx.ml",
            "ai.onnx.training",
            "ai.onnx.preview",
            "ai.onnx.preview.training",
            "com.microsoft",
            "com.microsoft.nchwc",
            "com.microsoft.experimental",
            "com.ms.internal.nhwc");

    private static final String NEWER = "put a newer com.microsoft.onnxruntime:onnxruntime on the class path";

    /** One sentence; null where it was refused for something else. */
    @Nullable
    String sentence(OrtException e) {
        String message = String.valueOf(e.getMessage());
        UnknownAttribute attribute = UnknownAttribute.of(e, model);
        if (attribute != null) {
            return attribute(attribute);
        }
        Matcher unknown = UNKNOWN.matcher(message);
        if (unknown.find()) {
            return operator(unknown.group(1), unknown.group(2));
        }
        Matcher unregistered = UNREGISTERED.matcher(message);
        return unregistered.find() ? operator("", unregistered.group(1)) : versions(message);
    }

    private @Nullable String versions(String message) {
        Matcher opset = OPSET.matcher(message);
        if (opset.find()) {
            return file + " uses opset " + opset.group(1) + " of " + opset.group(2) + ", but ONNX Runtime " + version
                    + " knows it up to " + opset.group(3) + "; " + NEWER + ", or export the model with opset "
                    + opset.group(3) + ".";
        }
        Matcher format = FORMAT.matcher(message);
        if (format.find()) {
            return file + " is written in ONNX's IR version " + format.group(1) + ", but ONNX Runtime " + version
                    + " reads it up to " + format.group(2) + "; " + NEWER + ", or export the model with an older onnx.";
        }
        Matcher unimported = UNIMPORTED.matcher(message);
        return unimported.find()
                ? file + " has operators of the domain '" + unimported.group(1)
                        + "' and does not say of which version; export the model again."
                : null;
    }

    private String attribute(UnknownAttribute unknown) {
        NewerAttributes.Row row = unknown.row();
        GraphProto.Field hindrance = row == null ? null : NewerAttributes.hindrance(model, row);
        GraphProto.Field node = hindrance == null ? unknown.node() : hindrance;
        WrittenAttribute there = WrittenAttribute.of(node, unknown.attribute().name());
        return "ONNX Runtime " + version + " does not know the attribute "
                + (there == null ? unknown.attribute() : there)
                + " of " + unknown.operator() + ", which " + file + " has in " + EveryNode.label(node)
                + (hindrance == null || row == null ? "" : " (only " + row.values() + " can be left out)")
                + "; " + NEWER + ", or export the model for this version.";
    }

    private String operator(String domain, String type) {
        String operator = domain.isEmpty() ? type : domain + "." + type;
        String owner = domain.isEmpty() ? "ai.onnx " + model.opset() : domain;
        String which = operator + " (domain " + owner + ")";
        if (!DOMAINS.contains(domain)) {
            return file + " has the operator " + which + " of another library in " + place(operator)
                    + ", and isotherm loads no such libraries; export the model without it.";
        }
        return "ONNX Runtime " + version + " does not know the operator " + which + ", which " + file + " has in "
                + place(operator) + "; " + NEWER + ", or, if there is no such operator, " + DamagedFile.wayOut(file)
                + ".";
    }

    private String place(String operator) {
        for (GraphProto.Field node : EveryNode.of(model)) {
            if (node.node().operator().equals(operator)) {
                return EveryNode.label(node);
            }
        }
        return "one of its functions";
    }
}
