package io.github.isotherm.examples;

import dev.langchain4j.service.AiServices;
import io.github.isotherm.langchain4j.IsothermChatModel;
import java.util.List;

/** Objects, lists, enums and numbers of an AI service. */
public final class TypedAnswersExample {
    private TypedAnswersExample() {}

    // tag::example
    enum Mood {
        HAPPY,
        ANGRY
    }

    record Person(String name, int age) {}

    interface Reader {
        Person person(String text);

        List<Person> people(String text);

        Mood mood(String text);

        int age(String text);
    }

    /**
     * Runs it.
     *
     * @param args none
     */
    public static void main(String[] args) {
        try (IsothermChatModel model =
                IsothermChatModel.builder().temperature(0.0).maxOutputTokens(60).build()) {
            Reader reader = AiServices.create(Reader.class, model);
            System.out.println(reader.person("Klaus is 37 years old."));
            System.out.println(reader.people("Klaus is 37 years old, Franny is 35."));
            System.out.println(reader.mood("I want my money back, now!"));
            System.out.println(reader.age("Klaus is 37 years old."));
        }
    }
    // end::example
}
