package io.github.isotherm.chat;

import io.github.isotherm.CompletionOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.error.CancelledException;
import io.github.isotherm.error.DeadlineException;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.sampling.ChainStep;
import io.github.isotherm.sampling.TokenSequence;
import io.github.isotherm.sampling.processors.TextConstraint;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as the model reads it, and what its answer may be.
 *
 * @param model what answers
 * @param asked what is asked for
 * @param turn the conversation with its tools
 * @param prompt what the model reads
 * @param submitted when it was asked for, as {@link System#nanoTime} says
 */
public record RenderedTurn(LocalModel model, AskedTurn asked, ToolTurn turn, TokenSequence prompt, long submitted) {
    /** JSON, dates and calls: a model that goes on with a list for ever is made to close it here. */
    private static final int TYPED = 2_048;

    /**
     * Renders a conversation. Where a tool is to be chosen for a model whose template has no place for tools, the model is asked
     * which.
     *
     * @param model what answers
     * @param asked what is asked for
     * @param cancellation ends it
     * @param submitted when it was asked for, as {@link System#nanoTime} says; from then on its timeout counts
     * @return the conversation
     * @throws io.github.isotherm.error.InvalidValueException when the template refuses the conversation
     * @throws io.github.isotherm.error.ModelException when the model has no chat template or no tokenizer
     * @throws CancelledException when it was cancelled, or the thread interrupted
     * @throws DeadlineException when its time was over
     */
    public static RenderedTurn of(LocalModel model, AskedTurn asked, Cancellation cancellation, long submitted) {
        Runnable interruption = interruption(asked.options().timeout(), cancellation, submitted);
        interruption.run();
        ToolTurn turn = turn(model, asked, cancellation, submitted);
        TemplateInputs told = asked.inputs().telling(turn.tools());
        TemplateInputs inputs = turn.isCall() ? told.withoutAnswer() : told;
        int[] prompt = inputs.ids(model, turn.messages(), "", asked.allowSpecial(), interruption);
        String beginning = turn.beginning(AnswerReading.opened(model, prompt));
        if (!beginning.isEmpty()) {
            prompt = inputs.ids(model, turn.messages(), beginning, asked.allowSpecial(), interruption);
        }
        return new RenderedTurn(model, asked, turn, TokenSequence.of(prompt), submitted);
    }

    /** The model may have to choose a tool, which ends with the request. */
    private static ToolTurn turn(LocalModel model, AskedTurn asked, Cancellation cancellation, long submitted) {
        return preparing(
                asked.options().timeout(),
                cancellation,
                submitted,
                stop -> ToolTurn.of(
                        model,
                        asked.messages(),
                        asked.inputs().tools(),
                        asked.choice(),
                        asked.mostCalls(),
                        asked.inputs().answer(),
                        stop));
    }

    /**
     * Does what comes before an answer, such as encoding a long prompt.
     *
     * @param <T> what it gives
     * @param timeout how long it may take, or null
     * @param cancellation ends it
     * @param submitted from when on its timeout counts, as {@link System#nanoTime} says
     * @param work told what ends it
     * @return what the work gives
     * @throws CancelledException when it was cancelled
     * @throws DeadlineException when its time was over
     */
    public static <T> T preparing(
            @Nullable Duration timeout, Cancellation cancellation, long submitted, Function<Cancellation, T> work) {
        Deadline deadline = new Deadline(cancellation, timeout, submitted);
        try {
            return work.apply(deadline.cancellation());
        } catch (CancelledException e) {
            throw timeout != null && deadline.isOver() ? unprepared(timeout) : e;
        } finally {
            deadline.close();
        }
    }

    /**
     * What ends the rendering of a conversation when its time is over, or it is cancelled or its thread interrupted.
     *
     * @param timeout how long it may take, or null
     * @param cancellation ends it
     * @param start from when on its timeout counts, as {@link System#nanoTime} says
     * @return throws {@link CancelledException} or {@link DeadlineException} when that is so
     */
    public static Runnable interruption(@Nullable Duration timeout, Cancellation cancellation, long start) {
        return () -> {
            if (cancellation.isCancelled() || Thread.currentThread().isInterrupted()) {
                throw new CancelledException();
            }
            if (timeout != null && System.nanoTime() - start > timeout.toNanos()) {
                throw unprepared(timeout);
            }
        };
    }

    private static DeadlineException unprepared(Duration timeout) {
        return new DeadlineException("The request waited and was prepared for longer than the timeout of "
                + timeout.toMillis() + " ms; allow more time or send less.");
    }

    /**
     * The turn, ready to run: its answer held to what it may be, and bounded where neither the request nor the model says how long
     * it may be.
     *
     * @return the turn, for what is left of its time
     * @throws io.github.isotherm.error.InvalidValueException when the answer would be held to two forms
     * @throws io.github.isotherm.grammar.GrammarException when a schema is malformed, or says what cannot be enforced
     */
    public ChatTurn ready() {
        CompletionOptions options = asked.options();
        AnswerReading reading =
                AnswerReading.of(model, prompt.toArray(), asked.inputs().tools(), asked.returnsThinking());
        HeldOptions held = held(options, reading.opened());
        boolean typed = !held.options().equals(options) && !turn.mayBeText();
        return new ChatTurn(
                prompt,
                bounded(ChatTurn.left(held.options(), submitted), typed ? TYPED : CompletionOptions.UNBOUNDED),
                reading.heldTo(held.calls()),
                options.timeout(),
                asked.inputs().time().read().orElse(null));
    }

    private CompletionOptions bounded(CompletionOptions options, int usual) {
        return options.maxTokens() != null
                ? options
                : options.maxTokens(model.limits().most(prompt.size(), usual));
    }

    /** Options under which the answer is what it may be. */
    private HeldOptions held(CompletionOptions options, @Nullable ThinkingMarks opened) {
        TextConstraint calls = turn.constraint(opened).orElse(null);
        if (calls != null && !turn.mayBeText()) {
            return calling(options, calls);
        }
        CompletionOptions held = asked.form().apply(options);
        return calls == null || ConstrainedAnswer.isHeld(held) ? new HeldOptions(held, null) : calling(held, calls);
    }

    /** A stop sequence may cut a call, so that none is certain. */
    private HeldOptions calling(CompletionOptions options, TextConstraint calls) {
        CompletionOptions held = ConstrainedAnswer.of(options, ChainStep.named("tool_calls", calls), "calls of tools");
        List<String> stops = options.stopStrings() == null ? model.limits().stopStrings() : options.stopStrings();
        return new HeldOptions(held, stops.isEmpty() ? turn.heldFrame().orElse(null) : null);
    }
}
