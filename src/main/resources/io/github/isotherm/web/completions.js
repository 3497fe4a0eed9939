// Completions at all temperatures at once, streamed; stopping them stops the model.
import * as api from './api.js';
import { $, h, setText, temperatureText } from './dom.js';
import { t } from './i18n.js';
import { chainText } from './chain-text.js';
import { state } from './state.js';
import { view } from './view.js';

let running = null;
let result = null;

/** What is asked of the server, from the page's state. */
export function request(samples) {
  const seed = Number(state.seed);
  return {
    ids: view.ids, branched: view.branched, prompt: view.prompt, temperatures: state.temperatures, samples, max_tokens: state.maxTokens,
    chain: chainText(state.chain, 1), ...(state.seed.trim() === '' ? {} : { seed: Number.isInteger(seed) ? seed : state.seed }),
  };
}

export function drawCompletions() {
  $('run').disabled = !view.order;
  if (running || result) return;
  $('completions').replaceChildren(h('p', { class: 'note' }, t('notRun')));
}

/** A new prompt makes old completions meaningless. */
export function forgetCompletions() {
  stop();
  result = null;
  drawCompletions();
}

export const stop = () => running?.abort();
export const completions = () => result;

/** What became of a completion's constraint, if it had one: whether the text is whole, and what that cost. */
export function outcomeText({ constraint }) {
  return constraint ? t(constraint.complete ? 'wholeText' : 'cutText', { n: (0 - constraint.logprob).toFixed(2) }) : '';
}

export async function run(report) {
  stop();
  const mine = new AbortController();
  running = mine;
  result = null;
  const given = view.tokens.slice(-6).map((token) => token.text).join('');
  const columns = state.temperatures.map((temperature, i) => {
    const text = h('span', { 'data-text': i });
    const outcome = h('p', { class: 'note outcome' });
    const element = h('article', { class: 'completion' }, h('h3', {}, `T = ${temperatureText(temperature)}`), h('span', { class: 'given' }, given), text, outcome);
    return { text, outcome, element };
  });
  const status = h('p', { class: 'note', role: 'status' }, t('running'));
  $('completions').dataset.count = columns.length;
  $('completions').replaceChildren(...columns.map((c) => c.element), status);
  $('run').hidden = true;
  $('stop').hidden = false;
  try {
    await api.complete(request(1), (event) => {
      if (event.event === 'start') $('completions').dataset.seed = event.seed;
      if (event.event === 'text') columns[event.temperature].text.append(event.text);
      if (event.event === 'error') throw new api.ApiError(500, event);
      if (event.event === 'done') result = event.result;
    }, mine.signal);
    result?.temperatures.forEach(({ completions: [completion] }, i) => setText(columns[i].outcome, outcomeText(completion)));
    setText(status, result ? t('doneSeed', { seed: result.seed }) : t('cancelled'));
  } catch (error) {
    setText(status, error.name === 'AbortError' ? t('cancelled') : '');
    if (error.name !== 'AbortError') report(error);
  } finally {
    if (running === mine) {
      running = null;
      $('run').hidden = false;
      $('stop').hidden = true;
    }
  }
}
