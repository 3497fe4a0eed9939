// Many samples at each temperature, and what they have in common.
import * as api from './api.js';
import { $, decimal, figure, h, svg, temperatureText, tokenText } from './dom.js';
import { t } from './i18n.js';
import { numberField } from './number-field.js';
import { LEAST_SAMPLES, MOST_SAMPLES, readWhole } from './numbers.js';
import { change, state } from './state.js';
import { baseOf, outcomeText, request } from './completions.js';
import { DrawnText } from './drawn-text.js';
import { legend } from './surprise.js';
import { term } from './terms.js';
import { view } from './view.js';

const LISTED = 8;
const SHOWN_TEXTS = 10;
let running = null;
let result = null;
let count = 0;
let groups = [];
let each = 0;
let isStopped = false;

export function drawSamples(report) {
  const samples = numberField(h('input', { type: 'text', id: 'sample-count', inputmode: 'numeric', autocomplete: 'off', size: 4, value: state.samples }), {
    read: (text) => readWhole(text, LEAST_SAMPLES, MOST_SAMPLES), used: () => String(state.samples), take: (count) => change({ samples: count }), allowed: 'allowedSamples', step: 1,
  });
  const run = h('form', { class: 'inline', onsubmit: (event) => { event.preventDefault(); start(report); } },
    h('label', { for: 'sample-count' }, t('samplesEach')), samples,
    running ? h('button', { type: 'button', id: 'samples-stop', onclick: stopSamples }, t('stop'))
      : h('button', { type: 'submit', class: 'primary', id: 'samples-run', disabled: !view.order }, t('run')));
  const note = running || isStopped ? h('p', { class: 'note', role: 'status', id: 'samples-progress' }, progress())
    : groups.length === 0 ? h('p', { class: 'note' }, t('samplesEmpty')) : null;
  const held = document.activeElement?.id;
  $('view-samples').replaceChildren(h('section', { class: 'card' }, h('div', { class: 'headline' }, h('h2', {}, t('samplesTitle')), run), h('p', { class: 'note' }, t('samplesNote')), note),
    ...(result ? found() : []), ...(groups.length > 0 ? [texts()] : []));
  if (held === 'samples-run' || held === 'samples-stop') ($('samples-stop') ?? $('samples-run')).focus({ preventScroll: true });
}

/** What is known of the samples; nothing where none was finished. */
function found() {
  return result.temperatures.some((group) => group.statistics.completions > 0) ? [statistics(), entropies(), firstTokens()] : [];
}

/** How far it is, or what was finished when it was stopped. */
function progress() {
  if (running) return `${t('running')} ${count}`;
  const all = result?.temperatures.flatMap((group) => group.completions) ?? [];
  const finished = all.filter((completion) => completion.finish_reason !== 'cancelled').length;
  return t('samplesStopped', { n: finished, all: groups.length * each });
}

async function start(report) {
  if (running) return;
  const mine = { abort: new AbortController(), name: '' };
  const asked = request(state.samples);
  running = mine;
  result = null;
  count = 0;
  isStopped = false;
  each = asked.samples;
  groups = asked.temperatures.map((temperature) => ({ temperature,
    texts: Array.from({ length: Math.min(SHOWN_TEXTS, asked.samples) }, () => new DrawnText(baseOf(asked, temperature))) }));
  drawSamples(report);
  try {
    await api.complete(asked, (event) => running === mine && take(event, mine), mine.abort.signal);
  } catch (error) {
    if (error.name !== 'AbortError' && running === mine) report(error);
  } finally {
    if (running === mine) {
      running = null;
      groups.forEach((group) => group.texts.forEach((text) => text.finish()));
      drawSamples(report);
    }
  }
}

function take(event, mine) {
  const text = groups[event.temperature]?.texts[event.sample];
  if (event.event === 'start') mine.name = event.run;
  if (event.event === 'error') throw new api.ApiError(500, event);
  if (event.event === 'token') {
    count += 1;
    $('samples-progress').textContent = progress();
    text?.take(event.token);
  }
  if (event.event === 'text') text?.append(event.text);
  if (event.event === 'done') result = event.result;
}

/** Ends the run with what has come; not by the second half of a double click on Run. */
function stopSamples(event) {
  if (event.detail > 1) return;
  const mine = running;
  isStopped = true;
  if (mine.name) api.stop(mine.name).catch(() => mine.abort.abort()); else mine.abort.abort();
}

export function forgetSamples() {
  running?.abort.abort();
  running = null;
  result = null;
  groups = [];
  isStopped = false;
}

function statistics() {
  const columns = ['unique', 'distinct1', 'distinct2', 'repetition', 'meanLogprob', 'meanTokens', 'tv', 'chi'];
  const cells = ({ statistics: s, first_token: fit }) => [`${s.unique} / ${s.completions}`, figure(s.distinct_1), figure(s.distinct_2), figure(s.repetition),
    decimal(s.mean_logprob.toFixed(3)).replace('-', '−'), decimal(s.mean_tokens.toFixed(1)), fit ? figure(fit.total_variation) : '–',
    fit && fit.degrees > 0 ? `${decimal(fit.chi_square.toFixed(2))} (${fit.degrees})` : '–'];
  const all = result.temperatures.map(cells);
  return h('section', { class: 'card' }, h('div', { class: 'scroll' }, h('table', { class: 'everything statistics', id: 'statistics' },
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, t('statistic')), result.temperatures.map((group) => h('th', { scope: 'col', class: 'number' }, `T = ${temperatureText(group.temperature)}`)))),
    h('tbody', {}, columns.map((name, i) => h('tr', { 'data-statistic': name }, h('th', { scope: 'row' }, term(name)), all.map((column) => h('td', { class: 'number' }, column[i]))))))));
}

/** The mean entropy of the distributions drawn from, token by token; one curve a temperature, and the numbers as a table. */
function entropies() {
  const known = result.temperatures.filter((group) => group.statistics.entropies.length > 1);
  const most = Math.max(1, ...known.flatMap((group) => group.statistics.entropies));
  const curve = ({ statistics: s, temperature }, i) => {
    const points = s.entropies.map((value, n) => `${(100 * n) / (s.entropies.length - 1)},${60 - (58 * value) / most}`).join(' ');
    return h('div', {}, h('h3', {}, `T = ${temperatureText(temperature)}`),
      svg('svg', { viewBox: '0 0 100 60', preserveAspectRatio: 'none', class: 'spark', 'aria-hidden': 'true' }, svg('polyline', { class: `curve fill${i % 8}`, points, 'vector-effect': 'non-scaling-stroke' })),
      h('p', { class: 'note' }, t('entropyEnds', { first: decimal(s.entropies[0].toFixed(2)), last: decimal(s.entropies.at(-1).toFixed(2)) })));
  };
  return h('section', { class: 'card' }, h('h2', {}, t('entropyAlong')), h('div', { class: 'completions' }, known.map(curve)),
    h('details', {}, h('summary', {}, t('asTable')), h('div', { class: 'scroll' }, h('table', {}, h('tbody', {}, known.map((group) => h('tr', {},
      h('th', { scope: 'row' }, `T = ${temperatureText(group.temperature)}`), group.statistics.entropies.map((value) => h('td', { class: 'number' }, decimal(value.toFixed(2)))))))))));
}

function firstTokens() {
  const panel = (group) => {
    const fit = group.first_token;
    const rows = fit.outcomes.slice(0, LISTED).map((outcome) => h('tr', { role: 'row' },
      h('th', { class: 'name', scope: 'row', role: 'rowheader' }, tokenText(outcome.text)),
      h('td', { class: 'number', role: 'cell' }, figure(outcome.count / fit.samples)), h('td', { class: 'number second', role: 'cell' }, figure(outcome.probability)),
      h('td', { class: 'bar', 'aria-hidden': 'true' }, svg('svg', { viewBox: '0 0 100 22', preserveAspectRatio: 'none' },
        svg('rect', { height: 22, width: (100 * outcome.count) / fit.samples, class: 'fill0' }),
        svg('line', { class: 'exact', x1: 100 * outcome.probability, x2: 100 * outcome.probability, y1: 0, y2: 22 })))));
    return h('section', { class: 'panel' }, h('h3', {}, `T = ${temperatureText(group.temperature)}`), h('table', { class: 'bars words', role: 'table' },
      h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, ['token', 'drawn', 'exact'].map((name, i) => h('th', { scope: 'col', role: 'columnheader', class: i === 0 ? 'name' : 'number' }, t(name))))),
      h('tbody', { role: 'rowgroup' }, rows)));
  };
  return h('section', { class: 'card' }, h('h2', {}, t('firstTokens')),
    h('div', { class: 'panels' }, result.temperatures.filter((group) => group.first_token).map(panel)));
}

/** The texts, in the places they are written into. */
function texts() {
  const outcome = (i, n) => {
    const completion = result?.temperatures[i].completions[n];
    return completion?.constraint ? h('p', { class: 'note' }, outcomeText(completion)) : null;
  };
  const group = ({ temperature, texts: drawn }, i) => h('article', { class: 'completion' }, h('h3', {}, `T = ${temperatureText(temperature)}`),
    h('ol', { class: 'texts' }, drawn.map((text, n) => h('li', { 'data-sample': n }, text.element, outcome(i, n)))));
  return h('section', { class: 'card' }, h('h2', {}, t('texts')), each > SHOWN_TEXTS ? h('p', { class: 'note' }, t('textsShown', { n: SHOWN_TEXTS, all: each })) : null, legend(), h('div', { class: 'completions' }, groups.map(group)));
}
