// The exact distributions: of many temperatures in a worker, as promises; of one, sooner than a worker is asked, here.
import { evaluate as evaluateHere, vectorOf } from './softmax.js';

const worker = new Worker('worker.js', { type: 'module' });
const waiting = new Map();
let last = 0;

worker.onmessage = ({ data }) => {
  const { resolve, reject } = waiting.get(data.id);
  waiting.delete(data.id);
  if (data.error) reject(new Error(data.error)); else resolve(data.value);
};

function ask(type, message = {}, transfer = []) {
  return new Promise((resolve, reject) => {
    const id = ++last;
    waiting.set(id, { resolve, reject });
    worker.postMessage({ id, type, ...message }, transfer);
  });
}

const here = new Map();

/** Hands logits over and gets their ranking. The buffer stays readable here. */
export async function load(key, buffer) {
  const copy = buffer.slice(0);
  const { order } = await ask('load', { key, buffer: copy }, [copy]);
  here.set(key, vectorOf(new Float32Array(buffer), order));
  return { order };
}

export function forget(keep) {
  for (const key of [...here.keys()]) if (!keep.includes(key)) here.delete(key);
  return ask('forget', { keep });
}

const isOfOneVector = (main, items) => items.every((factors) => factors.every(([key]) => key === main));

/** The answers of the temperatures; at once where there is one and it takes one softmax, as when a slider is moved. */
export const evaluate = (main, temperatures, items) => (temperatures.length === 1 && isOfOneVector(main, items)
  ? evaluateHere(here, main, temperatures, items) : ask('evaluate', { main, temperatures, items }));
