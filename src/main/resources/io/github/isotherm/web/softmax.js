// Temperature, softmax and entropy, exact over the whole vocabulary: all the mathematics the page does itself.

/** The mass that a nucleus reaches, and the probability below which a token belongs to the tail; as on the server. */
export const NUCLEUS = 0.9;
export const TAIL = 0.001;

/** Below this exponent e^x is 0 in double precision. */
const UNDERFLOW = -746;

/** Ids by descending logit, the lower id first on ties. */
export function ranking(logits) {
  const order = new Uint32Array(logits.length);
  for (let id = 0; id < order.length; id++) order[id] = id;
  return order.sort((a, b) => logits[b] - logits[a] || a - b);
}

/** The logits in the order of a ranking. */
export function sortedBy(logits, order) {
  return Float64Array.from(order, (id) => logits[id]);
}

/** Logits as they are evaluated: themselves, their ranking and themselves ranked. */
export function vectorOf(logits, order = ranking(logits)) {
  return { logits, order, sorted: sortedBy(logits, order) };
}

/**
 * softmax(l / T) of descending logits, summarised: what is needed to tell the probability of any token.
 * At T = 0, its limit: everything on the first.
 */
export function distribution(sorted, temperature, weights = new Float64Array(sorted.length)) {
  const max = sorted[0];
  if (temperature === 0) {
    return { temperature, max, total: 1, entropy: 0, effective: 1, nucleus: 1, tail: 0 };
  }
  let total = 0;
  let moment = 0;
  let n = 0;
  for (; n < sorted.length; n++) {
    const x = (sorted[n] - max) / temperature;
    if (x < UNDERFLOW) break;
    const weight = Math.exp(x);
    weights[n] = weight;
    total += weight;
    moment += weight * x;
  }
  const entropy = Math.max(0, Math.log(total) - moment / total);
  return { temperature, max, total, entropy, effective: Math.exp(entropy), ...shape(weights, n, total) };
}

function shape(weights, n, total) {
  let sum = 0;
  let nucleus = 0;
  while (nucleus < n && sum < NUCLEUS * total) sum += weights[nucleus++];
  let head = 0;
  for (let i = 0; i < n && weights[i] >= TAIL * total; i++) head += weights[i];
  return { nucleus, tail: Math.max(0, 1 - head / total) };
}

/** The probability of a token of a logit; at T = 0 only the argmax has any. */
export function probability(logit, isArgmax, d) {
  if (d.temperature === 0) return isArgmax ? 1 : 0;
  return Math.exp((logit - d.max) / d.temperature) / d.total;
}

let scratch = new Float64Array(0);

/**
 * One answer a temperature: the main vector's distribution, and the probability of every item,
 * a product over pairs of a vector's key and a token.
 */
export function evaluate(vectors, main, temperatures, items) {
  const size = vectors.get(main).logits.length;
  if (scratch.length < size) scratch = new Float64Array(size);
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
    return { temperature, entropy, effective, nucleus, tail, kept: temperature === 0 ? 1 : size, p };
  });
}

/** Each one's part of the sum of all. */
export function shares(probabilities) {
  const sum = probabilities.reduce((a, b) => a + b, 0);
  return probabilities.map((p) => (sum > 0 ? p / sum : 0));
}
