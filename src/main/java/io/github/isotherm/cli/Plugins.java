package io.github.isotherm.cli;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.sampling.catalog.LogitsProcessorProvider;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;

/** Processors from jars that the user names. Their classes are needed until the program ends. */
final class Plugins {
    private static final String PROVIDERS = "META-INF/services/" + LogitsProcessorProvider.class.getName();

    private Plugins() {}

    static ProcessorCatalog catalog(List<String> jars) {
        if (jars.isEmpty()) {
            return ProcessorCatalog.standard();
        }
        URL[] urls = jars.stream().map(Plugins::url).toArray(URL[]::new);
        URLClassLoader loader = new URLClassLoader(urls, LogitsProcessorProvider.class.getClassLoader());
        if (loader.findResource(PROVIDERS) == null) {
            throw new InvalidValueException("--plugins names " + String.join(", ", jars)
                    + ", in which no processor is provided; a jar that brings one has " + PROVIDERS + ".");
        }
        return ProcessorCatalog.with(loader);
    }

    private static URL url(String jar) {
        Path file = Path.of(jar);
        if (!Files.exists(file)) {
            throw new InvalidValueException("--plugins names \"" + jar + "\", which is no file; give the jar's path.");
        }
        if (!Files.isDirectory(file)) {
            refuseUnlessJar(file);
        }
        try {
            return file.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A class loader passes over what it cannot read. */
    private static void refuseUnlessJar(Path file) {
        try (ZipFile jar = new ZipFile(file.toFile())) {
            jar.size();
        } catch (IOException e) {
            throw new InvalidValueException(
                    "--plugins names \"" + file + "\", which is no jar that can be read; give the jar's path.");
        }
    }
}
