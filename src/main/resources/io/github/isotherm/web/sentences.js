// One sentence at each panel's temperature, all from the same random numbers; drawn again when the temperature is moved.
import * as api from './api.js';
import { baseOf, request } from './completions.js';
import { $, debounce, h, setText } from './dom.js';
import { DrawnText } from './drawn-text.js';
import { state } from './state.js';
import { view } from './view.js';

const MOST_TOKENS = 48;
const MOST_KEPT = 300;
const LONGEST_GIVEN = 48;

/** What was told of each sentence, by what it was made from. */
const known = new Map();
/** What stands in each panel. */
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
  const sentences = keys.map((key) => ({ key, pieces: [], pending: [], over: false, rest: '' }));
  const temperatures = keys.map((key) => JSON.parse(key).temperatures[0]);
  if (known.size > MOST_KEPT) known.clear();
  try {
    await api.complete({ ...request(1), temperatures, max_tokens: MOST_TOKENS, sentence: true }, (event) => {
      if (mine.signal.aborted) return;
      if (event.event === 'error') throw new api.ApiError(500, event);
      if (event.event === 'token') sentences[event.temperature].pending.push(event.token);
      if (event.event === 'text') append(sentences[event.temperature], event.text);
      if (event.event === 'done') sentences.forEach((sentence, i) => end(sentence, event.result.temperatures[i].completions[0]));
      for (const sentence of sentences) if (sentence.pieces.length > 0 || sentence.over) known.set(sentence.key, sentence);
      drawSentences(report);
    }, mine.signal);
  } catch (error) {
    if (error.name !== 'AbortError' && error.status !== 400 && !error.code) report(error); // a chain's fault is said at the chain
  } finally {
    for (const sentence of sentences) if (!sentence.over && known.get(sentence.key) === sentence) known.delete(sentence.key);
    if (running === mine) running = null;
  }
});

/** Text comes with the tokens that make it; those that only showed that the sentence had ended never get any. */
function append(sentence, text) {
  sentence.pieces.push({ tokens: sentence.pending, text });
  sentence.pending = [];
}

/** A sentence that found no end within the most tokens goes on. */
function end(sentence, { finish_reason: reason }) {
  sentence.over = true;
  if (reason === 'length') sentence.rest = ' …';
}

function show(i, key, sentence) {
  const place = $(`sentence-${i}`);
  if (!place) return;
  const panel = panelAt(i, place);
  if (panel.key !== key || panel.sentence !== sentence) begin(panel, key, sentence, state.temperatures[i]);
  for (; panel.count < sentence.pieces.length; panel.count++) {
    const { tokens, text } = sentence.pieces[panel.count];
    tokens.forEach((token) => panel.text.take(token));
    panel.text.append(text);
  }
  if (sentence.over && !panel.text.isDone) {
    panel.text.finish();
    panel.text.element.setAttribute('aria-description', panel.text.changeText());
  }
  setText(panel.rest, sentence.rest);
}

/** What stands in a panel's place: of another prompt or in another place it begins anew. */
function panelAt(i, place) {
  const prompt = view.ids.join();
  if (shown[i]?.place !== place || shown[i].prompt !== prompt) {
    const rest = h('span');
    shown[i] = { place, prompt, rest, key: '', text: null };
  }
  return shown[i];
}

function begin(panel, key, sentence, temperature) {
  const base = baseOf(request(1), temperature);
  if (panel.text) panel.text.again(base);
  else {
    panel.text = new DrawnText(base);
    panel.place.replaceChildren(h('span', { class: 'given' }, given()), panel.text.element, panel.rest);
  }
  Object.assign(panel, { key, sentence, count: 0 });
}

/** The end of the prompt. */
function given() {
  const text = view.tokens.map((token) => token.text).join('').replace(/\s*\n\s*/g, ' ');
  return text.length > LONGEST_GIVEN ? `… ${text.slice(-LONGEST_GIVEN).replace(/^\S*\s/, '')}` : text;
}
