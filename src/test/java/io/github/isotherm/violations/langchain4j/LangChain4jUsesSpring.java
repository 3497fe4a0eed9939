package io.github.isotherm.violations.langchain4j;

import io.github.isotherm.Breaks;
import org.springframework.context.ApplicationContext;

@Breaks("oneVendorHasOnePackage")
abstract class LangChain4jUsesSpring {
    abstract ApplicationContext used();
}
