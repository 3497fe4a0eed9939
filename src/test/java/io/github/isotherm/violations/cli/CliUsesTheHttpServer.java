package io.github.isotherm.violations.cli;

import com.sun.net.httpserver.HttpServer;
import io.github.isotherm.Breaks;

@Breaks("oneVendorHasOnePackage")
abstract class CliUsesTheHttpServer {
    abstract HttpServer used();
}
