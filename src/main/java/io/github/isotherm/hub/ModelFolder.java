package io.github.isotherm.hub;

import io.github.isotherm.error.ModelException;
import io.github.isotherm.files.Contained;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A folder with an exported model: every configuration file in it, read once, as plain values. Immutable; the weights and
 * the tokenizer are not touched before they are asked for.
 */
public final class ModelFolder {
    private static final String TOKENIZER = "tokenizer.json";

    private final Path path;
    private final @Nullable Path namedGraph;
    private final JsonFile genai;
    private final Optional<GenaiLayout> genaiLayout;
    private final ModelConfig config;
    private final OptionalInt slidingWindow;
    private final Map<String, ConfiguredField> generation;
    private final ChatTemplates chatTemplates;
    private final Map<String, String> specialTokens;
    private final AddedTokens addedTokens;
    private final EndTokens ends;

    private ModelFolder(Path path, @Nullable Path graph) {
        Contained folder = Contained.in(path);
        genai = JsonFile.read(folder, "genai_config.json");
        JsonFile generationConfig = JsonFile.read(folder, "generation_config.json");
        JsonFile tokenizerConfig = JsonFile.read(folder, "tokenizer_config.json");
        this.path = path;
        namedGraph = graph == null ? null : folder.inside(graph);
        genaiLayout = genai.exists() ? Optional.of(GenaiLayout.from(genai)) : Optional.empty();
        JsonFile modelConfig = JsonFile.read(folder, "config.json");
        config = ModelConfig.from(genai, modelConfig, generationConfig);
        slidingWindow = SlidingWindow.of(modelConfig);
        generation = Collections.unmodifiableMap(GenerationFields.from(genai, generationConfig));
        chatTemplates = ChatTemplates.from(folder, tokenizerConfig);
        JsonFile specialTokensMap = JsonFile.read(folder, "special_tokens_map.json");
        specialTokens = Collections.unmodifiableMap(SpecialTokens.from(tokenizerConfig, specialTokensMap));
        addedTokens = new AddedTokens(folder, tokenizerConfig, specialTokensMap);
        TokenIds ids = new TokenIds(folder.inside(path.resolve(TOKENIZER)), tokenizerConfig, addedTokens);
        ends = EndTokens.of(genai, modelConfig, generationConfig, tokenizerConfig, specialTokensMap, ids);
    }

    /**
     * Reads the configuration of a folder.
     *
     * @param place the model's folder, or one of the graphs in it: an {@code .onnx} file in the folder itself or in its {@code
     *     onnx}
     * @return what its files say
     * @throws ModelException when the folder or its model file is missing, or a configuration file is malformed
     */
    public static ModelFolder open(Path place) {
        ModelFolder folder = openForText(place);
        folder.modelFile();
        return folder;
    }

    /**
     * Reads the configuration of a folder of which only tokenizer and templates are needed: it may be without a graph.
     *
     * @param place the model's folder, or one of the graphs in it
     * @return what its files say
     * @throws ModelException when the folder is missing, or a configuration file is malformed
     */
    public static ModelFolder openForText(Path place) {
        if (!Files.exists(place)) {
            throw new ModelException(
                    "There is no model folder " + place + "; name a folder that holds an exported ONNX model.");
        }
        Path path = place.toAbsolutePath().normalize();
        if (Files.isDirectory(place)) {
            return new ModelFolder(path, null);
        }
        if (!ModelFiles.isGraph(place)) {
            throw new ModelException(
                    place + " is a file but must be the folder of a model, or an .onnx graph; name one of these.");
        }
        return new ModelFolder(ModelFiles.home(path), path);
    }

    /**
     * Where it is.
     *
     * @return an absolute path
     */
    public Path path() {
        return path;
    }

    /**
     * The model's name.
     *
     * @return the name of the folder
     */
    public String name() {
        return String.valueOf(path.getFileName());
    }

    /**
     * The graph: the one that was opened, else the file {@code genai_config.json} names, else {@code model.onnx}, {@code onnx/model.onnx}, or the first
     * variant of it.
     *
     * @return an existing file
     * @throws ModelException when there is none, in a folder that was opened {@linkplain #openForText for text}
     */
    public Path modelFile() {
        return namedGraph != null ? namedGraph : ModelFiles.find(path, genai);
    }

    /**
     * What {@code genai_config.json} says about the graph.
     *
     * @return the layout, when the folder has that file
     */
    public Optional<GenaiLayout> genaiLayout() {
        return genaiLayout;
    }

    /**
     * How many tokens prompt and completion may have together.
     *
     * @return tokens, {@link Integer#MAX_VALUE} when no file says
     */
    public int contextLength() {
        return config.contextLength();
    }

    /**
     * The number of ids, as the configuration has it; the graph's own logits count more.
     *
     * @return ids, when a file says
     */
    public OptionalInt vocabularySize() {
        return config.vocabularySize();
    }

    /**
     * Key/value heads per layer.
     *
     * @return heads, when a file says
     */
    public OptionalInt keyValueHeads() {
        return config.keyValueHeads();
    }

    /**
     * The size of a head.
     *
     * @return floats, when a file says
     */
    public OptionalInt headSize() {
        return config.headSize();
    }

    /**
     * How far back the attention looks, in some of the layers or in all of them.
     *
     * @return tokens, when {@code config.json} has such a window and does not switch it off
     */
    public OptionalInt slidingWindow() {
        return slidingWindow;
    }

    /**
     * All sizes of the model, as {@code config.json} names them: {@code hidden_size}, {@code conv_L_cache}, …
     *
     * @return name to whole number; empty when there is no such file
     */
    public Map<String, Integer> sizes() {
        return config.sizes();
    }

    /**
     * The ids that end a completion: of {@code generation_config.json}, else {@code genai_config.json}, else {@code
     * config.json}, and beside them the {@code eos_token} of {@code tokenizer_config.json}, else of {@code
     * special_tokens_map.json}. Where no file says, special tokens of {@code tokenizer.json} with usual names such as {@code
     * </s>}.
     *
     * @return the ids in this order, each with the files that name it
     */
    public List<EndToken> ends() {
        return ends.all();
    }

    /**
     * Ids that end no text though a file says so, as another of {@code generation_config.json}, {@code genai_config.json}, {@code
     * config.json} counts.
     *
     * @return for each such file its own ids, mostly none
     */
    public List<DroppedEnds> droppedEnds() {
        return ends.dropped();
    }

    /**
     * The ids that end a completion, as {@link #ends} says.
     *
     * @return token ids, empty when no file says
     */
    public List<Integer> eosTokenIds() {
        List<Integer> ids = new ArrayList<>();
        for (EndToken end : ends.all()) {
            ids.add(end.id());
        }
        return List.copyOf(ids);
    }

    /**
     * The id that begins a text.
     *
     * @return a token id, when a file says
     */
    public OptionalInt bosTokenId() {
        return config.bosTokenId();
    }

    /**
     * How the publisher wants it to generate: fields of {@code generation_config.json}, those it leaves out from {@code
     * search} of {@code genai_config.json}.
     *
     * @return transformers' names ({@code temperature}, {@code top_p}, {@code do_sample}, …) to what is said, null included
     */
    public Map<String, ConfiguredField> generation() {
        return generation;
    }

    /**
     * All that {@code genai_config.json} says.
     *
     * @return path, such as {@code model.decoder.head_size}, to value; lists are values
     */
    public Map<String, ConfiguredField> genaiFields() {
        return JsonLeaves.of(genai);
    }

    /**
     * Whether the folder has a tokenizer.
     *
     * @return true with a {@code tokenizer.json}
     */
    public boolean hasTokenizer() {
        return tokenizerFile().isPresent();
    }

    /**
     * The tokenizer.
     *
     * @return {@code tokenizer.json}, when the folder has it
     */
    public Optional<Path> tokenizerFile() {
        return tokenizerFile(path);
    }

    /**
     * The tokenizer of a folder.
     *
     * @param folder the model's folder
     * @return {@code tokenizer.json}, when the folder has it
     * @throws ModelException when it is a link that leads out of the folder
     */
    public static Optional<Path> tokenizerFile(Path folder) {
        Path file = Contained.in(folder).inside(folder.resolve(TOKENIZER));
        return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }

    /**
     * The content of the tokenizer's file, with the tokens that only {@code tokenizer_config.json}, {@code
     * special_tokens_map.json} or {@code added_tokens.json} add to it.
     *
     * @return JSON, read with each call, in memory: there is nothing to close
     * @throws ModelException when the folder has no tokenizer, or an added token is malformed
     */
    public InputStream openTokenizer() {
        Path file = Contained.in(path).inside(path.resolve(TOKENIZER));
        try {
            return TokenizerJson.open(file, addedTokens);
        } catch (IOException e) {
            throw JsonFile.unreadable(file, e);
        }
    }

    /**
     * The vocabulary part of the tokenizer, with those tokens; read with each call.
     *
     * @return the data, when the folder has a tokenizer
     * @throws ModelException when the file is malformed
     */
    public Optional<VocabularyData> vocabulary() {
        return tokenizerFile().map(file -> VocabularyReader.read(file, addedTokens));
    }

    /**
     * The chat template.
     *
     * @return Jinja source, when the model has a main template
     */
    public Optional<String> chatTemplate() {
        return Optional.ofNullable(chatTemplates().get(ChatTemplates.DEFAULT));
    }

    /**
     * All chat templates.
     *
     * @return name ({@code default}, {@code tool_use}, {@code rag}, …) to Jinja source
     */
    public Map<String, String> chatTemplates() {
        return chatTemplates.sources();
    }

    /**
     * What is wrong with chat templates whose files are no text.
     *
     * @return name to a sentence; the source of such a one is empty
     */
    public Map<String, String> templateFaults() {
        return chatTemplates.faults();
    }

    /**
     * The texts of the control tokens, as chat templates use them.
     *
     * @return role ({@code bos_token}, {@code eos_token}, …) to text
     */
    public Map<String, String> specialTokens() {
        return specialTokens;
    }
}
