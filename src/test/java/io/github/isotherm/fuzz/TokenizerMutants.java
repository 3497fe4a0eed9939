package io.github.isotherm.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Sound tokenizer.json files, one of each form that models use, and what becomes of them by a few changes of their structure. */
final class TokenizerMutants {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Path FIXTURES = Path.of("src/test/resources/fixtures/tokenizers");

    /** Parts as published tokenizers have them, and as nobody should. */
    private static final String[] NORMALIZERS = {
        "{'type':'BertNormalizer','clean_text':true,'handle_chinese_chars':true,'strip_accents':null,'lowercase':true}",
        "{'type':'Strip','strip_left':true,'strip_right':true}",
        "{'type':'Strip','strip_left':true,'strip_right':false}",
        "{'type':'StripAccents'}",
        "{'type':'NFC'}",
        "{'type':'NFD'}",
        "{'type':'NFKC'}",
        "{'type':'NFKD'}",
        "{'type':'Lowercase'}",
        "{'type':'Nmt'}",
        "{'type':'ByteLevel'}",
        "{'type':'Prepend','prepend':''}",
        "{'type':'Prepend','prepend':'\u2581'}",
        "{'type':'Replace','pattern':{'Regex':'[a-z]+'},'content':''}",
        "{'type':'Replace','pattern':{'Regex':'a*'},'content':'b'}",
        "{'type':'Replace','pattern':{'Regex':'(?=a)'},'content':'b'}",
        "{'type':'Replace','pattern':{'Regex':'\\\\b'},'content':'b'}",
        "{'type':'Replace','pattern':{'String':''},'content':'b'}",
        "{'type':'Replace','pattern':{'String':'a'},'content':'LONG'}",
        "{'type':'Precompiled','precompiled_charsmap':'AAAA'}",
        "{'type':'Precompiled','precompiled_charsmap':''}",
    };

    private static final String[] PRE_TOKENIZERS = {
        "{'type':'ByteLevel','add_prefix_space':true,'trim_offsets':true,'use_regex':true}",
        "{'type':'BertPreTokenizer'}",
        "{'type':'Whitespace'}",
        "{'type':'WhitespaceSplit'}",
        "{'type':'CharDelimiterSplit','delimiter':'e'}",
        "{'type':'Metaspace','replacement':'\u2581','prepend_scheme':'first','split':true}",
        "{'type':'Metaspace','replacement':'ab','prepend_scheme':'first','split':true}",
        "{'type':'Split','pattern':{'Regex':'(a+)+$'},'behavior':'Isolated','invert':false}",
        "{'type':'Split','pattern':{'Regex':'(a|a)*$'},'behavior':'Removed','invert':true}",
        "{'type':'Split','pattern':{'Regex':'(?=(\\\\d{3})+(?!\\\\d))'},'behavior':'Isolated','invert':false}",
        "{'type':'Split','pattern':{'Regex':'(.)\\\\1+'},'behavior':'Isolated','invert':false}",
        "{'type':'Split','pattern':{'Regex':'\\\\s*\\\\s*\\\\s*\\\\s*x'},'behavior':'Isolated','invert':false}",
        "{'type':'Split','pattern':{'Regex':'a*'},'behavior':'MergedWithNext','invert':false}",
        "{'type':'Split','pattern':{'Regex':'(?:a{0,900}){0,900}b'},'behavior':'MergedWithNext','invert':false}",
        "{'type':'Split','pattern':{'String':''},'behavior':'MergedWithPrevious','invert':true}",
        "{'type':'Punctuation','behavior':'Contiguous'}",
        "{'type':'Digits','individual_digits':true}",
        "{'type':'FixedLength','length':0}",
        "{'type':'FixedLength','length':5}",
        "{'type':'UnicodeScripts'}",
    };

    private static final String[] DECODERS = {
        "{'type':'ByteLevel','add_prefix_space':true,'trim_offsets':true,'use_regex':true}",
        "{'type':'WordPiece','prefix':'##','cleanup':true}",
        "{'type':'WordPiece','prefix':'','cleanup':true}",
        "{'type':'Metaspace','replacement':'\u2581','prepend_scheme':'first','split':true}",
        "{'type':'BPEDecoder','suffix':'</w>'}",
        "{'type':'BPEDecoder','suffix':''}",
        "{'type':'CTC','pad_token':'','word_delimiter_token':'','cleanup':true}",
        "{'type':'CTC','pad_token':'<pad>','word_delimiter_token':'|','cleanup':false}",
        "{'type':'Replace','pattern':{'String':'e'},'content':''}",
        "{'type':'Replace','pattern':{'Regex':'a*'},'content':'b'}",
        "{'type':'Fuse'}",
        "{'type':'ByteFallback'}",
        "{'type':'Strip','content':' ','start':1,'stop':0}",
        "{'type':'Strip','content':'e','start':2,'stop':3}",
        "{'type':'Strip','content':'','start':0,'stop':0}",
    };

    private static final String[] POST_PROCESSORS = {
        "{'type':'BertProcessing','sep':['a',1],'cls':['b',2]}",
        "{'type':'RobertaProcessing','sep':['a',1],'cls':['b',2],'trim_offsets':true,'add_prefix_space':true}",
        "{'type':'ByteLevel','add_prefix_space':true,'trim_offsets':true,'use_regex':true}",
        "{'type':'TemplateProcessing','single':[{'Sequence':{'id':'B','type_id':0}}],'pair':[],'special_tokens':{}}",
        "{'type':'TemplateProcessing','single':[],'pair':[],'special_tokens':{}}",
        "{'type':'TemplateProcessing','single':[],'pair':[],'special_tokens':{},'sep':['a',99],'cls':['b',1]}",
        "{'type':'Sequence','processors':[],'single':[{'Sequence':{'id':'B','type_id':0}}],'pair':[],'special_tokens':{}}",
        "{'type':'TemplateProcessing','single':[{'Sequence':{'id':'A','type_id':0}}],'pair':[],'special_tokens':{},"
                + "'add_prefix_space':true,'trim_offsets':false,'use_regex':true,'processors':[]}",
        "{'type':'TemplateProcessing','single':[{'SpecialToken':{'id':'x','type_id':0}}],'pair':[],'special_tokens':{}}",
        "{'type':'TemplateProcessing','single':[{'Sequence':{'id':'A','type_id':0}},{'Sequence':{'id':'A','type_id':1}}],"
                + "'pair':[],'special_tokens':{}}",
        "{'type':'TemplateProcessing','single':[{'SpecialToken':{'id':'x','type_id':0}},{'Sequence':{'id':'A','type_id':0}}],"
                + "'pair':[],'special_tokens':{'x':{'id':'x','ids':[1,2],'tokens':['a']}}}",
    };

    private static final String[] ADDED = {
        "{'id':0,'content':' ','single_word':false,'lstrip':false,'rstrip':false,'normalized':true,'special':false}",
        "{'id':0,'content':'\u0301','single_word':false,'lstrip':true,'rstrip':true,'normalized':true,'special':true}",
        "{'id':0,'content':'abc','single_word':true,'lstrip':true,'rstrip':true,'normalized':true,'special':false}",
        "{'id':0,'content':'  ','single_word':true,'lstrip':true,'rstrip':true,'normalized':false,'special':false}",
        "{'id':0,'content':'','single_word':false,'lstrip':false,'rstrip':false,'normalized':true,'special':false}",
        // By their names a letter and a sign; decomposed a mark, and a space with a mark.
        "{'id':0,'content':'\uff9e','single_word':false,'lstrip':false,'rstrip':false,'normalized':true,'special':false}",
        "{'id':0,'content':'\u00b4','single_word':false,'lstrip':false,'rstrip':false,'normalized':true,'special':false}",
        "{'id':0,'content':'\ud83d\ude02','single_word':false,'lstrip':true,'rstrip':false,'normalized':true,'special':true}",
    };

    private static final List<String> PARTS =
            List.of("normalizer", "pre_tokenizer", "post_processor", "decoder", "added_tokens", "model");

    private final List<ObjectNode> sound = new ArrayList<>();
    private final List<Path> published = published();

    /** Every *.json below the folder that {@code -Disotherm.tokenizers} names; none where it names none. */
    static List<Path> published() {
        String folder = System.getProperty("isotherm.tokenizers", "");
        if (folder.isEmpty()) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TokenizerMutants() {
        try (Stream<Path> folders = Files.list(FIXTURES)) {
            for (Path folder : folders.sorted().toList()) {
                sound.add((ObjectNode)
                        JSON.readTree(folder.resolve("tokenizer.json").toFile()));
            }
            ObjectNode first = sound.get(0);
            sound.add(
                    with(
                            first,
                            "{'type':'WordPiece','unk_token':'[UNK]','continuing_subword_prefix':'##','max_input_chars_per_word':100,"
                                    + "'vocab':{'[UNK]':0,'a':1,'b':2,'hello':3,'##a':4,'##b':5,'wor':6,'##ld':7,'1':8,'##1':9}}"));
            sound.add(
                    with(
                            first,
                            "{'type':'WordLevel','unk_token':'[UNK]','vocab':{'[UNK]':0,'a':1,'b':2,'hello':3,'world':4,'\u2581a':5}}"));
            sound.add(with(
                    first,
                    "{'type':'BPE','dropout':null,'unk_token':'a','continuing_subword_prefix':'##','end_of_word_suffix':'</w>',"
                            + "'fuse_unk':true,'byte_fallback':true,'ignore_merges':false,'vocab':{'a':0,'b':1,'##b':2,'ab':3,"
                            + "'##a':4,'##b</w>':5,'ab</w>':6,'##ba':7,'<0x61>':8},'merges':['a ##b','a ##b</w>',['##b','##a']]}"
                                    .replace(",['##b','##a']", ",'##b ##a'")));
            sound.add(with(
                    first,
                    "{'type':'Unigram','unk_id':0,'byte_fallback':true,'vocab':[['<unk>',0],['\u2581',-1.5],['a',-2],['b',-2.5],"
                            + "['ab',-3],['\u2581a',-3.5],['<0x61>',-4],['<0xE2>',-4]]}"));
            sound.add((ObjectNode) JSON.readTree(
                    Path.of("models/smollm2-135m-instruct/tokenizer.json").toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode node(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"').replace("LONG", "a".repeat(1000)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode with(ObjectNode base, String model) {
        ObjectNode copy = base.deepCopy();
        copy.set("model", node(model));
        copy.putNull("pre_tokenizer");
        copy.putNull("post_processor");
        copy.putNull("decoder");
        copy.putArray("added_tokens");
        return copy;
    }

    int soundOnes() {
        return sound.size();
    }

    byte[] sound(int index) {
        return bytes(sound.get(index));
    }

    private static byte[] bytes(JsonNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The mutant of a seed and number: the same each time. Of the published ones, where there are some. */
    byte[] mutant(long seed, int number) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number);
        ObjectNode mutant = base(random);
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            change(mutant, random);
        }
        byte[] text = bytes(mutant);
        if (random.nextInt(40) == 0) {
            text[random.nextInt(text.length)] = (byte) random.nextInt(256);
        }
        return text;
    }

    private ObjectNode base(SplittableRandom random) {
        if (!published.isEmpty()) {
            try {
                return (ObjectNode) JSON.readTree(
                        published.get(random.nextInt(published.size())).toFile());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        // The large one comes seldom.
        int base = random.nextInt(20) == 0 ? sound.size() - 1 : random.nextInt(sound.size() - 1);
        return sound.get(base).deepCopy();
    }

    private void change(ObjectNode mutant, SplittableRandom random) {
        switch (random.nextInt(6)) {
            case 0 -> put(mutant, "normalizer", "normalizers", NORMALIZERS, random);
            case 1 -> put(mutant, "pre_tokenizer", "pretokenizers", PRE_TOKENIZERS, random);
            case 2 -> put(mutant, "decoder", "decoders", DECODERS, random);
            case 3 -> {
                if (random.nextBoolean()) {
                    put(mutant, "post_processor", "processors", POST_PROCESSORS, random);
                } else if (mutant.get("added_tokens") instanceof ArrayNode added) {
                    added.add(node(ADDED[random.nextInt(ADDED.length)]));
                }
            }
            case 4 -> {
                // Of another tokenizer.
                String part = PARTS.get(random.nextInt(PARTS.size()));
                JsonNode other = sound.get(random.nextInt(sound.size() - 1)).get(part);
                mutant.set(part, other == null ? NODES.nullNode() : other.deepCopy());
            }
            default -> changeSomewhere(mutant, random);
        }
    }

    private static void put(ObjectNode mutant, String part, String list, String[] pool, SplittableRandom random) {
        JsonNode chosen = node(pool[random.nextInt(pool.length)]);
        JsonNode old = mutant.path(part);
        if (random.nextInt(3) == 0 || !old.isObject()) {
            mutant.set(part, chosen);
            return;
        }
        ObjectNode sequence = NODES.objectNode().put("type", "Sequence");
        ArrayNode items = sequence.putArray(list);
        boolean before = random.nextBoolean();
        items.add(before ? chosen : old).add(before ? old : chosen);
        mutant.set(part, sequence);
    }

    /** Goes down to some value, seldom into the vocabulary, and changes it. */
    private static void changeSomewhere(ObjectNode mutant, SplittableRandom random) {
        JsonNode parent = mutant;
        while (true) {
            int size = parent.size();
            if (size == 0) {
                return;
            }
            int chosen = random.nextInt(size);
            JsonNode child = child(parent, chosen);
            if (child.isContainerNode() && !child.isEmpty() && random.nextInt(8) > 0) {
                parent = child;
            } else {
                replace(parent, chosen, child, random);
                return;
            }
        }
    }

    private static JsonNode child(JsonNode parent, int index) {
        if (parent.isArray()) {
            return parent.get(index);
        }
        return parent.get(name(parent, index));
    }

    private static String name(JsonNode parent, int index) {
        var names = parent.fieldNames();
        for (int i = 0; i < index; i++) {
            names.next();
        }
        return names.next();
    }

    private static void replace(JsonNode parent, int index, JsonNode child, SplittableRandom random) {
        int way = random.nextInt(8);
        if (parent instanceof ArrayNode array) {
            switch (way) {
                case 0 -> array.remove(index);
                case 1 -> array.add(child.deepCopy());
                default -> array.set(index, changed(child, random));
            }
        } else if (parent instanceof ObjectNode object) {
            String name = name(object, index);
            switch (way) {
                case 0 -> object.remove(name);
                case 1 -> object.set(name + "x", object.remove(name));
                default -> object.set(name, changed(child, random));
            }
        }
    }

    private static JsonNode changed(JsonNode old, SplittableRandom random) {
        if (old.isTextual() && random.nextInt(4) > 0) {
            return NODES.textNode(changed(old.textValue(), random));
        }
        if (old.isNumber() && random.nextInt(4) > 0) {
            long[] numbers = {-1, 0, 1, 2, 255, 65_536, 1L << 31, (1L << 32) - 1, 1L << 32, 1L << 53, Long.MAX_VALUE};
            return NODES.numberNode(numbers[random.nextInt(numbers.length)]);
        }
        return switch (random.nextInt(9)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(random.nextInt(-2, 1000));
            case 3 -> NODES.numberNode(random.nextDouble() * 1e300);
            case 4 -> NODES.textNode("");
            case 5 -> NODES.textNode("a");
            case 6 -> NODES.arrayNode().add(old.deepCopy());
            case 7 -> NODES.objectNode();
            default -> NODES.arrayNode();
        };
    }

    private static String changed(String old, SplittableRandom random) {
        if (old.length() > 400) {
            return damaged(old, random);
        }
        String[] others = {
            "",
            " ",
            "a",
            "\u2581",
            "ab",
            old + old,
            "\ud83d\ude00",
            "\u0000",
            "NFC",
            "Split",
            "Replace",
            "A",
            "B",
            "Fuse",
            "Strip",
            "[^a]*",
            "Sequence",
            "never",
            "$",
            "\\",
            "(",
            "x".repeat(3000)
        };
        if (random.nextInt(3) == 0 && !old.isEmpty()) {
            int cut = random.nextInt(old.length());
            return old.substring(0, cut)
                    + (char) random.nextInt(32, 127)
                    + old.substring(Math.min(old.length(), cut + 1));
        }
        return others[random.nextInt(others.length)];
    }

    /** A charsmap with some bytes changed, or cut. */
    private static String damaged(String old, SplittableRandom random) {
        try {
            byte[] bytes = Base64.getDecoder().decode(old);
            for (int n = random.nextInt(1, 20); n > 0; n--) {
                bytes[random.nextInt(random.nextInt(4) == 0 ? 4 : bytes.length)] = (byte) random.nextInt(256);
            }
            int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
            return Base64.getEncoder().encodeToString(java.util.Arrays.copyOf(bytes, length));
        } catch (IllegalArgumentException e) {
            return old.substring(0, random.nextInt(old.length()));
        }
    }
}
