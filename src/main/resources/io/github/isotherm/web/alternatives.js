// What could stand at a place of a text, with its probability at every panel's temperature: asked once a place.
import * as api from './api.js';
import { chainText } from './chain-text.js';
import { state } from './state.js';

export const ALTERNATIVES = 5;
const MOST_KNOWN = 400;
const known = new Map();

/** The panels' temperatures, and the text's own first where it is none of them. */
export const temperaturesWith = (own) => (state.temperatures.includes(own) ? [...new Set(state.temperatures)] : [own, ...new Set(state.temperatures)]);

/** Tokens `{id, p}`, p a number a temperature: the most probable after the chain at the text's own, and the drawn one. */
export async function alternatives({ ids, branched, own, drawn }) {
  const columns = temperaturesWith(own);
  const asked = { ids, branched, temperatures: [own, ...columns.filter((t) => t !== own)], chain: chainText(state.chain, 1), top: ALTERNATIVES, watch: [drawn] };
  const key = JSON.stringify(asked);
  if (!known.has(key)) {
    if (known.size >= MOST_KNOWN) known.delete(known.keys().next().value);
    known.set(key, api.alternatives(asked).catch((error) => { known.delete(key); throw error; }));
  }
  const { tokens } = await known.get(key);
  const at = columns.map((t) => asked.temperatures.indexOf(t));
  return { temperatures: columns, tokens: tokens.map(({ id, probabilities }) => ({ id, p: at.map((i) => probabilities[i]) })) };
}
