// Everything that a link reproduces, and who is told when it changes.

import { chainPieces, chainText } from './chain-text.js';

export const DEFAULTS = Object.freeze({
  prompt: 'This is a wonderful ___',
  branch: [],
  words: ['day', 'space', 'furniture', 'experience', 'problem', 'challenge'],
  rows: 'top',
  measure: 'share',
  temperatures: [0.5, 1, 2],
  active: 1,
  chain: [{ name: 'temperature', value: '' }],
  seed: '42',
  maxTokens: 40,
  samples: 20,
  tab: 'playground',
});

export const LEAST_PANELS = 2;
export const MOST_PANELS = 6;
export const MOST_TEMPERATURE = 2;

const list = (text) => (text ? text.split(',') : []);
const clamp = (t) => Math.min(MOST_TEMPERATURE, Math.max(0, Math.round(t * 100) / 100));

export const state = read(location.hash);
const listeners = [];

export function onChange(listener) {
  listeners.push(listener);
}

/** Changes some of the state and tells what. */
export function change(part) {
  Object.assign(state, part);
  for (const listener of listeners) listener(Object.keys(part));
}

function read(hash) {
  const q = new URLSearchParams(hash.slice(1));
  const get = (key, fallback) => (q.has(key) ? q.get(key) : fallback);
  const temperatures = list(get('t', '')).map(Number).filter(Number.isFinite).map(clamp).slice(0, MOST_PANELS);
  const kept = temperatures.length >= LEAST_PANELS ? temperatures : DEFAULTS.temperatures;
  return {
    prompt: get('p', DEFAULTS.prompt),
    branch: list(get('b', '')).map(Number).filter(Number.isInteger),
    words: q.has('w') ? list(q.get('w')).map(decodeURIComponent) : DEFAULTS.words,
    rows: get('r', DEFAULTS.rows) === 'words' ? 'words' : 'top',
    measure: get('m', DEFAULTS.measure) === 'vocabulary' ? 'vocabulary' : 'share',
    temperatures: [...kept],
    active: Math.min(kept.length - 1, Math.max(0, Number(get('a', DEFAULTS.active)) || 0)),
    chain: q.has('c') ? chainPieces(q.get('c')) : DEFAULTS.chain,
    seed: get('s', DEFAULTS.seed),
    maxTokens: Number(get('n', DEFAULTS.maxTokens)) || DEFAULTS.maxTokens,
    samples: Number(get('k', DEFAULTS.samples)) || DEFAULTS.samples,
    tab: ['playground', 'samples', 'lesson'].includes(q.get('v')) ? q.get('v') : DEFAULTS.tab,
  };
}

/** The state as the part of the address after #; what is as usual is left out. */
export function hash() {
  const q = new URLSearchParams();
  const put = (key, value, usual) => { if (value !== usual) q.set(key, value); };
  put('p', state.prompt, DEFAULTS.prompt);
  put('b', state.branch.join(','), '');
  put('w', state.words.map(encodeURIComponent).join(','), DEFAULTS.words.join(','));
  put('r', state.rows, DEFAULTS.rows);
  put('m', state.measure, DEFAULTS.measure);
  put('t', state.temperatures.join(','), DEFAULTS.temperatures.join(','));
  put('a', String(state.active), String(DEFAULTS.active));
  put('c', chainText(state.chain), 'temperature');
  put('s', state.seed, DEFAULTS.seed);
  put('n', String(state.maxTokens), String(DEFAULTS.maxTokens));
  put('k', String(state.samples), String(DEFAULTS.samples));
  put('v', state.tab, DEFAULTS.tab);
  return q.toString();
}

/** Whether the browser alone can compute the distributions. */
export const isTemperatureOnly = () => state.chain.length === 1;
export const activeTemperature = () => state.temperatures[state.active];
