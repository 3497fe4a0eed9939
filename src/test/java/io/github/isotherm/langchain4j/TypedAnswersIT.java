package io.github.isotherm.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.output.structured.Description;
import dev.langchain4j.service.AiServices;
import io.github.isotherm.LocalModel;
import io.github.isotherm.Patience;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Types of all kinds from AI services over the bundled model's real weights, drawn at temperature 1, where a model of 135 million
 * parameters says anything: with every seed the answer is read as the type.
 */
class TypedAnswersIT {
    private static final LocalModel MODEL = LocalModel.openBundled();
    private static final ExecutorService ASKING = Executors.newFixedThreadPool(3);
    private static final List<Long> SEEDS = List.of(1L, 2L, 3L);
    private static final int TOKENS = 96;
    private static final String TEXT =
            "Klaus Heisler is 37 years old, 1.78 m tall and married. He was born on 12 August"
                    + " 1976 at 14:43 in Berlin, likes red and blue, and has two children, Anna and Ben.";

    @AfterAll
    static void close() {
        ASKING.shutdownNow();
        MODEL.close();
    }

    enum Color {
        RED,
        GREEN,
        BLUE
    }

    record Name(String first, String last) {}

    record Person(String name, int age, double height, boolean married) {}

    record Boxed(String name, Integer age, Double height, Boolean married, Float weight, Long income) {}

    record Address(String street, String city, int number) {}

    record Resident(String name, Address address) {}

    record Deep(Resident resident, Resident neighbour) {}

    record Words(List<String> words) {}

    record Numbers(List<Integer> numbers) {}

    record Children(String parent, List<Name> children) {}

    record Favourites(String name, Set<String> foods, Set<Color> colors) {}

    record Painted(Color color) {}

    record Painting(String title, List<Color> colors, Color[] frame) {}

    record Born(String name, LocalDate date) {}

    record Begun(LocalTime time, LocalDateTime moment) {}

    record Holidays(List<LocalDate> days) {}

    record Priced(String article, BigDecimal price, BigInteger pieces) {}

    record Labelled(String name, Map<String, String> labels) {}

    record Anything(Map<String, Object> facts) {}

    record Identified(UUID id, String name) {}

    record Wide(long id, long[] parts) {}

    record Matrix(List<List<Integer>> rows) {}

    static class Bean {
        @Description("the first name only")
        public String name;

        public int age;
        public String[] children;
    }

    static class Special extends Bean {
        public Color color;
    }

    static class Tree {
        public String name;
        public List<Tree> children;
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Dog.class, name = "dog"),
        @JsonSubTypes.Type(value = Cat.class, name = "cat")
    })
    sealed interface Animal permits Dog, Cat {}

    record Dog(String name, String breed) implements Animal {}

    record Cat(String name, boolean indoor) implements Animal {}

    record Zoo(List<Animal> animals) {}

    interface Extractor {
        Name name(String text);

        Person person(String text);

        Boxed boxed(String text);

        Resident resident(String text);

        Deep deep(String text);

        Words words(String text);

        Numbers numbers(String text);

        Children children(String text);

        Favourites favourites(String text);

        Painted painted(String text);

        Painting painting(String text);

        Born born(String text);

        Begun begun(String text);

        Holidays holidays(String text);

        Priced priced(String text);

        Labelled labelled(String text);

        Anything anything(String text);

        Identified identified(String text);

        Wide wide(String text);

        Matrix matrix(String text);

        Bean bean(String text);

        Special special(String text);

        Tree tree(String text);

        Animal animal(String text);

        Zoo zoo(String text);

        boolean truth(String text);

        int count(String text);

        Integer boxedCount(String text);

        long longCount(String text);

        double part(String text);

        BigDecimal price(String text);

        Color color(String text);

        LocalDate day(String text);

        LocalTime time(String text);

        LocalDateTime moment(String text);

        List<String> texts(String text);

        List<Person> people(String text);

        Set<Color> colors(String text);
    }

    interface Maps {
        Map<String, Object> map(String text);
    }

    private static Extractor extractor(long seed) {
        return AiServices.create(
                Extractor.class,
                IsothermChatModel.builder()
                        .model(MODEL)
                        .temperature(1.0)
                        .seed(seed)
                        .maxOutputTokens(TOKENS)
                        .build());
    }

    private static Arguments type(Class<?> type, Function<Extractor, Object> call) {
        return Arguments.of(type, call);
    }

    private static Stream<Arguments> objects() {
        return Stream.of(
                type(Name.class, e -> e.name(TEXT)),
                type(Person.class, e -> e.person(TEXT)),
                type(Boxed.class, e -> e.boxed(TEXT)),
                type(Resident.class, e -> e.resident(TEXT)),
                type(Deep.class, e -> e.deep(TEXT)),
                type(Words.class, e -> e.words(TEXT)),
                type(Numbers.class, e -> e.numbers(TEXT)),
                type(Children.class, e -> e.children(TEXT)),
                type(Favourites.class, e -> e.favourites(TEXT)),
                type(Painted.class, e -> e.painted(TEXT)),
                type(Painting.class, e -> e.painting(TEXT)),
                type(Born.class, e -> e.born(TEXT)),
                type(Begun.class, e -> e.begun(TEXT)),
                type(Holidays.class, e -> e.holidays(TEXT)),
                type(Priced.class, e -> e.priced(TEXT)),
                type(Labelled.class, e -> e.labelled(TEXT)),
                type(Anything.class, e -> e.anything(TEXT)),
                type(Identified.class, e -> e.identified(TEXT)),
                type(Wide.class, e -> e.wide(TEXT)),
                type(Matrix.class, e -> e.matrix(TEXT)),
                type(Bean.class, e -> e.bean(TEXT)),
                type(Special.class, e -> e.special(TEXT)),
                type(Tree.class, e -> e.tree(TEXT)),
                type(Animal.class, e -> e.animal(TEXT)),
                type(Zoo.class, e -> e.zoo(TEXT)));
    }

    private static Stream<Arguments> results() {
        return Stream.of(
                type(Boolean.class, e -> e.truth(TEXT)),
                type(Integer.class, e -> e.count(TEXT)),
                type(Integer.class, e -> e.boxedCount(TEXT)),
                type(Long.class, e -> e.longCount(TEXT)),
                type(Double.class, e -> e.part(TEXT)),
                type(BigDecimal.class, e -> e.price(TEXT)),
                type(Color.class, e -> e.color(TEXT)),
                type(LocalDate.class, e -> e.day(TEXT)),
                type(LocalTime.class, e -> e.time(TEXT)),
                type(LocalDateTime.class, e -> e.moment(TEXT)),
                type(List.class, e -> e.texts(TEXT)),
                type(List.class, e -> e.people(TEXT)),
                type(Set.class, e -> e.colors(TEXT)));
    }

    @ParameterizedTest
    @MethodSource("objects")
    void objectsAreReadWhateverIsDrawn(Class<?> type, Function<Extractor, Object> call) {
        assertRead(type, call);
    }

    @ParameterizedTest
    @MethodSource("results")
    void resultsAreReadWhateverIsDrawn(Class<?> type, Function<Extractor, Object> call) {
        assertRead(type, call);
    }

    /** LangChain4j asks nothing of the model for a map, so that one says that it wants JSON. */
    @Test
    void mapsAreReadWhereJsonIsTheDefault() {
        for (long seed : SEEDS) {
            Maps maps = AiServices.create(
                    Maps.class,
                    IsothermChatModel.builder()
                            .model(MODEL)
                            .temperature(1.0)
                            .seed(seed)
                            .maxOutputTokens(TOKENS)
                            .responseFormat(ResponseFormat.JSON)
                            .build());
            assertThat(maps.map(TEXT)).isNotNull();
        }
    }

    private static void assertRead(Class<?> type, Function<Extractor, Object> call) {
        Map<Long, Future<Object>> asked = new LinkedHashMap<>();
        SEEDS.forEach(seed -> asked.put(seed, ASKING.submit(() -> call.apply(extractor(seed)))));
        List<Object> read = new ArrayList<>();
        asked.forEach((seed, answer) -> assertThat(answer)
                .as("%s with seed %s", type.getSimpleName(), seed)
                .succeedsWithin(Duration.ofSeconds(Patience.SECONDS))
                .satisfies(read::add));
        assertThat(read)
                .hasSize(SEEDS.size())
                .allSatisfy(value -> assertThat(value).isInstanceOf(type));
    }
}
