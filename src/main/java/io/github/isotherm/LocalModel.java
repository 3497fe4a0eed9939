package io.github.isotherm;

import io.github.isotherm.compare.ComparedCompletions;
import io.github.isotherm.compare.Comparison;
import io.github.isotherm.compare.ComparisonListener;
import io.github.isotherm.compare.NextTokens;
import io.github.isotherm.compare.PreparedPrompt;
import io.github.isotherm.compare.PromptContext;
import io.github.isotherm.compare.TemperatureSweep;
import io.github.isotherm.decode.ProcessorChain;
import io.github.isotherm.decode.SamplingSettings;
import io.github.isotherm.decode.TokenSequence;
import io.github.isotherm.decode.Vocabulary;
import io.github.isotherm.error.ContextLengthException;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.error.Sentence;
import io.github.isotherm.generate.BatchGenerator;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.GenerationListener;
import io.github.isotherm.generate.GenerationRequest;
import io.github.isotherm.generate.Generator;
import io.github.isotherm.generate.Logits;
import io.github.isotherm.generate.PoolOptions;
import io.github.isotherm.generate.Prefill;
import io.github.isotherm.generate.Session;
import io.github.isotherm.generate.SessionPool;
import io.github.isotherm.generate.StateDemand;
import io.github.isotherm.generate.TextCodec;
import io.github.isotherm.hub.ModelFinder;
import io.github.isotherm.hub.ModelFolder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A model folder, opened: weights, tokenizer and the model's own settings. The API most people need.
 *
 * <p>Thread-safe: requests are served in order of arrival, as many at once as {@link PoolOptions} say. Close it when done; closing cancels what still runs.
 */
public final class LocalModel implements AutoCloseable {
    /** Rows of one batch; beyond this the gain of a row more is small, and its memory is not. */
    private static final int ROWS_AT_ONCE = 16;

    private final ModelParts parts;
    private final SessionPool sessions;
    private final Generator generator;
    private final BatchGenerator batches;
    private final Set<Cancellation> comparisons = ConcurrentHashMap.newKeySet();

    private LocalModel(ModelParts parts, PoolOptions pool) {
        this.parts = parts;
        sessions = new SessionPool(parts.model(), pool);
        generator = new Generator(parts.model(), parts.codec(), parts.vocabulary(), System::nanoTime);
        batches = new BatchGenerator(parts.model(), parts.codec(), parts.vocabulary(), System::nanoTime, ROWS_AT_ONCE);
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
        return open(folder, options, PoolOptions.defaults());
    }

    /**
     * Opens a model folder.
     *
     * @param folder the folder that holds the exported model
     * @param options how the engine runs
     * @param pool how many requests run at once, and how much memory their state may take
     * @return the model, to be closed by the caller
     * @throws ModelException when something in the folder is missing or cannot be used
     */
    public static LocalModel open(Path folder, EngineOptions options, PoolOptions pool) {
        return of(ModelParts.open(ModelFolder.open(folder), options), pool);
    }

    /**
     * A model of one's own parts.
     *
     * @param parts closed with the model
     * @return the model, to be closed by the caller
     */
    public static LocalModel of(ModelParts parts) {
        return of(parts, PoolOptions.defaults());
    }

    /**
     * A model of one's own parts.
     *
     * @param parts closed with the model
     * @param pool how many requests run at once, and how much memory their state may take
     * @return the model, to be closed by the caller
     */
    public static LocalModel of(ModelParts parts, PoolOptions pool) {
        return new LocalModel(parts, pool);
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
     * Where the bundled model is.
     *
     * @return its folder
     * @throws ModelException when it is not found
     */
    public static Path bundledFolder() {
        return ModelFinder.bundled();
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
     * What tells this model from another of the same name: SHA-256 of its graph, weights and tokenizer. Reads them all.
     *
     * @return 64 hexadecimal digits
     * @throws ModelException when the model has no files
     */
    public String fingerprint() {
        Path folder = parts.folder();
        if (folder == null) {
            throw new ModelException(
                    "The model " + name() + " has no files and so no fingerprint; open it from a folder.");
        }
        return ModelFingerprint.of(folder);
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
            throw noTokenizer();
        }
        return vocabulary;
    }

    private TextCodec codec() {
        TextCodec codec = parts.codec();
        if (codec == null) {
            throw noTokenizer();
        }
        return codec;
    }

    private ModelException noTokenizer() {
        return new ModelException(Sentence.of(
                "model.no-tokenizer",
                "The model {model} has no tokenizer.json, so it cannot read or write text; add that file to its folder, or"
                        + " work with token ids.",
                "model",
                name()));
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
     * Whether the model can hold a conversation.
     *
     * @return true when it has a chat template
     */
    public boolean hasChatFormat() {
        return parts.chatFormat() != null;
    }

    /**
     * How the model wants a conversation written.
     *
     * @return its chat templates
     * @throws ModelException when the folder has none, or one that is malformed
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
        return codec().encode(text);
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
     * Completes a prompt.
     *
     * @param prompt the text to continue, taken as it is; not empty
     * @param options how
     * @return the completion
     */
    public Completion complete(String prompt, CompletionOptions options) {
        return complete(prompt, options, GenerationListener.NONE, new Cancellation());
    }

    /**
     * Completes a prompt, followed while it runs.
     *
     * @param prompt the text to continue, taken as it is; not empty
     * @param options how
     * @param listener told of tokens and text on the calling thread
     * @param cancellation stops it from another thread
     * @return the completion
     */
    public Completion complete(
            String prompt, CompletionOptions options, GenerationListener listener, Cancellation cancellation) {
        return complete(encode(prompt), options, listener, cancellation);
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
        refuseUnknown(prompt);
        ProcessorChain chain = chain(options);
        Long seed = options.seed();
        GenerationRequest request = GenerationRequest.of(prompt)
                .chain(chain)
                .seed(seed == null ? Seeds.choose() : seed)
                .maxTokens(options.maxTokens())
                .stopStrings(options.stopStrings())
                .endOfSequence(endOfSequence())
                .timeout(options.timeout())
                .trace(options.trace())
                .build();
        return new Completion(
                name(),
                chain,
                sessions.use(
                        prompt,
                        generator.demand(request),
                        session -> generator.generate(session, request, listener, cancellation)));
    }

    /**
     * Completes a prompt at several temperatures, with common random numbers: one prefill, then rows of one batch. The
     * same comparison gives the same texts; those of {@link #complete} can differ by the noise of int8 kernels.
     *
     * @param prompt token ids, at least one; tokens that were forced after it (a branch) count as prompt
     * @param asked temperatures, samples, chain, seed
     * @param listener told of tokens and text on the calling thread
     * @param cancellation stops them all from another thread
     * @return the completions and their statistics
     */
    public ComparedCompletions compare(
            int[] prompt, Comparison asked, ComparisonListener listener, Cancellation cancellation) {
        refuseUnknown(prompt);
        Comparison comparison = asked.withChain(completed(asked.chain()));
        comparisons.add(cancellation);
        try {
            List<GenerationRequest> requests = comparison.requests(prompt, endOfSequence());
            BatchGenerator.Result result = sessions.use(
                    prompt,
                    batches.demand(requests),
                    session -> batches.generate(
                            session,
                            requests,
                            row -> listener.row(row / comparison.samples(), row % comparison.samples()),
                            cancellation));
            return ComparedCompletions.of(comparison, context(prompt), result);
        } finally {
            comparisons.remove(cancellation);
        }
    }

    /**
     * The chain that options make with this model: its own settings where nothing is said, and the tokenizer's ids of
     * newline, colon, quote and asterisk as the sequence breakers of a dry without any.
     *
     * @param options how to complete
     * @return the chain
     */
    public ProcessorChain chain(CompletionOptions options) {
        return completed(options.chainOver(parts.defaults()));
    }

    /**
     * A chain as this model runs it: a dry without sequence breakers gets the tokenizer's usual ones.
     *
     * @param chain the chain
     * @return the same chain where there is nothing to add
     */
    public ProcessorChain completed(ProcessorChain chain) {
        TextCodec codec = parts.codec();
        return codec == null ? chain : SequenceBreakers.completed(chain, codec);
    }

    /**
     * The raw logits of the next token.
     *
     * @param ids the prompt's token ids, at least one
     * @return {@code [vocabulary]}
     */
    public float[] logits(int... ids) {
        refuseUnknown(ids);
        return sessions.use(ids, StateDemand.of(tokensOf(ids)), session -> prefill(session, ids));
    }

    /**
     * What processors know of a prompt of this model.
     *
     * @param ids the prompt's token ids
     * @return the prompt with the model's end-of-sequence ids and vocabulary
     */
    public PromptContext context(int... ids) {
        return new PromptContext(TokenSequence.of(ids), endOfSequence(), parts.vocabulary());
    }

    /**
     * The exact distributions of the next token.
     *
     * @param ids the prompt's token ids, at least one
     * @param sweep temperatures, chain, how many tokens to list, words to score
     * @return one distribution a temperature
     */
    public NextTokens next(int[] ids, TemperatureSweep sweep) {
        refuseUnknown(ids);
        TemperatureSweep whole =
                new TemperatureSweep(completed(sweep.chain()), sweep.temperatures(), sweep.top(), sweep.words());
        return sessions.use(
                ids, whole.demand(tokensOf(ids)), session -> whole.over(session, context(ids), prefill(session, ids)));
    }

    /**
     * Runs the model once, so that any temperature and chain can be asked for afterwards without it.
     *
     * @param ids the prompt's token ids, at least one
     * @param words words to score
     * @return the prompt with what the model says of it
     */
    public PreparedPrompt prepare(int[] ids, List<TemperatureSweep.Word> words) {
        refuseUnknown(ids);
        return sessions.use(
                ids,
                TemperatureSweep.demand(tokensOf(ids), words),
                session -> PreparedPrompt.of(session, context(ids), prefill(session, ids), words));
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
                scored, Arrays.stream(encode(scored)).boxed().toList());
    }

    private int tokensOf(int[] ids) {
        if (ids.length > contextLength()) {
            throw new ContextLengthException(ids.length, contextLength());
        }
        return ids.length;
    }

    private float[] prefill(Session session, int[] ids) {
        Logits logits = Prefill.feed(session, ids);
        float[] last = new float[vocabularySize()];
        logits.copyTo(0, 0, last);
        return last;
    }

    private void refuseUnknown(int[] ids) {
        if (ids.length == 0) {
            throw new InvalidValueException(Sentence.of(
                    "prompt.empty",
                    "The prompt is empty but must have at least one token; write the text to be continued."));
        }
        for (int id : ids) {
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
    }

    /** Cancels what runs, waits for it, and frees the weights. Closing again changes nothing. */
    @Override
    public void close() {
        comparisons.forEach(Cancellation::cancel);
        sessions.close();
        parts.close();
    }
}
