package io.github.isotherm.cli;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.sampling.catalog.LogitsProcessorProvider;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceConfigurationError;

/** Processors from jars that the user names. Their classes are needed until the program ends. */
final class Plugins {
    private Plugins() {}

    static ProcessorCatalog catalog(List<String> jars) {
        if (jars.isEmpty()) {
            return ProcessorCatalog.standard();
        }
        URL[] urls = jars.stream().map(Plugins::url).toArray(URL[]::new);
        try {
            return ProcessorCatalog.with(new URLClassLoader(urls, LogitsProcessorProvider.class.getClassLoader()));
        } catch (ServiceConfigurationError e) {
            throw new InvalidValueException("A provider in " + String.join(", ", jars) + " cannot be loaded ("
                    + e.getMessage() + "); check META-INF/services/" + LogitsProcessorProvider.class.getName() + ".");
        }
    }

    private static URL url(String jar) {
        Path file = Path.of(jar);
        if (!Files.exists(file)) {
            throw new InvalidValueException("--plugins names \"" + jar + "\", which is no file; give the jar's path.");
        }
        try {
            return file.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }
}
