// The worker, as promises.

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

/** Hands logits over and gets their ranking. The buffer stays readable here. */
export const load = (key, buffer) => {
  const copy = buffer.slice(0);
  return ask('load', { key, buffer: copy }, [copy]);
};
export const forget = (keep) => ask('forget', { keep });
export const evaluate = (main, temperatures, items) => ask('evaluate', { main, temperatures, items });
