// Everything that a link reproduces, and who is told when it changes.

import { chainPieces, chainText, isChain } from './chain-text.js';
import { LEAST_PANELS, LEAST_SAMPLES, MOST_PANELS, MOST_SAMPLES, MOST_TEMPERATURE, MOST_TOKENS, readSeed, readTemperature, readWhole } from './numbers.js';
import { takeToken } from './token.js';

export { LEAST_PANELS, MOST_PANELS, MOST_TEMPERATURE };

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

const MOST_ID = 2 ** 31 - 1;
const among = (...values) => (text) => (values.includes(text) ? text : undefined);
const whole = (least, most) => (text) => readWhole(text, least, most);

/** Every entry read, or undefined where one cannot be; an empty text is an empty list. */
function list(text, read) {
  const entries = text === '' ? [] : text.split(',').map(read);
  return entries.includes(undefined) ? undefined : entries;
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function temperatures(text) {
  const values = list(text, readTemperature);
  return values?.length >= LEAST_PANELS && values.length <= MOST_PANELS ? values : undefined;
}

/** The parts of an address: what each sets, how it is read (undefined where it cannot be) and written. */
const PARTS = {
  p: { sets: 'prompt', read: (text) => text, write: String },
  b: { sets: 'branch', read: (text) => list(text, whole(0, MOST_ID)), write: String },
  w: { sets: 'words', read: (text) => list(text, decoded), write: (words) => words.map(encodeURIComponent).join(',') },
  r: { sets: 'rows', read: among('words', 'top'), write: String },
  m: { sets: 'measure', read: among('share', 'vocabulary'), write: String },
  t: { sets: 'temperatures', read: temperatures, write: String },
  a: { sets: 'active', read: whole(0, MOST_PANELS - 1), write: String },
  c: { sets: 'chain', read: (text) => (isChain(text) ? chainPieces(text) : undefined), write: (chain) => chainText(chain) },
  s: { sets: 'seed', read: readSeed, write: String },
  n: { sets: 'maxTokens', read: whole(1, MOST_TOKENS), write: String },
  k: { sets: 'samples', read: whole(LEAST_SAMPLES, MOST_SAMPLES), write: String },
  v: { sets: 'tab', read: among('playground', 'samples', 'lesson'), write: String },
};

/** A part of an address as it is written: its key, and its text or undefined where the percent signs make none. */
function piece(written) {
  const at = written.indexOf('=');
  const key = at < 0 ? written : written.slice(0, at);
  return { key, written, text: at < 0 ? undefined : decoded(written.slice(at + 1).replaceAll('+', ' ')) };
}

/** The values that an address sets, defaults for all others, and the parts that were not understood; never throws. */
export function readAddress(hash) {
  const values = { ...DEFAULTS };
  const damaged = [];
  for (const { key, written, text } of hash.replace(/^#/, '').split('&').filter(Boolean).map(piece)) {
    const part = Object.hasOwn(PARTS, key) ? PARTS[key] : null;
    const value = text === undefined ? undefined : part?.read(text);
    if (value === undefined) damaged.push({ key: part ? key : '', written });
    else values[part.sets] = value;
  }
  if (values.active >= values.temperatures.length) {
    damaged.push({ key: 'a', written: `a=${values.active}` });
    values.active = DEFAULTS.active;
  }
  return { values, damaged };
}

takeToken();
export const state = readAddress(location.hash).values;
const listeners = [];

export function onChange(listener) {
  listeners.push(listener);
}

/** Changes some of the state and tells what. */
export function change(part) {
  Object.assign(state, part);
  for (const listener of listeners) listener(Object.keys(part));
}

/** The state as the part of the address after #; what is as usual is left out. */
export function hash() {
  const q = new URLSearchParams();
  for (const [key, { sets, write }] of Object.entries(PARTS)) {
    const value = write(state[sets]);
    if (value !== write(DEFAULTS[sets])) q.set(key, value);
  }
  return q.toString();
}

/** Whether the browser alone can compute the distributions. */
export const isTemperatureOnly = () => state.chain.length === 1;
export const activeTemperature = () => state.temperatures[state.active];
