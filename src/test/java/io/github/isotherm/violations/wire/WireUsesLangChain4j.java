package io.github.isotherm.violations.wire;

import dev.langchain4j.model.chat.ChatModel;
import io.github.isotherm.Breaks;

@Breaks("oneVendorHasOnePackage")
abstract class WireUsesLangChain4j {
    abstract ChatModel used();
}
