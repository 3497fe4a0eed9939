package io.github.isotherm;

import io.github.isotherm.compare.ComparedCompletions;
import io.github.isotherm.compare.Comparison;
import io.github.isotherm.compare.ComparisonListener;
import io.github.isotherm.error.Checks;
import io.github.isotherm.error.ContextLengthException;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.error.Sentence;
import io.github.isotherm.error.UserCodeException;
import io.github.isotherm.generate.Activations;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.ForkedCompletions;
import io.github.isotherm.generate.GenerationListener;
import io.github.isotherm.generate.GenerationRequest;
import io.github.isotherm.generate.KeyValueType;
import io.github.isotherm.generate.ModelLoad;
import io.github.isotherm.generate.Scheduler;
import io.github.isotherm.generate.SchedulerOptions;
import io.github.isotherm.generate.ScoredPrompt;
import io.github.isotherm.generate.TextCodec;
import io.github.isotherm.generate.Ticket;
import io.github.isotherm.generate.TokenScore;
import io.github.isotherm.hub.ModelFinder;
import io.github.isotherm.next.Alternatives;
import io.github.isotherm.next.BlankPrompt;
import io.github.isotherm.next.BlankWords;
import io.github.isotherm.next.ChannelScores;
import io.github.isotherm.next.NextTokens;
import io.github.isotherm.next.PreparedPrompt;
import io.github.isotherm.next.ProcessedLogits;
import io.github.isotherm.next.PromptContext;
import io.github.isotherm.next.TemperatureSweep;
import io.github.isotherm.onnx.Processor;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.TokenSequence;
import io.github.isotherm.sampling.Vocabulary;
import io.github.isotherm.sampling.catalog.SamplingSettings;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A model folder, opened: weights, tokenizer and the model's own settings. The API most people need.
 *
 * <p>Thread-safe: any number of requests may be made at once, from callbacks of others too; they share the model's one thread, let
 * in in order of arrival while the memory for their state lasts. Close it when done; closing ends what still runs with a
 * {@link io.github.isotherm.error.ClosedException}.
 */
public final class LocalModel implements AutoCloseable {
    /** A word goes on after a text, whichever. */
    private static final String ANY_TEXT = "a";

    private final ModelParts parts;
    private final Scheduler scheduler;
    private final ContentMarks contentMarks;

    private LocalModel(ModelParts parts, SchedulerOptions options) {
        this.parts = parts;
        contentMarks = new ContentMarks(parts.vocabulary());
        scheduler = new Scheduler(parts.model(), parts.codec(), parts.vocabulary(), System::nanoTime, options);
    }

    /**
     * Opens a model folder.
     *
     * @param folder the folder that holds the exported model
     * @return the model, to be closed by the caller
     * @throws ModelException when something in the folder is missing or cannot be used
     */
    public static LocalModel open(Path folder) {
        return open(folder, EngineOptions.defaults());
    }

    /**
     * Opens a model folder.
     *
     * @param folder the folder that holds the exported model
     * @param options how the engine runs
     * @return the model, to be closed by the caller
     * @throws ModelException when something in the folder is missing or cannot be used
     */
    public static LocalModel open(Path folder, EngineOptions options) {
        return open(folder, options, SchedulerOptions.defaults());
    }

    /**
     * Opens a model folder.
     *
     * @param folder the folder that holds the exported model
     * @param options how the engine runs
     * @param scheduling how much it takes on, and how much memory state may take
     * @return the model, to be closed by the caller
     * @throws ModelException when something in the folder is missing or cannot be used, or it takes longer than {@link
     *     EngineOptions#openTimeout} allows
     * @throws io.github.isotherm.error.CancelledException when the thread is interrupted meanwhile
     */
    public static LocalModel open(Path folder, EngineOptions options, SchedulerOptions scheduling) {
        return of(ModelParts.open(folder, options), scheduling);
    }

    /**
     * A model of one's own parts.
     *
     * @param parts closed with the model
     * @return the model, to be closed by the caller
     */
    public static LocalModel of(ModelParts parts) {
        return of(parts, SchedulerOptions.defaults());
    }

    /**
     * A model of one's own parts.
     *
     * @param parts closed with the model
     * @param scheduling how much it takes on, and how much memory state may take
     * @return the model, to be closed by the caller
     */
    public static LocalModel of(ModelParts parts, SchedulerOptions scheduling) {
        return new LocalModel(parts, scheduling);
    }

    /**
     * Opens the bundled model.
     *
     * @return the model, to be closed by the caller
     * @throws ModelException when it is not found
     */
    public static LocalModel openBundled() {
        return open(bundledFolder());
    }

    /**
     * Opens the model that the environment variable {@code ISOTHERM_MODEL} names, else the bundled one.
     *
     * @return the model, to be closed by the caller
     * @throws ModelException when it is not found
     */
    public static LocalModel openDefault() {
        return open(defaultFolder());
    }

    /**
     * Where the model is that the environment variable {@code ISOTHERM_MODEL} names, else where the bundled one is.
     *
     * @return its folder
     * @throws ModelException when it is not found
     */
    public static Path defaultFolder() {
        return ModelFinder.find(null, System.getenv());
    }

    /**
     * Where a model is.
     *
     * @param named its folder, one of the graphs in it, or the id {@code ORG/NAME} of a downloaded one
     * @return what to {@link #open(Path)}
     * @throws ModelException when it is not found
     */
    public static Path folder(String named) {
        return ModelFinder.find(named, System.getenv());
    }

    /**
     * Where the bundled model is.
     *
     * @return its folder
     * @throws ModelException when it is not found
     */
    public static Path bundledFolder() {
        return ModelFinder.bundled();
    }

    /**
     * The kind of processor that this process runs on: ONNX Runtime chooses its kernels by it, so that the last bits of a
     * probability may differ between kinds, and only between them.
     *
     * @return system, model and sets of instructions; the same text for the same kind
     */
    public static String processor() {
        return Processor.description();
    }

    /**
     * The model's name.
     *
     * @return the name of its folder
     */
    public String name() {
        return parts.name();
    }

    /**
     * Where this model was opened from.
     *
     * @return what to {@link #open(Path)} to have it again: its folder, or the graph where the folder alone means another one;
     *     empty for a model without files
     */
    public Optional<Path> place() {
        return Optional.ofNullable(parts.place());
    }

    /**
     * What tells this model from another of the same name: SHA-256 of the graph, weights and tokenizer that were opened, and
     * of their names in the folder. Reads them all.
     *
     * @return 64 hexadecimal digits
     * @throws ModelException when the model has no files
     */
    public String fingerprint() {
        Path folder = parts.folder();
        List<Path> files = parts.files();
        if (folder == null || files.isEmpty()) {
            throw new ModelException(
                    "The model " + name() + " has no files and so no fingerprint; open it from a folder.");
        }
        return ModelFingerprint.of(folder, files);
    }

    /**
     * How many bits keys and values have ({@link EngineOptions#keyValues}).
     *
     * @return as the model was opened; {@link KeyValueType#FILE} for another runtime's
     */
    public KeyValueType keyValues() {
        return parts.keyValues();
    }

    /**
     * What becomes of the numbers that the model's weights are multiplied with ({@link EngineOptions#activations}).
     *
     * @return as the model was opened; {@link Activations#FAST} for another runtime's
     */
    public Activations activations() {
        return parts.activations();
    }

    /**
     * Whether the model's graph runs untouched ({@link EngineOptions#asIs}): its numbers then depend on how it was fed.
     *
     * @return true when it was opened so
     */
    public boolean isAsIs() {
        return parts.isAsIs();
    }

    /**
     * The number of logits the model computes for a token.
     *
     * @return ids, ≥ 1
     */
    public int vocabularySize() {
        return parts.model().vocabularySize();
    }

    /**
     * How long a sequence can be.
     *
     * @return tokens, prompt and completion together
     */
    public int contextLength() {
        return parts.model().contextLength();
    }

    /**
     * The texts of the token ids.
     *
     * @return the vocabulary
     * @throws ModelException when the folder has no tokenizer
     */
    public Vocabulary vocabulary() {
        Vocabulary vocabulary = parts.vocabulary();
        if (vocabulary == null) {
            throw LocalTokenizer.missing(name());
        }
        return vocabulary;
    }

    /**
     * Whether the texts of its ids are known.
     *
     * @return true when there is a {@link #vocabulary}
     */
    public boolean hasVocabulary() {
        return parts.vocabulary() != null;
    }

    private TextCodec codec() {
        TextCodec codec = parts.codec();
        if (codec == null) {
            throw LocalTokenizer.missing(name());
        }
        return codec;
    }

    /**
     * The model's own sampling settings.
     *
     * @return what its {@code generation_config.json} (else {@code genai_config.json}) says
     */
    public SamplingSettings defaults() {
        return parts.defaults();
    }

    /**
     * Where the model's own configuration ends a completion.
     *
     * @return what counts for requests that say nothing of it
     */
    public CompletionLimits limits() {
        return parts.limits();
    }

    /**
     * Whether the model can hold a conversation.
     *
     * @return true when it has a chat template
     */
    public boolean hasChatFormat() {
        return parts.chatFormat() != null;
    }

    /**
     * Whether tools can be told to the model; a malformed template is not found here.
     *
     * @return true when one of its chat templates mentions them
     */
    public boolean knowsTools() {
        ChatFormat format = parts.chatFormat();
        return format != null && format.knowsTools();
    }

    /**
     * How the model wants a conversation written.
     *
     * @return its chat templates
     * @throws ModelException when the folder has none, or its main one is malformed
     */
    public ChatFormat chatFormat() {
        ChatFormat format = parts.chatFormat();
        if (format == null) {
            throw new ModelException("The model " + name() + " has no chat template, so it cannot hold a conversation;"
                    + " add chat_template.jinja to its folder, or complete plain text.");
        }
        return format.compiled();
    }

    /**
     * The ids that end a completion.
     *
     * @return token ids
     */
    public List<Integer> endOfSequence() {
        return parts.endOfSequence();
    }

    /**
     * Encodes text as it is.
     *
     * @param text the text; names of special tokens become those tokens
     * @return token ids
     * @throws ModelException when the folder has no tokenizer
     */
    public int[] encode(String text) {
        return fitting(codec().encode(text));
    }

    /**
     * Encodes text as {@link #encode(String)} does; whoever waits for a long one can be stopped, as in {@link
     * #encodePrompt(String, Cancellation)}.
     *
     * @param text the text
     * @param cancellation stops it from another thread
     * @return token ids
     * @throws ModelException when the folder has no tokenizer
     * @throws io.github.isotherm.error.CancelledException when it was stopped before the end
     */
    public int[] encode(String text, Cancellation cancellation) {
        return fitting(codec().encode(text, cancellation::check));
    }

    /**
     * Encodes a prompt: with what the tokenizer's own post-processor puts around a text, such as a begin-of-sequence token.
     * What a chat template made brings its own and is {@link #encode}d.
     *
     * @param text the text
     * @return token ids
     * @throws ModelException when the folder has no tokenizer
     */
    public int[] encodePrompt(String text) {
        return fitting(codec().encodePrompt(text));
    }

    /**
     * Encodes a prompt as {@link #encodePrompt(String)} does. Texts of more than 65,536 characters are encoded one at a time;
     * whoever waits for one can be stopped.
     *
     * @param text the text
     * @param cancellation stops it from another thread
     * @return token ids
     * @throws ModelException when the folder has no tokenizer
     * @throws io.github.isotherm.error.CancelledException when it was stopped before the end
     */
    public int[] encodePrompt(String text, Cancellation cancellation) {
        return fitting(codec().encodePrompt(text, cancellation::check));
    }

    /**
     * Encodes a prompt of content: as {@link #encodePrompt}, but no part of it becomes a special token, whatever it spells.
     *
     * @param text the text
     * @return token ids
     * @throws ModelException when the folder has no tokenizer
     */
    public int[] encodeContent(String text) {
        return fitting(contentMarks.encodePrompt(text, codec()));
    }

    /**
     * Encodes a conversation as the prompt of an answer. What messages and tools say never becomes a special token, whatever
     * they spell; only the model's own template writes those.
     *
     * @param messages maps with {@code role}, {@code content} and whatever else the template reads
     * @param tools their JSON schemas as maps, empty for none
     * @param beginning how the answer begins, empty to leave that to the model
     * @return token ids
     * @throws ModelException when the folder has no tokenizer or no chat template
     * @throws InvalidValueException when the template refuses the messages
     */
    public int[] encodeChat(
            List<? extends Map<String, ?>> messages, List<? extends Map<String, ?>> tools, String beginning) {
        return encodeChat(messages, tools, Map.of(), beginning, () -> {});
    }

    /**
     * Encodes a conversation as the prompt of an answer, with further variables of the chat template.
     *
     * @param messages maps with {@code role}, {@code content} and whatever else the template reads
     * @param tools their JSON schemas as maps, empty for none
     * @param variables such as {@code enable_thinking}, or {@code documents}, which are content like messages
     * @param beginning how the answer begins, empty to leave that to the model
     * @param interruption asked again and again while the template runs; what it throws ends that and is thrown on
     * @return token ids
     * @throws ModelException when the folder has no tokenizer or no chat template
     * @throws InvalidValueException when the template refuses the messages
     */
    public int[] encodeChat(
            List<? extends Map<String, ?>> messages,
            List<? extends Map<String, ?>> tools,
            Map<String, ?> variables,
            String beginning,
            Runnable interruption) {
        return encodeChat(chatFormat(), messages, tools, variables, beginning, interruption);
    }

    /**
     * Encodes a conversation as the prompt of an answer, in a format of the caller's: the model's own with another clock.
     *
     * @param format as {@link #chatFormat} gives it, {@linkplain ChatFormat#withClock with another clock}
     * @param messages maps with {@code role}, {@code content} and whatever else the template reads
     * @param tools their JSON schemas as maps, empty for none
     * @param variables such as {@code enable_thinking}, or {@code documents}, which are content like messages
     * @param beginning how the answer begins, empty to leave that to the model
     * @param interruption asked again and again while the template runs; what it throws ends that and is thrown on
     * @return token ids
     * @throws ModelException when the folder has no tokenizer
     * @throws InvalidValueException when the template refuses the messages
     */
    public int[] encodeChat(
            ChatFormat format,
            List<? extends Map<String, ?>> messages,
            List<? extends Map<String, ?>> tools,
            Map<String, ?> variables,
            String beginning,
            Runnable interruption) {
        return fitting(contentMarks.encode(format, messages, tools, variables, beginning, interruption, codec()));
    }

    /**
     * Encodes a text that goes on after other tokens: without the space that some tokenizers put before whatever they are
     * given first.
     *
     * @param ids the tokens before it
     * @param text the text as it goes on, with its leading space if there is one
     * @return token ids of the text alone
     * @throws ModelException when the folder has no tokenizer
     */
    public int[] encodeAfter(int[] ids, String text) {
        return fitting(codec().encodeAfter(ids, text));
    }

    /**
     * Decodes token ids.
     *
     * @param ids token ids; special ones are left out
     * @return the text
     * @throws ModelException when the folder has no tokenizer
     */
    public String decode(int... ids) {
        return codec().decode(ids);
    }

    /**
     * Decodes token ids with the names of special tokens.
     *
     * @param ids token ids
     * @return the text; without special tokens where the tokenizer does not tell its vocabulary
     * @throws ModelException when the folder has no tokenizer
     */
    public String decodeWithSpecial(int... ids) {
        Vocabulary vocabulary = parts.vocabulary();
        if (vocabulary == null) {
            return decode(ids);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int id : ids) {
            bytes.writeBytes(vocabulary.bytes(id));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /**
     * Completes a prompt.
     *
     * @param prompt the text to continue, read as {@link #encodePrompt} says; not empty
     * @param options how
     * @return the completion
     */
    public Completion complete(String prompt, CompletionOptions options) {
        return complete(prompt, options, GenerationListener.NONE, new Cancellation());
    }

    /**
     * Completes a prompt, followed while it runs.
     *
     * @param prompt the text to continue, read as {@link #encodePrompt} says; not empty
     * @param options how
     * @param listener told of tokens and text on the calling thread
     * @param cancellation stops it from another thread
     * @return the completion
     */
    public Completion complete(
            String prompt, CompletionOptions options, GenerationListener listener, Cancellation cancellation) {
        return complete(encodePrompt(prompt, cancellation), options, listener, cancellation);
    }

    /**
     * Completes a prompt of token ids.
     *
     * @param prompt token ids, at least one
     * @param options how
     * @param listener told of tokens and text on the calling thread
     * @param cancellation stops it from another thread
     * @return the completion; without text where the folder has no tokenizer
     */
    public Completion complete(
            int[] prompt, CompletionOptions options, GenerationListener listener, Cancellation cancellation) {
        GenerationRequest request = request(prompt, options);
        return completion(
                request, scheduler.generate(request, listener, cancellation).await());
    }

    /**
     * Completes a prompt without holding a thread meanwhile.
     *
     * @param prompt token ids, at least one
     * @param options how
     * @param listener told of tokens and text on threads of the executor, of one thing at a time
     * @param cancellation stops it
     * @param executor must not run work on the thread that submits it
     * @return the completion, or the error; cancelling it stops the model
     */
    public CompletableFuture<Completion> completeAsync(
            int[] prompt,
            CompletionOptions options,
            GenerationListener listener,
            Cancellation cancellation,
            Executor executor) {
        return completeAsync(prompt, options, listener, cancellation, executor, completion -> completion);
    }

    /**
     * The same, with what follows the completion: it is attached before the listener is told anything, and so runs on the
     * executor's thread that receives the end.
     *
     * @param <R> what follows
     * @param prompt token ids, at least one
     * @param options how
     * @param listener told of tokens and text on threads of the executor, one after the other
     * @param cancellation stops it from another thread
     * @param executor must not run work on the thread that submits it
     * @param followed attaches it to the completion
     * @return what that returned
     */
    public <R> CompletableFuture<R> completeAsync(
            int[] prompt,
            CompletionOptions options,
            GenerationListener listener,
            Cancellation cancellation,
            Executor executor,
            Function<CompletableFuture<Completion>, CompletableFuture<R>> followed) {
        GenerationRequest request = request(prompt, options);
        Ticket<ForkedCompletions> ticket = scheduler.generate(request, listener, cancellation);
        return ticket.deliverOn(
                executor, result -> followed.apply(result.thenApply(forked -> completion(request, forked))));
    }

    /**
     * Completes a prompt several times, with common random numbers: the prompt is read once, then the samples share the model's
     * runs. The first is the text of {@link #complete} with the same seed.
     *
     * @param prompt token ids, at least one
     * @param options how; each sample may have as many tokens as they say, and memory for its state is set aside for that
     * @param samples how many, ≥ 1
     * @param listeners of a sample, from 0: told of its tokens and text on threads of the executor, of one thing at a time, all
     *     samples together
     * @param cancellation stops them all
     * @param executor must not run work on the thread that submits it
     * @return the completions, or the error; cancelling it stops the model
     */
    public CompletableFuture<List<Completion>> completeAsync(
            int[] prompt,
            CompletionOptions options,
            int samples,
            IntFunction<GenerationListener> listeners,
            Cancellation cancellation,
            Executor executor) {
        GenerationRequest first = request(prompt, options);
        return completions(
                IntStream.range(0, Checks.atLeast("the number of samples", samples, 1))
                        .mapToObj(first::withSample)
                        .toList(),
                listeners,
                cancellation,
                executor);
    }

    /**
     * Completes a prompt in several ways: the prompt is read once, then they share the model's runs. Each is the text of {@link
     * #complete} in its way.
     *
     * @param prompt token ids, at least one
     * @param ways how, at least one; memory for the state of each is set aside for the most tokens that one of them may have
     * @param cancellation stops them all
     * @param executor must not run work on the thread that submits it
     * @return a completion each, in their order, or the error; cancelling it stops the model
     */
    public CompletableFuture<List<Completion>> completeAsync(
            int[] prompt, List<CompletionOptions> ways, Cancellation cancellation, Executor executor) {
        Checks.atLeast("the number of ways", ways.size(), 1);
        return completions(
                ways.stream().map(way -> request(prompt, way)).toList(),
                row -> GenerationListener.NONE,
                cancellation,
                executor);
    }

    private CompletableFuture<List<Completion>> completions(
            List<GenerationRequest> requests,
            IntFunction<GenerationListener> listeners,
            Cancellation cancellation,
            Executor executor) {
        Ticket<ForkedCompletions> ticket = scheduler.generate(requests, listeners, cancellation);
        return ticket.deliverOn(
                executor,
                result -> result.thenApply(forked -> IntStream.range(0, requests.size())
                        .mapToObj(row -> new Completion(
                                name(),
                                requests.get(row).chain(),
                                forked.completions().get(row)))
                        .toList()));
    }

    private GenerationRequest request(int[] prompt, CompletionOptions options) {
        requireKnown(prompt);
        Long seed = options.seed();
        return GenerationRequest.of(prompt)
                .answerStart(prompt.length - options.branched())
                .chain(chain(options))
                .seed(seed == null ? Seeds.choose() : seed)
                .maxTokens(mostTokens(prompt, options))
                .stopStrings(stops(options))
                .endOfSequence(ends(options.stopTokenIds()))
                .timeout(options.timeout())
                .fastForward(options.fastForward())
                .trace(options.trace())
                .build();
    }

    private int mostTokens(int[] prompt, CompletionOptions options) {
        Integer asked = options.maxTokens();
        return asked != null ? asked : parts.limits().most(prompt.length, CompletionOptions.DEFAULT_MAX_TOKENS);
    }

    private List<String> stops(CompletionOptions options) {
        List<String> asked = options.stopStrings();
        return asked != null ? asked : parts.limits().stopStrings();
    }

    /** Those of the model and further ones. */
    private List<Integer> ends(List<Integer> further) {
        further.forEach(this::refuseUnknown);
        return Stream.concat(endOfSequence().stream(), further.stream())
                .distinct()
                .toList();
    }

    private Completion completion(GenerationRequest request, ForkedCompletions result) {
        return new Completion(name(), request.chain(), result.completions().get(0));
    }

    /**
     * Completes a prompt at several temperatures, with common random numbers: the prompt is read once, then the rows share
     * the model's runs. Each text is that of {@link #complete} with the same temperature, seed and sample.
     *
     * @param prompt token ids, at least one; tokens that were forced after it (a branch) count as prompt
     * @param asked temperatures, samples, chain, seed
     * @param listener told of tokens and text on the calling thread
     * @param cancellation stops them all from another thread
     * @return the completions and their statistics
     */
    public ComparedCompletions compare(
            int[] prompt, Comparison asked, ComparisonListener listener, Cancellation cancellation) {
        requireKnown(prompt);
        Comparison comparison = asked.withChain(completed(asked.chain()));
        List<Integer> ends = ends(asked.stopTokenIds());
        UserCodeException.running(
                "The listener of the comparison", listener.getClass(), () -> listener.onStart(comparison));
        ForkedCompletions result = scheduler
                .generate(
                        comparison.requests(prompt, ends),
                        row -> listener.row(row / comparison.samples(), row % comparison.samples()),
                        cancellation)
                .await();
        return ComparedCompletions.of(comparison, context(ends, prompt, comparison.branched()), result);
    }

    /**
     * The chain that options make with this model: its own settings where nothing is said, and newline, colon, quote and
     * asterisk as the sequence breakers of a dry without any.
     *
     * @param options how to complete
     * @return the chain
     */
    public ProcessorChain chain(CompletionOptions options) {
        return completed(options.chainOver(parts.defaults()));
    }

    /** A chain as this model runs it: a dry without sequence breakers gets the usual ones. */
    private ProcessorChain completed(ProcessorChain chain) {
        return parts.vocabulary() == null ? chain : SequenceBreakers.completed(chain);
    }

    /**
     * The raw logits of the next token.
     *
     * @param ids the prompt's token ids, at least one
     * @return {@code [vocabulary]}
     */
    public float[] logits(int... ids) {
        return logits(ids, new Cancellation());
    }

    /**
     * The raw logits of the next token.
     *
     * @param ids the prompt's token ids, at least one
     * @param cancellation stops it from another thread, between two chunks of the prompt
     * @return {@code [vocabulary]}
     * @throws io.github.isotherm.error.CancelledException when it was stopped
     */
    public float[] logits(int[] ids, Cancellation cancellation) {
        return scored(ids, List.of(), cancellation).promptLogits();
    }

    /**
     * How probable each token of a text is after those before it, and which were the most probable ones there: the log-softmax of
     * the logits that {@link #logits} gives for each beginning of it, in one reading of the text.
     *
     * @param ids token ids, at least one; nothing stands before the first, so it is not scored
     * @param top how many of the most probable tokens to tell at each place, ≥ 0
     * @param cancellation stops it from another thread, between two chunks of the text
     * @return one score a token, from the second on
     * @throws io.github.isotherm.error.CancelledException when it was stopped
     * @throws ContextLengthException when the text is longer than the model's context and one more
     */
    public List<TokenScore> scores(int[] ids, int top, Cancellation cancellation) {
        requireKnown(ids);
        return ids.length == 1
                ? List.of()
                : scheduler.scores(ids, top, () -> {}, cancellation).await();
    }

    /**
     * The same without holding a thread meanwhile.
     *
     * @param ids token ids, at least one
     * @param top how many of the most probable tokens to tell at each place, ≥ 0
     * @param admitted told on a thread of the executor when the model begins with it, once; not where there is nothing to score
     * @param cancellation stops it
     * @param executor must not run work on the thread that submits it
     * @return what {@link #scores(int[], int, Cancellation)} gives, on a thread of the executor, or the error; cancelling it stops
     *     the model
     */
    public CompletableFuture<List<TokenScore>> scoresAsync(
            int[] ids, int top, Runnable admitted, Cancellation cancellation, Executor executor) {
        requireKnown(ids);
        return ids.length == 1
                ? CompletableFuture.completedFuture(List.of())
                : scheduler.scores(ids, top, admitted, cancellation).deliverOn(executor);
    }

    /**
     * How probable a text is, alone or behind another one, without holding a thread meanwhile.
     *
     * @param text it, or what stands before it
     * @param after it where something stands before it, with its leading space if there is one; null where nothing does
     * @param cancellation stops it
     * @param executor must not run work on the thread that submits it
     * @return the score, on a thread of the executor, or the error
     * @throws InvalidValueException when there is no token to score
     * @throws ContextLengthException when both are longer than the model's context and one more
     */
    public CompletableFuture<TextScore> scoreAsync(
            String text, @Nullable String after, Cancellation cancellation, Executor executor) {
        int[] first = encodePrompt(text, cancellation);
        int[] behind = after == null ? new int[0] : encodeAfter(first, after);
        int[] ids = Arrays.copyOf(first, first.length + behind.length);
        System.arraycopy(behind, 0, ids, first.length, behind.length);
        int before = after == null ? 0 : first.length;
        if (before == ids.length) {
            throw new InvalidValueException("The text to score has no tokens; give one that has.");
        }
        return scoresAsync(ids, 0, () -> {}, cancellation, executor)
                .thenApply(scores -> TextScore.of(ids, before, scores));
    }

    private ScoredPrompt scored(int[] ids, List<TemperatureSweep.Word> words, Cancellation cancellation) {
        requireKnown(ids);
        List<int[]> texts = words.stream().map(TemperatureSweep.Word::toArray).toList();
        texts.forEach(this::requireKnown);
        return scheduler.score(ids, texts, cancellation).await();
    }

    /**
     * What a chain makes of logits that this model gave.
     *
     * @param ids the prompt's token ids
     * @param branched how many of the last of them were forced as if they had been drawn; a constraint begins before them
     * @param logits after them, {@code [vocabulary]}
     * @param chain the processors
     * @return the probabilities and logits of the whole vocabulary
     */
    public ProcessedLogits processed(int[] ids, int branched, float[] logits, ProcessorChain chain) {
        return ProcessedLogits.of(logits, context(ids, branched), completed(chain));
    }

    /**
     * What could stand after some ids, and how probable each of it is at several temperatures.
     *
     * @param ids the ids before the place
     * @param branched how many of the last of them were forced as if they had been drawn; a constraint begins before them
     * @param logits after them, {@code [vocabulary]}
     * @param asked the chain, the temperatures and how many of the most probable tokens at the first of them; its words and
     *     branch are not looked at
     * @param watched ids to list too
     * @return the alternatives
     * @throws InvalidValueException when an id is not in the vocabulary
     */
    public Alternatives alternatives(
            int[] ids, int branched, float[] logits, TemperatureSweep asked, List<Integer> watched) {
        watched.forEach(this::refuseUnknown);
        return Alternatives.of(
                logits, context(ids, branched), completed(asked.chain()), asked.temperatures(), asked.top(), watched);
    }

    /** What processors know of a prompt of this model. */
    private PromptContext context(int[] ids, int branched) {
        return context(endOfSequence(), ids, branched);
    }

    private PromptContext context(List<Integer> ends, int[] ids, int branched) {
        return new PromptContext(TokenSequence.of(ids), ids.length - branched, ends, parts.vocabulary());
    }

    /**
     * The exact distributions of the next token.
     *
     * @param ids the prompt's token ids, at least one
     * @param sweep temperatures, chain, how many tokens to list, words to score
     * @return one distribution a temperature
     */
    public NextTokens next(int[] ids, TemperatureSweep sweep) {
        return next(ids, sweep, new Cancellation());
    }

    /**
     * The exact distributions of the next token.
     *
     * @param ids the prompt's token ids, at least one
     * @param sweep temperatures, chain, how many tokens to list, words to score
     * @param cancellation stops it from another thread, between two chunks of the prompt
     * @return one distribution a temperature
     * @throws io.github.isotherm.error.CancelledException when it was stopped
     */
    public NextTokens next(int[] ids, TemperatureSweep sweep, Cancellation cancellation) {
        TemperatureSweep whole = new TemperatureSweep(
                completed(sweep.chain()), sweep.temperatures(), sweep.top(), sweep.words(), sweep.branched());
        return whole.over(context(ids, sweep.branched()), scored(ids, whole.words(), cancellation), cancellation);
    }

    /**
     * The words to score in a prompt's blank, wherever it stands.
     *
     * @param blank the prompt; a blank inside it is filled as {@link #fillings} says
     * @param words your own, scored as {@link #word} says where the blank ends the prompt
     * @return the words
     */
    public List<TemperatureSweep.Word> candidates(BlankPrompt blank, List<String> words) {
        return blank.isInside()
                ? fillings(blank, words)
                : words.stream().map(this::word).toList();
    }

    /**
     * The words that may fill a blank inside a text, to be scored in {@link #next} behind what stands before the blank: each
     * with what stands behind it, so its probability is that of word and rest.
     *
     * @param blank the text, with a blank that something stands before and behind
     * @param words your own, each with one leading space where one stands before the blank; none for the {@value
     *     BlankWords#CONSIDERED} words that the model ranks best after what stands before the blank
     * @return the words
     * @throws InvalidValueException when nothing stands before the blank or behind it
     * @throws ModelException when the folder has no tokenizer
     */
    public List<TemperatureSweep.Word> fillings(BlankPrompt blank, List<String> words) {
        int[] ids = encodePrompt(blank.text());
        if (ids.length == 0 || !blank.isInside()) {
            throw new InvalidValueException(Sentence.of(
                    "blank.bare",
                    "The blank ___ has no text before it or none behind it, which words are judged by; write some."));
        }
        BlankWords filling = new BlankWords(blank, TokenSequence.of(ids), codec(), vocabulary());
        return words.isEmpty()
                ? filling.likely(logits(ids))
                : words.stream().map(filling::word).toList();
    }

    /**
     * Runs the model once, so that any temperature and chain can be asked for afterwards without it.
     *
     * @param ids the prompt's token ids, at least one
     * @param words words to score
     * @return the prompt with what the model says of it
     */
    public PreparedPrompt prepare(int[] ids, List<TemperatureSweep.Word> words) {
        return prepare(ids, 0, words, new Cancellation());
    }

    /**
     * Runs the model once, so that any temperature and chain can be asked for afterwards without it.
     *
     * @param ids the prompt's token ids, at least one
     * @param branched how many of the last of them were forced as if they had been drawn; a constraint begins before them
     * @param words words to score
     * @param cancellation stops it from another thread, between two chunks of the prompt
     * @return the prompt with what the model says of it
     * @throws io.github.isotherm.error.CancelledException when it was stopped
     */
    public PreparedPrompt prepare(
            int[] ids, int branched, List<TemperatureSweep.Word> words, Cancellation cancellation) {
        return PreparedPrompt.of(context(ids, branched), words, scored(ids, words, cancellation), this::completed);
    }

    /**
     * Scores a text by the noisy channel: how probable it is after each of several contexts, such as "This is an example of
     * sports.\n" for each label that it may have.
     *
     * <p>Neither contexts nor the text become special tokens, whatever they spell; where a context has markup of a model, give
     * its {@linkplain #channel(List, String, Cancellation) token ids}.
     *
     * @param contexts at least one, none empty, read as {@link #encodePrompt} says; the text follows as it is, so a context
     *     ends where it begins: with a line break, or with no space before a text that brings one
     * @param text the text, not empty
     * @return the scores, one a context
     * @throws InvalidValueException when a context or the text is empty
     * @throws io.github.isotherm.error.ContextLengthException when a context and the text are longer than the model's context
     * @throws ModelException when the folder has no tokenizer
     */
    public ChannelScores channel(List<String> contexts, String text) {
        return channel(contexts.stream().map(this::encodeContent).toList(), text, new Cancellation());
    }

    /**
     * Scores a text by the noisy channel, after contexts of token ids, such as a conversation's ({@link #encodeChat}). The
     * text has the same tokens after each, and they are those of the text alone.
     *
     * @param contexts token ids, at least one context of at least one
     * @param text the text as it goes on after each, not empty; never becomes a special token, whatever it spells
     * @param cancellation stops it from another thread, within one run of the model
     * @return the scores, one a context
     * @throws InvalidValueException when a context or the text is empty
     * @throws io.github.isotherm.error.ContextLengthException when a context and the text are longer than the model's context
     * @throws io.github.isotherm.error.CancelledException when it was stopped
     * @throws ModelException when the folder has no tokenizer
     */
    public ChannelScores channel(List<int[]> contexts, String text, Cancellation cancellation) {
        Checks.atLeast("number of contexts", contexts.size(), 1);
        contexts.forEach(this::requireKnown);
        int[] ids = contentMarks.encodeAfter(contexts.get(0), text, codec());
        if (ids.length == 0) {
            throw new InvalidValueException(
                    "The text to score is empty but must have at least one token; give it one.");
        }
        contexts.forEach(context -> refuseTooLong(context.length, ids.length));
        List<List<Double>> logprobs = new ArrayList<>();
        for (int[] context : contexts) {
            logprobs.addAll(
                    scheduler.logprobs(context, List.of(ids), cancellation).await());
        }
        return new ChannelScores(Arrays.stream(ids).boxed().toList(), logprobs);
    }

    private void refuseTooLong(int context, int text) {
        if (context + text > contextLength()) {
            throw new ContextLengthException(context, text, contextLength());
        }
    }

    /**
     * A word to score in {@link #next}, with one leading space unless it brings one.
     *
     * @param text the word
     * @return the word and its token ids
     */
    public TemperatureSweep.Word word(String text) {
        boolean spaced = !text.isEmpty() && Character.isWhitespace(text.charAt(0));
        String scored = spaced ? text : " " + text;
        if (text.isBlank()) {
            throw new InvalidValueException(Sentence.of(
                    "candidate.empty",
                    "A candidate is empty but must have at least one character; leave it out of the list."));
        }
        return new TemperatureSweep.Word(
                scored,
                Arrays.stream(encodeAfter(encode(ANY_TEXT), scored)).boxed().toList());
    }

    /** What the tokenizer made, which the graph must have logits for. */
    private int[] fitting(int[] ids) {
        for (int id : ids) {
            if (id >= vocabularySize()) {
                throw new ModelException(Sentence.of(
                        "model.vocabulary",
                        "The tokenizer of {model} makes token {id} of the text, but the graph knows {size} tokens, ids 0 to {last}:"
                                + " tokenizer.json and the graph are not of one model; put both there from one download.",
                        "model",
                        name(),
                        "id",
                        id,
                        "size",
                        vocabularySize(),
                        "last",
                        vocabularySize() - 1));
            }
        }
        return ids;
    }

    /**
     * Refuses what cannot be a prompt: every method that is given ids does so itself, but only when the model is asked.
     *
     * @param ids token ids
     * @throws InvalidValueException when there is none, or one is not in the vocabulary
     */
    public void requireKnown(int... ids) {
        if (ids.length == 0) {
            throw new InvalidValueException(Sentence.of(
                    "prompt.empty",
                    "The prompt is empty but must have at least one token; write the text to be continued."));
        }
        for (int id : ids) {
            refuseUnknown(id);
        }
    }

    private void refuseUnknown(int id) {
        if (id < 0 || id >= vocabularySize()) {
            throw new InvalidValueException(Sentence.of(
                    "token.unknown",
                    "The token id {id} is not one of the model's {size}; ids go from 0 to {last}.",
                    "id",
                    id,
                    "size",
                    vocabularySize(),
                    "last",
                    vocabularySize() - 1));
        }
    }

    /**
     * Whether nobody waits for the model or uses it.
     *
     * @return true when nothing is asked of it
     */
    public boolean isIdle() {
        return scheduler.isIdle();
    }

    /**
     * What the model has to do and has done, as it is now.
     *
     * @return rows in use, requests that wait, how much of the prompts was known already
     */
    public ModelLoad load() {
        return scheduler.load();
    }

    /**
     * Ends what runs and what waits with a {@link io.github.isotherm.error.ClosedException}, and frees the weights. May be
     * called from a callback; closing again changes nothing.
     */
    @Override
    public void close() {
        scheduler.close();
        parts.close();
    }
}
