/** Spring Boot auto-configuration for the LangChain4j adapters. The only package that imports Spring. */
@NullMarked
package io.github.isotherm.langchain4j.spring;

import org.jspecify.annotations.NullMarked;
