package io.github.isotherm.chat;

import io.github.isotherm.LocalModel;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.next.ChannelScores;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which tool a message asks for, if any: the noisy channel of Min et al. (ACL 2022) asks how probable the message is as an
 * example of each tool's use, and of something else.
 *
 * @param tool the one after which the message is most probable
 * @param margin ln p(message | that tool) − ln p(message | something else), in nats
 */
public record ToolDecision(Tool tool, double margin) {
    /** How much better than something else a tool must fit, in nats; measured in {@code ToolDecisionIT}. */
    public static final double LEAST_MARGIN = 1.5;

    private static final String OTHERWISE = "This is an example of something else.\n";

    /**
     * Scores a message.
     *
     * @param model the model
     * @param tools one or more
     * @param message what a user says, not empty
     * @param cancellation stops it from another thread
     * @return the tool that fits best, the first on ties
     * @throws io.github.isotherm.error.ContextLengthException when the message is longer than the model's context
     */
    public static ToolDecision of(LocalModel model, List<Tool> tools, String message, Cancellation cancellation) {
        List<int[]> contexts = new ArrayList<>();
        tools.forEach(tool -> contexts.add(model.encodeContent(context(tool))));
        contexts.add(model.encodeContent(OTHERWISE));
        ChannelScores scores = model.channel(contexts, message, cancellation);
        int best = 0;
        for (int i = 1; i < tools.size(); i++) {
            best = scores.logprob(i) > scores.logprob(best) ? i : best;
        }
        return new ToolDecision(tools.get(best), scores.logprob(best) - scores.logprob(tools.size()));
    }

    /**
     * What is to be called.
     *
     * @return the tool, or none where something else fits as well or nearly so
     */
    public Optional<Tool> called() {
        return margin > LEAST_MARGIN ? Optional.of(tool) : Optional.empty();
    }

    private static String context(Tool tool) {
        String name = tool.name()
                .replaceAll("(?<=[\\p{Ll}0-9])(?=\\p{Lu})", " ")
                .replace('_', ' ')
                .replace('-', ' ')
                .toLowerCase(Locale.ROOT);
        String description = tool.description().strip();
        return "This is an example of " + name + (description.isEmpty() ? "" : ": " + description) + ".\n";
    }
}
