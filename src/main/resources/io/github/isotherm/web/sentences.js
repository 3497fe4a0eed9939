// One sentence at each panel's temperature, all from the same random numbers; drawn again when the temperature is moved.
import * as api from './api.js';
import { request } from './completions.js';
import { $, debounce, h } from './dom.js';
import { t } from './i18n.js';
import { state } from './state.js';
import { view } from './view.js';

const MOST_TOKENS = 48;
const MOST_KEPT = 300;
const LONGEST_GIVEN = 48;

/** What each panel's sentence was made from, its text, and the text before it. */
const known = new Map();
const shown = [];
let running = null;
let asked = new Set();

const keyOf = (temperature) => {
  const { prompt, ...asked } = request(1);
  return JSON.stringify({ ...asked, temperatures: [temperature], max_tokens: MOST_TOKENS });
};

/** Shows the sentences that are there, and asks for the others when nothing has moved for a moment. */
export function drawSentences(report) {
  if (!view.order) return;
  const keys = state.temperatures.map(keyOf);
  keys.forEach((key, i) => {
    const sentence = known.get(key);
    if (sentence) show(i, key, sentence);
    $(`sentence-${i}`)?.classList.toggle('old', !sentence);
  });
  const missing = [...new Set(keys)].filter((key) => !known.get(key)?.over);
  if (missing.every((key) => asked.has(key))) return;
  forgetSentences();
  asked = new Set(missing);
  ask(missing, report);
}

/** Stops what is being told: it is of another prompt, chain or temperature. */
export function forgetSentences() {
  running?.abort();
  running = null;
  asked = new Set();
}

const ask = debounce(120, async (keys, report) => {
  if (!keys.every((key) => asked.has(key))) return;
  const mine = new AbortController();
  running = mine;
  const sentences = keys.map((key) => ({ key, text: '', over: false }));
  const temperatures = keys.map((key) => JSON.parse(key).temperatures[0]);
  if (known.size > MOST_KEPT) known.clear();
  try {
    await api.complete({ ...request(1), temperatures, max_tokens: MOST_TOKENS, sentence: true }, (event) => {
      if (mine.signal.aborted) return;
      if (event.event === 'error') throw new api.ApiError(500, event);
      if (event.event === 'text') sentences[event.temperature].text += event.text;
      if (event.event === 'done') sentences.forEach((sentence, i) => end(sentence, event.result.temperatures[i].completions[0]));
      for (const sentence of sentences) if (sentence.text || sentence.over) known.set(sentence.key, sentence);
      drawSentences(report);
    }, mine.signal);
  } catch (error) {
    if (error.name !== 'AbortError' && error.status !== 400 && !error.code) report(error); // a chain's fault is said at the chain
  } finally {
    for (const sentence of sentences) if (!sentence.over && known.get(sentence.key) === sentence) known.delete(sentence.key);
    if (running === mine) running = null;
  }
});

/** A sentence that found no end within the most tokens goes on. */
function end(sentence, { finish_reason: reason }) {
  sentence.over = true;
  if (reason === 'length') sentence.text += ' …';
}

/** Where a text begins to differ from the one that stood there before. */
function differsAt(text, before) {
  if (!before) return text.length;
  let at = 0;
  while (at < text.length && text[at] === before[at]) at++;
  return at < text.length || text.length < before.length ? at : text.length;
}

function show(i, key, { text, over }) {
  const place = $(`sentence-${i}`);
  if (!place) return;
  const last = shown[i];
  const isSame = last?.place === place && last.key === key;
  if (isSame && last.text === text && last.over === over) return;
  const before = isSame ? last.before : last?.place === place && last.prompt === view.prompt ? last.text : '';
  shown[i] = { place, key, text, over, before, prompt: view.prompt };
  const at = differsAt(text, before);
  place.replaceChildren(h('span', { class: 'given' }, given()), text.slice(0, at), ...(at < text.length ? [h('mark', { class: 'changed', title: t('changed') }, text.slice(at))] : []));
}

/** The end of the prompt. */
function given() {
  const text = view.tokens.map((token) => token.text).join('').replace(/\s*\n\s*/g, ' ');
  return text.length > LONGEST_GIVEN ? `… ${text.slice(-LONGEST_GIVEN).replace(/^\S*\s/, '')}` : text;
}
