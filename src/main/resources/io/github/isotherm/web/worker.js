// Holds logits and answers with exact distributions, off the page's own thread.
import { evaluate, vectorOf } from './softmax.js';

const vectors = new Map();

const answers = {
  load: ({ key, buffer }) => {
    vectors.set(key, vectorOf(new Float32Array(buffer)));
    return { order: vectors.get(key).order };
  },
  evaluate: ({ main, temperatures, items }) => evaluate(vectors, main, temperatures, items),
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
