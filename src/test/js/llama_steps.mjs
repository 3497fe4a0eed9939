// llama.cpp's part of src/test/python/steps.py, which says what it needs: told a past, reads a prompt up to it, then takes steps.
import {createRequire} from "node:module";
import {pathToFileURL} from "node:url";
import readline from "node:readline";

const VOCABULARY = 49152, STEPS = 8;
const found = createRequire(process.cwd() + "/").resolve("node-llama-cpp");
const {getLlama} = await import(pathToFileURL(found));
const llama = await getLlama({build: "never", gpu: false, logLevel: "error"});
const model = await llama.loadModel({modelPath: process.argv[2], gpuLayers: 0});
const context = await model.createContext({contextSize: 8192, threads: 1, flashAttention: true});
const sequence = context.getSequence();
const greedy = token => [token, {generateNext: {token: true, options: {temperature: 0}}}];
let past = 0;
let token = 0;

async function read(wanted) {
    const ids = Array.from({length: wanted}, (_, i) => (17 + i * 7919) % VOCABULARY).slice(past);
    const answered = await sequence.controlledEvaluate([...ids.slice(0, -1), greedy(ids.at(-1))]);
    past = wanted;
    token = answered[ids.length - 1].next.token;
}

console.log("ready");
for await (const line of readline.createInterface({input: process.stdin})) {
    if (past < Number(line)) await read(Number(line));
    const times = [];
    for (let i = 0; i < STEPS; i++) {
        const start = performance.now();
        const [next] = await sequence.controlledEvaluate([greedy(token)]);
        times.push(performance.now() - start);
        token = next.next.token;
        past++;
    }
    console.log(times.join(" "));
}
process.exit(0);
