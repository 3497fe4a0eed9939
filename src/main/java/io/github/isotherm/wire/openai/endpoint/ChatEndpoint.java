package io.github.isotherm.wire.openai.endpoint;

import io.github.isotherm.Completion;
import io.github.isotherm.LocalModel;
import io.github.isotherm.Seeds;
import io.github.isotherm.chat.Answer;
import io.github.isotherm.chat.AnswerReading;
import io.github.isotherm.chat.AskedTurn;
import io.github.isotherm.chat.ChatTurn;
import io.github.isotherm.chat.RenderedTurn;
import io.github.isotherm.error.CancelledException;
import io.github.isotherm.generate.FinishReason;
import io.github.isotherm.generate.GenerationListener;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import io.github.isotherm.wire.openai.ChatChoice;
import io.github.isotherm.wire.openai.ChatLogprobs;
import io.github.isotherm.wire.openai.ChatReply;
import io.github.isotherm.wire.openai.ChatRequest;
import io.github.isotherm.wire.openai.LogprobsMode;
import io.github.isotherm.wire.openai.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/chat/completions}.
 *
 * @param models who answers
 * @param executor receives what models generate; must not run work on the thread that submits it
 * @param catalog the processors that requests may name
 * @param logprobs which log-probabilities are told where a request does not say
 * @param ids tell replies and calls from each other
 */
public record ChatEndpoint(
        Models models, Executor executor, ProcessorCatalog catalog, LogprobsMode logprobs, AnswerIds ids)
        implements Endpoint {
    @Override
    public void handle(Exchange exchange) {
        long submitted = System.nanoTime();
        ChatRequest request = ChatRequest.read(exchange.body(), catalog, logprobs);
        ServedModel served = models.get(request.model(), exchange);
        LocalModel model = served.model();
        AskedTurn asked = request.turn(model);
        Long seed = asked.options().seed();
        ChatReply reply = new ChatReply(
                ids.next("chatcmpl"),
                ids.created(),
                served.name(),
                seed == null ? Seeds.choose() : seed,
                request.stream().includeUsage());
        ChatTurn turn = RenderedTurn.of(model, asked, exchange.cancellation(), submitted)
                .ready();
        LogprobsMode mode = request.logprobs();
        ChatLogprobs told = mode == null ? null : new ChatLogprobs(mode, model.vocabulary());
        Answering answering = new Answering(exchange, request, turn, reply, told, ids);
        if (request.stream().streams()) {
            stream(model, answering);
        } else {
            answer(model, answering);
        }
    }

    /** What every answer to a request needs. */
    record Answering(
            Exchange exchange,
            ChatRequest request,
            ChatTurn turn,
            ChatReply reply,
            @Nullable ChatLogprobs logprobs,
            AnswerIds ids) {
        /** Stops behind the only call that is allowed where nothing else holds the model to it. */
        boolean stopsAtCall() {
            return request.tools().most() == 1 && !request.tools().tools().isEmpty();
        }

        AnswerReading reading() {
            return turn.conversation();
        }

        String callId(int index, Answer answer) {
            String named = answer.calls().get(index).id();
            return named == null ? newCallId() : named;
        }

        String newCallId() {
            return "call_" + ids.suffixes().get();
        }

        /** What a generation came to, unless somebody ended it. */
        void refuseUnfinished(List<Completion> completions) {
            for (Completion completion : completions) {
                turn.refuseOverdue(completion.result());
                if (completion.finishReason() == FinishReason.CANCELLED) {
                    throw new CancelledException();
                }
            }
        }

        void note(Usage usage, String reason) {
            exchange.notes().usage(usage.promptTokens(), usage.completionTokens(), reason);
        }
    }

    static Usage usage(List<Completion> completions) {
        return new Usage(
                completions.get(0).result().promptTokens(),
                completions.stream()
                        .mapToInt(completion -> completion.result().completionTokens())
                        .sum());
    }

    private void answer(LocalModel model, Answering answering) {
        start(
                model,
                answering,
                index -> answering.stopsAtCall() ? new SingleCall(answering.reading()) : GenerationListener.NONE,
                () -> {},
                completions -> {
                    answering.refuseUnfinished(completions);
                    reply(answering, completions);
                });
    }

    private static void reply(Answering answering, List<Completion> completions) {
        List<ChatChoice> choices = new ArrayList<>();
        for (Completion completion : completions) {
            choices.add(choice(answering, completion));
        }
        Usage usage = usage(completions);
        ChatChoice first = choices.get(0);
        answering.note(usage, ChatChoice.finishReason(first.answer(), first.reason()));
        answering.exchange().reply(200, answering.reply().whole(choices, usage));
    }

    private static ChatChoice choice(Answering answering, Completion completion) {
        Answer answer = answering.turn().answer(completion.result());
        List<String> callIds = new ArrayList<>();
        for (int i = 0; i < answer.calls().size(); i++) {
            callIds.add(answering.callId(i, answer));
        }
        ChatLogprobs logprobs = answering.logprobs();
        return new ChatChoice(
                answer, callIds, completion.finishReason(), logprobs == null ? null : logprobs.of(completion.traces()));
    }

    private void stream(LocalModel model, Answering answering) {
        ChatStream stream = new ChatStream(answering);
        start(model, answering, stream::listener, stream::events, stream::end);
    }

    /**
     * Has the model answer.
     *
     * @param taken done when the model has taken it on
     * @param ending done when all that is followed was told
     */
    private void start(
            LocalModel model,
            Answering answering,
            IntFunction<GenerationListener> listeners,
            Runnable taken,
            Consumer<List<Completion>> ending) {
        Exchange exchange = answering.exchange();
        ChatTurn turn = answering.turn();
        exchange.notes().prompt(turn.prompt().size());
        CompletableFuture<List<Completion>> completed = model.completeAsync(
                turn.prompt().toArray(),
                turn.options().seed(answering.reply().seed()),
                answering.request().samples(),
                index -> exchange.notes().following(listeners.apply(index)),
                exchange.cancellation(),
                executor);
        taken.run();
        CompletableFuture<?> unused = completed.handle((completions, failure) -> {
            if (failure == null) {
                finish(exchange, ending, completions);
            } else {
                exchange.fail(failure);
            }
            return completions;
        });
    }

    private static void finish(Exchange exchange, Consumer<List<Completion>> ending, List<Completion> completions) {
        try {
            ending.accept(completions);
        } catch (RuntimeException | Error e) {
            exchange.fail(e);
        }
    }
}
