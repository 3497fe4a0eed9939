package io.github.isotherm.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.catalog.AbstractModelCatalogIT;
import dev.langchain4j.model.catalog.ModelCatalog;
import dev.langchain4j.model.catalog.ModelDescription;
import dev.langchain4j.model.openai.OpenAiModelCatalog;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** LangChain4j's suite for lists of models through its own client of OpenAI. */
class LangChainOpenAiModelCatalogIT extends AbstractModelCatalogIT {
    private static final ChatModelServer SERVER = new ChatModelServer();

    @AfterAll
    static void close() {
        SERVER.close();
    }

    @Override
    protected ModelCatalog createModelCatalog() {
        return OpenAiModelCatalog.builder()
                .baseUrl(SERVER.address())
                .apiKey("none")
                .build();
    }

    @Override
    protected ModelProvider expectedProvider() {
        return ModelProvider.OPEN_AI;
    }

    @Test
    void aModelHasItsNameItsOwnerAndItsTime() {
        assertThat(createModelCatalog().listModels())
                .allSatisfy(model -> {
                    assertThat(model.owner()).isEqualTo("isotherm");
                    assertThat(model.createdAt()).isNotNull();
                })
                .extracting(ModelDescription::name)
                .contains(ChatModelServer.BUNDLED, ChatModelServer.ANOTHER);
    }
}
