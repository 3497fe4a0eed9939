package io.github.isotherm.tokenizer.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.isotherm.error.ModelException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What ends the process natively is refused by its place, one sentence each; what is published is taken. */
class TokenizerFileTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String MODEL = "{'type':'BPE','vocab':{'a':0,'b':1,'ab':2,'<s>':3},'merges':['a b']}";

    private static final String ADDED =
            "{'id':3,'content':'<s>','single_word':false,'lstrip':false,'rstrip':false,'normalized':true,'special':true}";

    private static TokenizerFile check(String part, String value) throws IOException {
        ObjectNode file = JSON.createObjectNode();
        file.set("model", JSON.readTree(MODEL.replace('\'', '"')));
        file.set("added_tokens", JSON.readTree("[" + ADDED.replace('\'', '"') + "]"));
        file.set(part, JSON.readTree(value.replace('\'', '"')));
        return TokenizerFile.check(JSON.writeValueAsBytes(file), "tokenizer.json");
    }

    static Stream<Path> published() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("src/test/resources/fixtures/tokenizers"))) {
            return Stream.concat(
                    folders.map(folder -> folder.resolve("tokenizer.json")),
                    Stream.of(Path.of("models/smollm2-135m-instruct/tokenizer.json")))
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("published")
    void takesWhatModelsUse(Path file) throws IOException {
        TokenizerFile checked = TokenizerFile.check(Files.readAllBytes(file), "tokenizer.json");
        assertThat(checked.longestTokenBytes()).isBetween(5, 500);
        assertThat(checked.run()).isGreaterThanOrEqualTo(1_000_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "model | {'type':'BPE','vocab':{'a':0,'b':1,'ab':2},'merges':['a c']} | model.merges[0] needs the token \"c\"",
                "model | {'type':'BPE','vocab':{'a':0,'b':1},'merges':[['a','b']]} | model.merges[0] needs the token \"ab\"",
                "model | {'type':'BPE','vocab':{'a':0,'b':1,'ab':2},'merges':['a b c']} | model.merges[0] is \"a b c\" but must be two",
                "model | {'type':'BPE','vocab':{'a':0,'b':1,'ab':2},'merges':['a b'],'continuing_subword_prefix':'##'} | model.merges[0] joins \"b\"",
                "model | {'type':'BPE','vocab':{'a':-1},'merges':[]} | model.vocab[\"a\"] is -1 but must be a whole number from 0",
                "model | {'type':'BPE','vocab':{'a':4294967295},'merges':[]} | model.vocab[\"a\"] is 4294967295 but must be",
                "model | {'type':'BPE','vocab':{'a':1,'b':1},'merges':[]} | model.vocab[\"b\"] is 1, which another token has already",
                "model | {'type':'BPE','vocab':{},'merges':[]} | model.vocab is empty",
                "model | {'type':'BPE','vocab':{'a':0},'merges':[],'dropout':1.5} | model.dropout is 1.5 but must be a number from 0 to 1",
                "model | {'type':'BPE','vocab':{'a':0}} | model.merges is missing or null",
                "model | {'type':'Unigram','vocab':[['a',0]],'unk_id':1} | model.unk_id is 1 but must be a whole number from 0 to 0",
                "model | {'type':'Unigram','vocab':[['a','b']]} | model.vocab[0][1] is \"b\" but must be a number",
                "model | {'type':'WordPiece','vocab':{'a':0},'unk_token':'a','continuing_subword_prefix':'','max_input_chars_per_word':100000} | model.max_input_chars_per_word is 100000",
                "model | {'type':'WordLevel','vocab':{'a':0}} | model.unk_token is missing or null",
                "model | {'type':'Bigram','vocab':{'a':0}} | model.type is \"Bigram\" but must be one of BPE",
                "normalizer | {'type':'Precompiled','precompiled_charsmap':'AAAA'} | normalizer.precompiled_charsmap is cut",
                "normalizer | {'type':'Sequence','normalizers':[{'type':'NFC'},{'type':'Precompiled','precompiled_charsmap':'/////w=='}]} | normalizer.normalizers[1].precompiled_charsmap is damaged: it says its table has 4294967295 bytes",
                "normalizer | {'type':'Precompiled','precompiled_charsmap':'BAAAAAAAAAA='} | leads to entry 255",
                "normalizer | {'type':'Precompiled','precompiled_charsmap':'a b'} | normalizer.precompiled_charsmap is not base64",
                "normalizer | {'type':'Replace','pattern':{'String':''},'content':'x'} | normalizer.pattern matches the empty text",
                "normalizer | {'type':'Replace','pattern':{'Regex':'x?(?=y)'},'content':'x'} | normalizer.pattern matches the empty text",
                "normalizer | {'type':'Prepend','prepend':''} | normalizer.prepend is empty",
                "normalizer | {'type':'Nfc'} | normalizer.type is \"Nfc\" but must be one of",
                "normalizer | {'strip_left':true,'strip_right':true} | normalizer.type is missing or null",
                "normalizer | {'type':'Replace','pattern':{'Regex':'.+'},'content':''} | added_tokens[0] is looked for in the normalised text",
                "pre_tokenizer | {'type':'Split','pattern':{'Regex':'(a+)+$'},'behavior':'Isolated','invert':false} | pre_tokenizer.pattern.Regex is the expression \"(a+)+$\", which repeats without end",
                "pre_tokenizer | {'type':'Split','pattern':{'Regex':'(?:a{1,2})*$'},'behavior':'Isolated','invert':false} | which repeats without end",
                "pre_tokenizer | {'type':'Split','pattern':{'Regex':'(a?){40}b'},'behavior':'Isolated','invert':false} | too many ways",
                "pre_tokenizer | {'type':'Split','pattern':{'Regex':'a*a*a*a*b'},'behavior':'Isolated','invert':false} | more than two repetitions without end",
                "pre_tokenizer | {'type':'Split','pattern':{'Regex':'(.)^1'},'behavior':'Isolated','invert':false} | has the escape",
                "pre_tokenizer | {'type':'Split','pattern':{'Regex':'(a'},'behavior':'Isolated','invert':false} | has an unclosed '('",
                "pre_tokenizer | {'type':'Split','pattern':{'String':'a'},'behavior':'isolated','invert':false} | pre_tokenizer.behavior is \"isolated\" but must be one of Removed",
                "pre_tokenizer | {'type':'Sequence','pretokenizers':[{'type':'FixedLength','length':0}]} | pre_tokenizer.pretokenizers[0].length is 0 but must be a whole number from 1",
                "pre_tokenizer | {'type':'Metaspace','replacement':'ab'} | pre_tokenizer.replacement is \"ab\" but must be exactly one character",
                "decoder | {'type':'Strip','content':' ','start':0,'stop':1} | decoder.stop is 1 but must be 0",
                "decoder | {'type':'Strip','content':'','start':0,'stop':0} | decoder.content is \"\" but must be exactly one character",
                "decoder | {'type':'CTC','pad_token':'','cleanup':true} | decoder.word_delimiter_token is missing",
                "decoder | [] | decoder is an array but must be an object",
                "post_processor | {'type':'TemplateProcessing','single':[{'Sequence':{'id':'B','type_id':0}}],'pair':[],'special_tokens':{}} | post_processor.single[0].Sequence.id is \"B\" but must be one of A",
                "post_processor | {'type':'TemplateProcessing','single':[{'SpecialToken':{'id':'<x>','type_id':0}}],'pair':[],'special_tokens':{}} | which is not among the special_tokens",
                "post_processor | {'type':'TemplateProcessing','single':[],'pair':[],'special_tokens':{'x':{'id':'x','ids':[9],'tokens':['x']}}} | post_processor.special_tokens.x.ids[0] is 9, an id that no token of the file has",
                "post_processor | {'type':'TemplateProcessing','single':[],'pair':[],'special_tokens':{'x':{'id':'x','ids':[1,2],'tokens':['x']}}} | has 2 ids and 1 tokens",
                "post_processor | {'type':'TemplateProcessing','single':[],'pair':[],'special_tokens':{},'sep':['a',0]} | post_processor.sep is no field of a TemplateProcessing, and the tokenizers library tells the types by their fields",
                "post_processor | {'type':'ByteLevel','add_prefix_space':true,'trim_offsets':true,'sep':['a',99],'cls':['a',99]} | post_processor.sep is no field of a ByteLevel",
                "post_processor | {'type':'Sequence','processors':[],'single':[{'Sequence':{'id':'B','type_id':0}}],'pair':[],'special_tokens':{}} | post_processor.single is no field of a Sequence",
                "post_processor | {'type':'BertProcessing','sep':['a',77],'cls':['a',0]} | post_processor.sep[1] is 77",
                "truncation | {'max_length':8,'strategy':'LongestFirst','stride':8} | truncation.stride is 8 but must be below",
                "padding | {'strategy':{'Fixed':-1},'direction':'Left','pad_id':0,'pad_type_id':0,'pad_token':''} | padding.strategy.Fixed is -1",
            })
    void namesThePlaceOfWhatItRefuses(String part, String value, String fault) {
        assertThatThrownBy(() -> check(part, value.replace("^", "\\\\")))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("tokenizer.json cannot be opened as a tokenizer: ")
                .hasMessageContaining(fault)
                .hasMessageEndingWith("; put a whole copy of the file in its place, or correct it.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                // As Command R's: left over from the type that it was.
                "{'add_prefix_space':true,'trim_offsets':false,'use_regex':true,'type':'TemplateProcessing','single':[{'Sequence':{'id':'A','type_id':0}}],'pair':[],'special_tokens':{}}",
                "{'type':'TemplateProcessing','single':[],'pair':[],'special_tokens':{},'processors':[]}",
                "{'type':'ByteLevel','add_prefix_space':true,'trim_offsets':true,'single':[],'processors':[]}",
                "{'type':'Sequence','processors':[],'trim_offsets':true,'add_prefix_space':true}",
                "{'type':'BertProcessing','sep':['a',0],'cls':['a',0],'trim_offsets':true,'add_prefix_space':true}",
                "{'type':'RobertaProcessing','sep':['a',0],'cls':['a',0],'trim_offsets':true,'add_prefix_space':true,'single':[]}",
            })
    void takesFieldsOfOtherPostProcessorsWhereTheLibraryReadsTheTypeThatItSays(String value) {
        assertThatCode(() -> check("post_processor", value)).doesNotThrowAnyException();
    }

    private static final String ACCENTS =
            "{'type':'Sequence','normalizers':[{'type':'NFKD'},{'type':'StripAccents'},{'type':'Strip','strip_left':true,'strip_right':true}]}";

    private static final String BERT =
            "{'type':'BertNormalizer','clean_text':true,'handle_chinese_chars':true,'strip_accents':true,'lowercase':true}";

    private static void checkAdded(String normalizer, String content) throws IOException {
        ObjectNode file = JSON.createObjectNode();
        file.set("model", JSON.readTree(MODEL.replace('\'', '"')));
        ObjectNode token = (ObjectNode) JSON.readTree(ADDED.replace('\'', '"'));
        file.putArray("added_tokens").add(token.put("content", content));
        file.set("normalizer", JSON.readTree(normalizer.replace('\'', '"')));
        TokenizerFile.check(JSON.writeValueAsBytes(file), "tokenizer.json");
    }

    @Test
    void refusesAddedTokensOfWhichDecompositionLeavesNothingToFind() {
        // A half-width voiced mark, a mark's own form, a spacing accent: letters and signs by name.
        for (String content : new String[] {"\uff9e", "\ufc5e", "\u00b4", "\u0301"}) {
            assertThatThrownBy(() -> checkAdded(ACCENTS, content))
                    .as("%x", (int) content.charAt(0))
                    .hasMessageContaining("added_tokens[0] is looked for in the normalised text");
        }
    }

    @Test
    void refusesAddedTokensThatNmtTakesForSpacesOrForNothing() {
        String nmt =
                "{'type':'Sequence','normalizers':[{'type':'Nmt'},{'type':'Strip','strip_left':true,'strip_right':true}]}";
        for (String content : new String[] {"\u2581", "\ufffd", "\u200b", "\u0001"}) {
            assertThatThrownBy(() -> checkAdded(nmt, content))
                    .as("%x", (int) content.charAt(0))
                    .hasMessageContaining("added_tokens[0] is looked for in the normalised text");
        }
    }

    @Test
    void takesAddedTokensOfEveryWritingThatTheNormalizerLeaves() {
        for (String content :
                new String[] {"\u4e2d\u6587", "\ud83d\ude02", "\u00e9", "\u0438\u0306", "\u20ac", "\u2192", "\u1f00"}) {
            assertThatCode(() -> checkAdded(ACCENTS, content)).as(content).doesNotThrowAnyException();
            assertThatCode(() -> checkAdded(BERT, content)).as(content).doesNotThrowAnyException();
        }
    }

    @Test
    void takesAddedTokensOfOtherAlphabetsWhereATableKeepsThem() throws IOException {
        String table = JSON.readTree(Path.of("src/test/resources/fixtures/tokenizers/t5/tokenizer.json")
                        .toFile())
                .get("normalizer")
                .toString();
        for (String content :
                new String[] {"\u4e2d\u6587", "\ud83d\ude02", "\u2764\ufe0f", "\u0434a", "<x>", " \u0434"}) {
            assertThatCode(() -> checkAdded(table, content)).as(content).doesNotThrowAnyException();
        }
        for (String content : new String[] {"\u0001", "\u200b", "\u0301a\u0301", " "}) {
            assertThatThrownBy(() -> checkAdded(table, content))
                    .as(content)
                    .hasMessageContaining("added_tokens[0] is looked for in the normalised text");
        }
    }

    @Test
    void takesAnEmptyAddedTokenWhichTheLibraryLeavesOut() {
        assertThatCode(() -> checkAdded("null", "")).doesNotThrowAnyException();
        assertThatCode(() -> checkAdded(BERT, "")).doesNotThrowAnyException();
    }

    @Test
    void boundsHowReplacementsMultiplyATextAllTogether() throws IOException {
        String ten = "{'type':'Replace','pattern':{'String':'a'},'content':'aaaaaaaaaa'}";
        assertThatCode(() -> check("normalizer", "{'type':'Sequence','normalizers':[" + ten + "," + ten + "]}"))
                .doesNotThrowAnyException();
        assertThatThrownBy(() ->
                        check("normalizer", "{'type':'Sequence','normalizers':[" + ten + "," + ten + "," + ten + "]}"))
                .hasMessageContaining("normalizer.normalizers[2] makes a text up to 1000 times as long");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1 | line 1, byte 7 must be ','",
                "{\"a\":\"\\ud800\"} | both halves of a surrogate pair",
                "{\"a\":1e999} | a number of at most",
                "{\"a\":NaN} | a JSON value",
                "{\"a\":[1,]} | a JSON value",
                "{\"a\":{\"b\":1,\"b\":2}} | each name once",
            })
    void isAsStrictAsTheLibrarysReader(String text, String fault) {
        assertThatThrownBy(() -> TokenizerFile.check(text.getBytes(StandardCharsets.UTF_8), "tokenizer.json"))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("tokenizer.json is not valid JSON: ")
                .hasMessageContaining(fault);
    }

    @Test
    void bracketsInEachOtherAreBounded() {
        String deep = "{\"a\":" + "[".repeat(30_000);
        assertThatThrownBy(() -> TokenizerFile.check(deep.getBytes(StandardCharsets.UTF_8), "tokenizer.json"))
                .hasMessageContaining("no more than 64 brackets in each other");
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        assertThatThrownBy(() -> TokenizerFile.check(new byte[] {'{', '"', (byte) 0xC3, '"', '}'}, "tokenizer.json"))
                .hasMessageContaining("not UTF-8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\\p{N}{1,3} | 1000000 | false",
                "[0-9][0-9][0-9] | 1000000 | false",
                "\\s+(?!\\S) | 20000 | false",
                "(?=(\\d{3})+(?!\\d)) | 20000 | false",
                "[^x]*y | 20000 | true",
                "a*b*c | 1000 | false",
                "x?[^\\s\\p{L}]+[\\r\\n]* | 1000000 | false",
            })
    void measuresWhatRunAnExpressionCanTake(String expression, int run, boolean whole) throws IOException {
        ObjectNode split = JSON.createObjectNode()
                .put("type", "Split")
                .put("behavior", "Isolated")
                .put("invert", false);
        split.putObject("pattern").put("Regex", expression);
        TokenizerFile checked = check("pre_tokenizer", split.toString());
        assertThat(checked.run()).isEqualTo(run);
        assertThat(checked.wholeRun()).isEqualTo(whole);
    }
}
