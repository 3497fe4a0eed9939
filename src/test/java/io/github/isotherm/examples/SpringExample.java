package io.github.isotherm.examples;

import dev.langchain4j.model.chat.ChatModel;
import java.util.Map;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A Spring Boot application that asks a model. */
public final class SpringExample {
    private SpringExample() {}

    // tag::example
    @Configuration
    @EnableAutoConfiguration
    static class Application {
        @Bean
        CommandLineRunner first(ChatModel chat) {
            return args -> System.out.println(chat.chat("What is the capital of Germany?"));
        }
    }

    /**
     * Runs it.
     *
     * @param args those of Spring Boot
     */
    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setDefaultProperties(Map.of(
                "langchain4j.isotherm.chat-model.enabled", true, "langchain4j.isotherm.chat-model.temperature", 0.0));
        application.run(args).close();
    }
    // end::example
}
