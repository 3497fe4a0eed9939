package io.github.isotherm.grammar.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What schemas of all drafts have in common in public places. */
class PublicSchemasTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            quoteCharacter = '`',
            value = {
                "{\"$schema\":\"http://json-schema.org/draft-04/schema#\",\"id\":\"http://example.org/root.json\",\"definitions\":{\"n\":{\"id\":\"n.json\",\"type\":\"null\"}},\"items\":{\"$ref\":\"n.json\"}} ¦ [null] [] ¦ [1]",
                "{\"$schema\":\"http://json-schema.org/draft-04/schema#\",\"definitions\":{\"n\":{\"id\":\"#n\",\"type\":\"null\"}},\"items\":{\"$ref\":\"#n\"}} ¦ [null] ¦ [1]",
                "{\"$schema\":\"http://json-schema.org/draft-04/schema#\",\"minimum\":1,\"exclusiveMinimum\":true,\"maximum\":3,\"exclusiveMaximum\":true} ¦ 2 1.5 ¦ 1 3",
                "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"definitions\":{\"s\":{\"type\":\"string\"}},\"properties\":{\"a\":{\"$ref\":\"#/definitions/s\",\"maxLength\":1}}} ¦ {\"a\":\"long\"} ¦ {\"a\":1}",
                "{\"$defs\":{\"s\":{\"type\":\"string\"}},\"properties\":{\"a\":{\"$ref\":\"#/$defs/s\",\"maxLength\":1}}} ¦ {\"a\":\"x\"} ¦ {\"a\":1} {\"a\":\"long\"}",
                "{\"properties\":{\"a\":{\"type\":\"null\"},\"b\":{\"$ref\":\"#/properties/a\"}}} ¦ {\"b\":null} ¦ {\"b\":1}",
                "{\"properties\":{\"a~b/c%\":{\"type\":\"null\"},\"b\":{\"$ref\":\"#/properties/a~0b~1c%25\"}}} ¦ {\"b\":null} ¦ {\"b\":1}",
                "{\"items\":[{\"type\":\"null\"}],\"additionalItems\":{\"$ref\":\"#/items/0\"}} ¦ [null,null] ¦ [null,1]",
                "{\"$id\":\"http://example.org/a/root\",\"$defs\":{\"x\":{\"$id\":\"x\",\"$defs\":{\"y\":{\"$anchor\":\"y\",\"type\":\"null\"}},\"items\":{\"$ref\":\"#y\"}}},\"$ref\":\"x\"} ¦ [null] ¦ [1]",
                "{\"$id\":\"http://example.org/root\",\"properties\":{\"a\":{\"$ref\":\"http://example.org/root#/$defs/n\"}},\"$defs\":{\"n\":{\"type\":\"null\"}}} ¦ {\"a\":null} ¦ {\"a\":1}",
                "{\"$id\":\"urn:uuid:deadbeef-1234-00ff-ff00-4321feebdaed\",\"items\":{\"$ref\":\"urn:uuid:deadbeef-1234-00ff-ff00-4321feebdaed#/$defs/n\"},\"$defs\":{\"n\":{\"type\":\"null\"}}} ¦ [null] ¦ [1]",
                "{\"type\":[\"string\",\"null\"],\"minLength\":2} ¦ null \"ab\" ¦ \"a\" 1",
                "{\"type\":[\"integer\",\"string\"],\"enum\":[1,\"a\",null]} ¦ 1 \"a\" ¦ null 2",
                "{\"type\":\"string\",\"nullable\":true} ¦ \"a\" ¦ null",
                "{\"properties\":{\"const\":{\"type\":\"null\"},\"enum\":{\"type\":\"null\"},\"default\":{\"$anchor\":\"d\",\"type\":\"null\"},\"a\":{\"$ref\":\"#d\"}}} ¦ {\"const\":null,\"enum\":null,\"a\":null} ¦ {\"const\":1} {\"a\":1}",
                "{\"properties\":{\"$ref\":{\"type\":\"string\"},\"$id\":{\"type\":\"null\"},\"id\":{\"type\":\"null\"}}} ¦ {\"$ref\":\"a\",\"id\":null} ¦ {\"$ref\":1} {\"id\":1}",
                "{\"dependencies\":{\"a\":[\"b\"],\"c\":{\"required\":[\"d\"]}}} ¦ {} {\"a\":1,\"b\":1} {\"c\":1,\"d\":1} ¦ {\"a\":1} {\"c\":1}",
                "{\"oneOf\":[{\"properties\":{\"k\":{\"const\":\"a\"}},\"required\":[\"k\"]},{\"properties\":{\"k\":{\"const\":\"b\"}},\"required\":[\"k\"]}]} ¦ {\"k\":\"a\"} {\"k\":\"b\"} ¦ {\"k\":\"c\"} {}",
                "{\"allOf\":[{\"properties\":{\"a\":{\"type\":\"string\"}}},{\"properties\":{\"a\":{\"minLength\":2}}}]} ¦ {\"a\":\"xx\"} ¦ {\"a\":\"x\"} {\"a\":1}",
                "{\"not\":{\"required\":[\"a\",\"b\"]}} ¦ {\"a\":1} {} ¦ {\"a\":1,\"b\":2} 1",
                "{\"not\":{\"anyOf\":[{\"required\":[\"a\"]},{\"required\":[\"b\"]}]}} ¦ {} {\"c\":1} ¦ {\"a\":1} {\"b\":1} 1",
                "{\"not\":{\"enum\":[\"a\",\"b\"]}} ¦ \"c\" \"ab\" 1 ¦ \"a\" \"b\"",
                "{\"not\":{\"const\":{\"a\":1}}} ¦ {} {\"a\":2} {\"a\":1,\"b\":1} ¦ {\"a\":1}",
                "{\"type\":\"object\",\"items\":{\"type\":\"null\"},\"minLength\":3} ¦ {} {\"a\":1} ¦ [] \"abc\"",
                "{\"additionalProperties\":{\"$ref\":\"#\"},\"type\":\"object\"} ¦ {\"a\":{\"b\":{}}} ¦ {\"a\":1}",
                "{\"minItems\":1.0,\"maxLength\":2.0} ¦ [1] \"ab\" ¦ [] \"abc\"",
                "{\"patternProperties\":{\"^x-\":true},\"properties\":{\"a\":{\"type\":\"null\"}},\"additionalProperties\":false} ¦ {\"x-y\":1,\"a\":null} ¦ {\"a\":1} {\"y\":1}"
            })
    void aSchemaMeansWhatItsDraftSays(String schema, String valid, String invalid) {
        judge(schema, valid, invalid);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            quoteCharacter = '`',
            value = {
                "time ¦ \"23:59:59Z\" \"00:00:00.5+02:30\" ¦ \"24:00:00Z\" \"12:00:00\"",
                "email ¦ \"a.b+c@example.org\" ¦ \"a\" \"@b\" \"a@\" \"a..b@c.d\"",
                "hostname ¦ \"a-b.example\" \"localhost\" ¦ \"-a\" \"a-\" \"a..b\" \"a_b\"",
                "ipv4 ¦ \"127.0.0.1\" ¦ \"256.0.0.1\" \"1.2.3\" \"01.2.3.4\"",
                "uri ¦ \"https://a.b/c?d=e#f\" \"urn:a:b\" \"mailto:a@b.c\" ¦ \"/a\" \"a\" \"http://a|b\" \"http:\\\\a\"",
                "uri-reference ¦ \"/a/b\" \"a#b\" \"\" \"http://a\" ¦ \"a|b\" \"\\\\a\"",
                "iri ¦ \"https://ä.ö/ü?é=1\" \"http://a\" ¦ \"/ä\" \"ä\"",
                "iri-reference ¦ \"/ä\" \"ä/b\" ¦ \"\\\\ä\" \"a|b\"",
                "uri-template ¦ \"http://a/{b}/{c*}{?d,e:3}\" \"/a\" ¦ \"{a\" \"a}\" \"{}\"",
                "idn-email ¦ \"ä@ö.org\" \"a@b\" ¦ \"ä\" \"@ö\"",
                "json-pointer ¦ \"\" \"/a~1b/0\" ¦ \"a\" \"/~2\"",
                "relative-json-pointer ¦ \"0#\" \"1/a\" ¦ \"/a\" \"01/a\"",
                "regex ¦ \"^a+$\" \"[a-z]{2}\" ¦ \"(\" \"[\"",
                "uuid ¦ \"2eb8aa08-aa98-11ea-b4aa-73b441d16380\" ¦ \"2eb8aa08-aa98-11ea-b4aa-73b441d1638\""
            })
    void aFormatIsEnforced(String format, String valid, String invalid) {
        judge("{\"format\":\"" + format + "\"}", valid, invalid);
    }

    /** What is surely not of the format; the rest of it is not written. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            quoteCharacter = '`',
            value = {
                "date ¦ \"2023-02-29\" \"a\" 1 ¦ \"2024-02-29\"",
                "ipv4 ¦ \"1.2.3\" ¦ \"1.2.3.4\"",
                "uuid ¦ \"2eb8aa08\" ¦ \"2eb8aa08-aa98-11ea-b4aa-73b441d16380\"",
                "uri ¦ \"a\" \"/a/b\" ¦ \"http://a\" \"urn:a:b\"",
                "email ¦ \"a\" \"a@\" ¦ \"a@b.c\" \"\\\"a\\\"@b.c\"",
                "date-time ¦ \"2024-02-29\" \"now\" ¦ \"2024-02-29T00:00:00Z\" \"1998-12-31T23:59:60Z\""
            })
    void theOppositeOfAFormatIsWhatIsSurelyNotOfIt(String format, String valid, String invalid) {
        judge("{\"not\":{\"format\":\"" + format + "\",\"type\":\"string\"}}", valid, invalid);
    }

    private static void judge(String schema, String valid, String invalid) {
        Judged judged = new Judged(schema, Judged.LETTER);
        for (String text : valid.split(" ")) {
            assertThat(judged.accepts(text)).as("valid " + text).isTrue();
        }
        for (String text : invalid.split(" ")) {
            assertThat(judged.accepts(text)).as("invalid " + text).isFalse();
        }
    }
}
