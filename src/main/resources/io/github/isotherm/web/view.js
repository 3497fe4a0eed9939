// What the page shows, computed: the prompt's logits, and the distributions of every panel and curve.
import * as api from './api.js';
import * as engine from './engine.js';
import { chainText } from './chain-text.js';
import { isTemperatureOnly, state } from './state.js';
import { shares } from './softmax.js';

export const TOP = 8;
const CURVE_STEP = 0.05;
const MOST_KNOWN = 600;

/** Numbers only; how they look is the business of others. */
export const view = {
  model: null, texts: [], prompt: '', removed: '', tokens: [], words: [], ids: [], branched: 0, logits: null, order: null,
  top: [], panels: [], curves: [], chainError: '',
};

const buffers = new Map();
let main = '';
let items = [];
let known = new Map();
let loading = new AbortController();

const keyOf = (ids) => ids.join(',');

async function loadVector(ids, signal) {
  const key = keyOf(ids);
  if (!buffers.has(key)) buffers.set(key, await api.logits(ids, signal));
  const { order } = await engine.load(key, buffers.get(key));
  return { key, order };
}

/** Asks for the prompt's tokens and logits, and for those inside words of several tokens; tells what it waits for. */
export async function loadPrompt(awaiting) {
  loading.abort();
  loading = new AbortController();
  const { signal } = loading;
  const asked = { prompt: state.prompt, branch: state.branch, candidates: state.words };
  const branched = state.branch.length;
  awaiting('tokens');
  const answer = await api.prompt(asked, signal);
  const ids = answer.tokens.map((token) => token.id);
  awaiting('logits');
  const { key, order } = await loadVector(ids, signal);
  const wordItems = [];
  if (answer.candidates.some((word) => word.ids.length > 1)) awaiting('words');
  for (const word of answer.candidates) {
    const factors = [[key, word.ids[0]]];
    for (let i = 1; i < word.ids.length; i++) {
      factors.push([(await loadVector([...ids, ...word.ids.slice(0, i)], signal)).key, word.ids[i]]);
    }
    wordItems.push(factors);
  }
  if (signal.aborted) return false;
  main = key;
  items = [...wordItems, ...Array.from(order.subarray(0, TOP), (id) => [[key, id]])];
  known = new Map();
  const keep = [...new Set(items.flat().map(([vector]) => vector))];
  for (const old of [...buffers.keys()]) if (!keep.includes(old)) buffers.delete(old);
  await engine.forget([...keep, 'lesson']);
  Object.assign(view, {
    prompt: answer.prompt, removed: answer.removed, tokens: answer.tokens, words: answer.candidates, ids, branched, order,
    logits: new Float32Array(buffers.get(key)), top: mostProbable(order),
  });
  return true;
}

/** Forgets what was computed with another chain. */
export function forgetDistributions() {
  known = new Map();
  view.curves = [];
}

/** The exact distributions at some temperatures, each computed once. */
async function at(temperatures) {
  const now = known;
  const missing = [...new Set(temperatures)].filter((t) => !now.has(t));
  if (missing.length > 0) {
    const computed = isTemperatureOnly() ? await engine.evaluate(main, missing, items) : await onServer(missing, view.top);
    if (now.size > MOST_KNOWN) now.clear();
    computed.forEach((result) => now.set(result.temperature, result));
  }
  return temperatures.map((t) => now.get(t));
}

/** The distributions after the chain, with the numbers of the words and of the listed tokens in the order of the rows. */
async function onServer(temperatures, ids) {
  const answer = await api.next({
    ids: view.ids, branched: view.branched, temperatures, chain: chainText(state.chain, 1), top: TOP, watch: ids, candidates: state.words,
  });
  return answer.temperatures.map((d) => {
    const last = new Map(d.funnel.at(-1).watched.map((token) => [token.id, token.probability]));
    const p = [...d.candidates.map((word) => word.probability), ...ids.map((id) => last.get(id) ?? 0)];
    return { ...d, p };
  });
}

const mostProbable = (order) => Array.from(order.subarray(0, TOP));

/** The tokens of the rows, the same in every panel: the best after the chain, then the model's own best, to see what cut them. */
function topAfter(distributions) {
  const best = new Map();
  for (const { top } of distributions) {
    top.forEach(({ id, probability }, place) => {
      const before = best.get(id) ?? { place, probability };
      best.set(id, { place: Math.min(place, before.place), probability: Math.max(probability, before.probability) });
    });
  }
  const byProbability = ([, a], [, b]) => b.probability - a.probability;
  const chosen = [...best].sort((a, b) => a[1].place - b[1].place || byProbability(a, b)).slice(0, TOP).sort(byProbability).map(([id]) => id);
  return [...chosen, ...mostProbable(view.order).filter((id) => !chosen.includes(id))].slice(0, TOP);
}

/** Computes the panels; under a chain their rows follow from them, and numbers of other rows are asked for once more. */
export async function computePanels() {
  const temperatures = [...state.temperatures];
  const now = known;
  let results = await at(temperatures);
  if (known !== now || !results.every(Boolean)) return;
  const top = isTemperatureOnly() ? mostProbable(view.order) : topAfter(results);
  if (top.join() !== view.top.join()) {
    const computed = isTemperatureOnly() ? results : await onServer([...new Set(temperatures)], top);
    if (known !== now) return;
    if (!isTemperatureOnly()) known = new Map(computed.map((result) => [result.temperature, result]));
    results = temperatures.map((t) => known.get(t));
    view.curves = [];
    view.top = top;
  }
  view.panels = results;
}

/** The same over the whole slider; in small portions, so that a moved slider does not wait. */
export async function computeCurves() {
  const temperatures = Array.from({ length: Math.round(2 / CURVE_STEP) }, (_, i) => Math.round((i + 1) * CURVE_STEP * 100) / 100);
  const now = known;
  const portion = isTemperatureOnly() ? 4 : temperatures.length;
  for (let i = 0; i < temperatures.length; i += portion) {
    await at(temperatures.slice(i, i + portion));
    if (known !== now) return false;
  }
  view.curves = await at(temperatures);
  return true;
}

/** The rows to show: what each is called, and where its numbers stand. */
export function rows() {
  if (!view.order) return expectedRows();
  const words = view.words.length;
  if (state.rows === 'words') {
    return view.words.map((word, i) => ({ text: word.text, ids: word.ids, at: i, colour: i % 8 }));
  }
  return view.top.map((id, i) => ({ text: view.texts[id], ids: [id], at: words + i, colour: i % 8 }));
}

/** A word as it is scored: with a blank before it unless it brings one. */
export const asScored = (word) => (/^\s/.test(word) ? word : ` ${word}`);

/** Rows of the same geometry, before the model has answered. */
function expectedRows() {
  if (state.rows === 'words') return state.words.map((word, i) => ({ text: asScored(word), ids: [], at: i, colour: i % 8 }));
  return Array.from({ length: TOP }, (_, i) => ({ text: '', ids: [], at: i, colour: i % 8 }));
}

/** What the bars show of a distribution, one number a row. */
export function values(distribution) {
  const p = rows().map((row) => distribution.p[row.at]);
  return state.rows === 'words' && state.measure === 'share' ? shares(p) : p;
}

/** The chain step that dropped a row's token, or null while it lives. */
export function diedAt(distribution, row) {
  if (!distribution.funnel || row.ids.length !== 1) return null;
  const stage = distribution.funnel.find(({ watched }) => watched.some((w) => w.id === row.ids[0] && w.logit === '-inf'));
  return stage ? stage.processor : null;
}

/** Every token's numbers at a temperature: the raw ones, and those after the chain. */
export async function everyToken(temperature) {
  const [one, now] = await at([1, temperature]);
  const { logits, order, ids, branched, words } = view;
  const top = order[0];
  const raw = isTemperatureOnly() ? one : (await engine.evaluate(main, [1], items))[0];
  const rawAt = (id) => raw.p[words.length] * Math.exp(logits[id] - logits[top]);
  if (!isTemperatureOnly()) {
    const after = await api.processed({ ids, branched, temperatures: [temperature], chain: chainText(state.chain, 1) });
    return { rawAt, logitAt: (id) => after.logits[id], at: (id) => after.probabilities[id] };
  }
  if (temperature === 0) return { rawAt, logitAt: (id) => (id === top ? logits[id] : -Infinity), at: (id) => (id === top ? 1 : 0) };
  return {
    rawAt,
    logitAt: (id) => logits[id] / temperature,
    at: (id) => now.p[words.length] * Math.exp((logits[id] - logits[top]) / temperature),
  };
}
