package io.github.isotherm.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.langchain4j.spi.IsothermChatModelBuilderFactory;
import io.github.isotherm.langchain4j.spi.IsothermDecisionModelBuilderFactory;
import io.github.isotherm.langchain4j.spi.IsothermLanguageModelBuilderFactory;
import io.github.isotherm.langchain4j.spi.IsothermStreamingChatModelBuilderFactory;
import io.github.isotherm.langchain4j.spi.IsothermStreamingLanguageModelBuilderFactory;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A framework's factories, found by the thread's class loader. */
class BuilderFactoriesTest {
    @TempDir
    private Path folder;

    /** One for the builder of ChatModel. */
    public static final class ChatModels implements IsothermChatModelBuilderFactory {
        private static final IsothermChatModel.Builder BUILDER = new IsothermChatModel.Builder();

        @Override
        public IsothermChatModel.Builder get() {
            return BUILDER;
        }
    }

    /** One for the builder of StreamingChatModel. */
    public static final class StreamingChatModels implements IsothermStreamingChatModelBuilderFactory {
        private static final IsothermStreamingChatModel.Builder BUILDER = new IsothermStreamingChatModel.Builder();

        @Override
        public IsothermStreamingChatModel.Builder get() {
            return BUILDER;
        }
    }

    /** One for the builder of LanguageModel. */
    public static final class LanguageModels implements IsothermLanguageModelBuilderFactory {
        private static final IsothermLanguageModel.Builder BUILDER = new IsothermLanguageModel.Builder();

        @Override
        public IsothermLanguageModel.Builder get() {
            return BUILDER;
        }
    }

    /** One for the builder of StreamingLanguageModel. */
    public static final class StreamingLanguageModels implements IsothermStreamingLanguageModelBuilderFactory {
        private static final IsothermStreamingLanguageModel.Builder BUILDER =
                new IsothermStreamingLanguageModel.Builder();

        @Override
        public IsothermStreamingLanguageModel.Builder get() {
            return BUILDER;
        }
    }

    /** One for the builder of DecisionModel. */
    public static final class DecisionModels implements IsothermDecisionModelBuilderFactory {
        private static final IsothermDecisionModel.Builder BUILDER = new IsothermDecisionModel.Builder();

        @Override
        public IsothermDecisionModel.Builder get() {
            return BUILDER;
        }
    }

    @Test
    void everyBuilderCanBeReplaced() throws IOException {
        with(
                IsothermChatModelBuilderFactory.class,
                ChatModels.class,
                () -> assertThat(IsothermChatModel.builder()).isSameAs(ChatModels.BUILDER));
        with(
                IsothermStreamingChatModelBuilderFactory.class,
                StreamingChatModels.class,
                () -> assertThat(IsothermStreamingChatModel.builder()).isSameAs(StreamingChatModels.BUILDER));
        with(
                IsothermLanguageModelBuilderFactory.class,
                LanguageModels.class,
                () -> assertThat(IsothermLanguageModel.builder()).isSameAs(LanguageModels.BUILDER));
        with(
                IsothermStreamingLanguageModelBuilderFactory.class,
                StreamingLanguageModels.class,
                () -> assertThat(IsothermStreamingLanguageModel.builder()).isSameAs(StreamingLanguageModels.BUILDER));
        with(
                IsothermDecisionModelBuilderFactory.class,
                DecisionModels.class,
                () -> assertThat(IsothermDecisionModel.builder()).isSameAs(DecisionModels.BUILDER));
        assertThat(IsothermChatModel.builder()).isNotSameAs(ChatModels.BUILDER);
    }

    private void with(Class<?> service, Class<?> factory, Runnable check) throws IOException {
        Path services = Files.createDirectories(folder.resolve(service.getSimpleName() + "/META-INF/services"));
        Files.writeString(services.resolve(service.getName()), factory.getName());
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        URL[] place = {services.getParent().getParent().toUri().toURL()};
        // The tests' own services are left out.
        try (URLClassLoader loader = new URLClassLoader(place, before) {
            @Override
            public java.util.Enumeration<URL> getResources(String name) throws IOException {
                return name.startsWith("META-INF/services/io.github") ? findResources(name) : super.getResources(name);
            }
        }) {
            thread.setContextClassLoader(loader);
            check.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
