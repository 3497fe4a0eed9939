#!/bin/sh
# One step of sampling beside llama.cpp's own samplers (src/jmh, SamplingFigures): fetches the package that holds its
# library, builds what times it, and runs both in turns. Needs npm, a C compiler and Maven; about three minutes.
set -e
cd "$(dirname "$0")/../.."
mkdir -p target/llama
if [ ! -d target/llama/package ]; then
    (cd target/llama && npm pack --silent @node-llama-cpp/linux-x64@3.22.1 && tar xzf node-llama-cpp-linux-x64-3.22.1.tgz)
fi
cc -O3 -o target/llama/llama_samplers src/test/c/llama_samplers.c -ldl
mvn -q -Pjmh test-compile exec:exec -Djmh.main=io.github.isotherm.sampling.SamplingFigures \
    "-Djmh.args=target/llama/llama_samplers target/llama/package/bins/linux-x64/libllama.v0.5.0.so"
