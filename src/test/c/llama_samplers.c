// Times llama.cpp's own samplers, without a model, for SamplingFigures (src/jmh), which starts it:
//
//     npm pack @node-llama-cpp/linux-x64@3.22.1 && tar xzf node-llama-cpp-linux-x64-3.22.1.tgz
//     cc -O3 -o llama_samplers src/test/c/llama_samplers.c -ldl
//
// Its argument is the library, package/bins/linux-x64/libllama.v0.5.0.so of that package.
//
// A line on standard input asks: the file of the rows of logits (float32, little-endian), the size of the
// vocabulary, how many steps, and the samplers as name=value, separated by spaces. A line on standard output answers: the
// nanoseconds of each step, which fills the candidates from the next row and applies the chain. Ends with its input.
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct { int32_t id; float logit; float p; } token_data;
typedef struct { token_data *data; size_t size; int64_t selected; bool sorted; } token_data_array;
typedef struct { bool no_perf; } chain_params;
typedef struct sampler sampler;

static void *library;

static void *find(const char *name) {
    void *found = dlsym(library, name);
    if (!found) {
        fprintf(stderr, "no %s in the library\n", name);
        exit(2);
    }
    return found;
}

static sampler *floating(const char *name, float value) {
    return ((sampler *(*)(float, size_t)) find(name))(value, 1);
}

static sampler *named(const char *name, float value) {
    if (!strcmp(name, "greedy")) return ((sampler *(*)(void)) find("llama_sampler_init_greedy"))();
    if (!strcmp(name, "top-k")) return ((sampler *(*)(int32_t)) find("llama_sampler_init_top_k"))((int32_t) value);
    if (!strcmp(name, "temp")) return ((sampler *(*)(float)) find("llama_sampler_init_temp"))(value);
    if (!strcmp(name, "top-p")) return floating("llama_sampler_init_top_p", value);
    if (!strcmp(name, "min-p")) return floating("llama_sampler_init_min_p", value);
    if (!strcmp(name, "typical")) return floating("llama_sampler_init_typical", value);
    if (!strcmp(name, "dist")) return ((sampler *(*)(uint32_t)) find("llama_sampler_init_dist"))((uint32_t) value);
    if (!strcmp(name, "mirostat"))
        return ((sampler *(*)(uint32_t, float, float)) find("llama_sampler_init_mirostat_v2"))(1, value, 0.1f);
    fprintf(stderr, "no sampler %s\n", name);
    exit(2);
}

static sampler *chain(char *samplers) {
    sampler *made = ((sampler *(*)(chain_params)) find("llama_sampler_chain_init"))((chain_params) {true});
    void (*add)(sampler *, sampler *) = (void (*)(sampler *, sampler *)) find("llama_sampler_chain_add");
    for (char *name = strtok(samplers, " "); name; name = strtok(NULL, " ")) {
        char *value = strchr(name, '=');
        if (value) *value++ = 0;
        add(made, named(name, value ? strtof(value, NULL) : 0));
    }
    return made;
}

static float *read_all(const char *path, size_t *count) {
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        exit(2);
    }
    fseek(file, 0, SEEK_END);
    size_t bytes = (size_t) ftell(file);
    rewind(file);
    float *values = malloc(bytes);
    *count = fread(values, 1, bytes, file) / sizeof(float);
    fclose(file);
    return values;
}

static void fill(token_data *candidates, const float *logits, int n) {
    for (int id = 0; id < n; id++) {
        candidates[id] = (token_data) {id, logits[id], 0.0f};
    }
}

static long nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000L + now.tv_nsec;
}

int main(int count, char **arguments) {
    if (count != 2 || !(library = dlopen(arguments[1], RTLD_NOW))) {
        fprintf(stderr, "usage: llama_samplers LIBLLAMA; %s\n", count == 2 ? dlerror() : "");
        return 2;
    }
    void (*apply)(sampler *, token_data_array *) = (void (*)(sampler *, token_data_array *)) find("llama_sampler_apply");
    void (*release)(sampler *) = (void (*)(sampler *)) find("llama_sampler_free");
    char line[4096], path[2048], samplers[1024];
    int vocabulary, steps;
    while (fgets(line, sizeof line, stdin)) {
        if (sscanf(line, "%2047s %d %d %1023[^\n]", path, &vocabulary, &steps, samplers) != 4) return 2;
        size_t values;
        float *rows = read_all(path, &values);
        size_t turns = values / (size_t) vocabulary;
        token_data *candidates = malloc((size_t) vocabulary * sizeof *candidates);
        sampler *asked = chain(samplers);
        long warm = nanoseconds() + 20 * 1000 * 1000;
        size_t turn = 0;
        for (int step = 0; step < steps; turn++) {
            long start = nanoseconds();
            fill(candidates, rows + turn % turns * (size_t) vocabulary, vocabulary);
            token_data_array all = {candidates, (size_t) vocabulary, -1, false};
            apply(asked, &all);
            long end = nanoseconds();
            if (all.selected < 0) return 3;
            if (end > warm) {
                printf("%ld ", end - start);
                step++;
            }
        }
        printf("\n");
        fflush(stdout);
        release(asked);
        free(candidates);
        free(rows);
    }
    return 0;
}
