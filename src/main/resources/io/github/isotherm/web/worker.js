// Holds logits and answers with exact distributions, off the page's own thread.
import { distribution, probability, ranking, sortedBy } from './softmax.js';

const vectors = new Map();
let scratch = new Float64Array(0);

function load({ key, buffer }) {
  const logits = new Float32Array(buffer);
  const order = ranking(logits);
  vectors.set(key, { logits, order, sorted: sortedBy(logits, order) });
  if (scratch.length < logits.length) scratch = new Float64Array(logits.length);
  return { order };
}

/** One answer a temperature: the main distribution's numbers, and the probability of every item (a product of tokens). */
function evaluate({ main, temperatures, items }) {
  return temperatures.map((temperature) => {
    const known = new Map();
    const at = (key) => {
      if (!known.has(key)) known.set(key, distribution(vectors.get(key).sorted, temperature, scratch));
      return known.get(key);
    };
    const { entropy, effective, nucleus, tail } = at(main);
    const p = items.map((factors) => factors.reduce((product, [key, id]) => {
      const { logits, order } = vectors.get(key);
      return product * probability(logits[id], order[0] === id, at(key));
    }, 1));
    return { temperature, entropy, effective, nucleus, tail, kept: temperature === 0 ? 1 : vectors.get(main).logits.length, p };
  });
}

const answers = {
  load,
  evaluate,
  forget: ({ keep }) => {
    for (const key of [...vectors.keys()]) if (!keep.includes(key)) vectors.delete(key);
  },
};

self.onmessage = ({ data }) => {
  try {
    self.postMessage({ id: data.id, value: answers[data.type](data) });
  } catch (error) {
    self.postMessage({ id: data.id, error: String(error) });
  }
};
