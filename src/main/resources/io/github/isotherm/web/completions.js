// Completions at all temperatures at once, streamed; stopping them stops the model, moving the slider draws them again.
import * as api from './api.js';
import { $, debounce, decimal, h, setText, temperatureText } from './dom.js';
import { t } from './i18n.js';
import { chainText } from './chain-text.js';
import { drawBranches, onBranches } from './branches.js';
import { DrawnText } from './drawn-text.js';
import { report as notice } from './notice.js';
import { onChange, state } from './state.js';
import { legend } from './surprise.js';
import { view } from './view.js';
import './look.js';

/** A second press within this time is the other half of a double click. */
const DOUBLE_MILLIS = 300;
/** So long the slider rests before its completions are drawn again. */
const LIVE_MILLIS = 200;

let running = null;
let result = null;
let columns = [];
let status = null;
let say = () => '';
let drawnOf = '';
let isDue = false;

/** What is asked of the server, from the page's state. */
export function request(samples) {
  const seed = Number(state.seed);
  return {
    ids: view.ids, branched: view.branched, prompt: view.prompt, temperatures: state.temperatures, samples, max_tokens: state.maxTokens,
    chain: chainText(state.chain, 1), ...(state.seed.trim() === '' ? {} : { seed: Number.isInteger(seed) ? seed : state.seed }),
  };
}

/** What the page continues, as one key. */
const beginning = () => JSON.stringify([state.prompt, state.branch]);

/** Where a text of a temperature begins. */
export const baseOf = (asked, temperature) => ({ ids: asked.ids, branched: asked.branched, branch: asked.ids.slice(asked.ids.length - asked.branched), chain: asked.chain, temperature });

/** The tree of branches and what the colours mean, in front of the completions. */
function surroundings() {
  if (!$('branch-tree')) $('completions').before(h('div', { id: 'branch-tree' }), h('div', { id: 'completions-legend' }));
  if (!$('completions-said')) $('completions').after(h('p', { id: 'completions-said', class: 'hidden', 'aria-live': 'polite' }));
  drawBranches($('branch-tree'));
  $('completions-legend').replaceChildren(legend());
}

export function drawCompletions() {
  $('run').disabled = !view.order;
  surroundings();
  if (isDue && view.order && view.ids.slice(view.ids.length - view.branched).join() === state.branch.join()) {
    run(notice);
    return;
  }
  columns.forEach(drawNotes);
  if (columns.length > 0) setText(status, say());
  else $('completions').replaceChildren(h('p', { class: 'note' }, t('notRun')));
}

/** A new prompt makes old completions meaningless; a new word of the panels does not. */
export function forgetCompletions() {
  if (drawnOf === beginning()) return;
  drawnOf = '';
  cancel();
  result = null;
  columns = [];
  drawCompletions();
}

function cancel() {
  running?.abort.abort();
}

/** Ends the run with what has come; not by the second half of a double click on Run. */
export function stop(event) {
  if (!running || event?.detail > 1) return;
  running.isStopped = true;
  if (running.name) api.stop(running.name).catch(cancel); else cancel();
}

export const completions = () => result;

/** What became of a completion's constraint, if it had one: whether the text is whole, and what that cost. */
export function outcomeText({ constraint }) {
  return constraint ? t(constraint.complete ? 'wholeText' : 'cutText', { n: decimal((0 - constraint.logprob).toFixed(2)) }) : '';
}

function column(asked, temperature) {
  const given = view.tokens.slice(-6).map((token) => token.text).join('');
  const text = new DrawnText(baseOf(asked, temperature));
  const heading = h('h3');
  const change = h('p', { class: 'note change' });
  const outcome = h('p', { class: 'note outcome' });
  const element = h('article', { class: 'completion' }, heading, h('span', { class: 'given' }, given), text.element, change, outcome);
  return { text, heading, change, outcome, element, temperature, completion: null };
}

function drawNotes(shown) {
  setText(shown.heading, `T = ${temperatureText(shown.temperature)}`);
  setText(shown.change, shown.text.changeText());
  setText(shown.outcome, shown.completion ? outcomeText(shown.completion) : '');
}

function show() {
  columns.forEach(({ text }, i) => { text.element.dataset.text = i; });
  $('completions').dataset.count = columns.length;
  $('completions').replaceChildren(...columns.map((c) => c.element), status);
}

export async function run(report) {
  const asked = request(1);
  const key = JSON.stringify(asked);
  if (running?.key === key && performance.now() - running.since < DOUBLE_MILLIS) return;
  isDue = false;
  result = null;
  drawnOf = beginning();
  columns = asked.temperatures.map((temperature) => column(asked, temperature));
  columns.forEach(drawNotes);
  status = h('p', { class: 'note', role: 'status' });
  show();
  surroundings();
  await stream(asked, columns, report, key);
}

function told(text) {
  say = text;
  setText(status, say());
}

/** Lets the server write some columns, all from the same random numbers. */
async function stream(asked, shown, report, key) {
  cancel();
  const mine = { abort: new AbortController(), since: performance.now(), key, name: '', isStopped: false };
  running = mine;
  const isLast = () => running === mine;
  if (!result) told(() => t('running'));
  shown.forEach(({ element }) => element.setAttribute('aria-busy', 'true'));
  buttons(true);
  try {
    await api.complete(asked, (event) => {
      if (!isLast()) return;
      const { text } = shown[event.temperature] ?? {};
      if (event.event === 'start') {
        mine.name = event.run;
        $('completions').dataset.seed = event.seed;
      }
      if (event.event === 'token') text.take(event.token);
      if (event.event === 'text') text.append(event.text);
      if (event.event === 'error') throw new api.ApiError(500, event);
      if (event.event === 'done') keep(event.result, shown);
    }, mine.abort.signal);
  } catch (error) {
    if (error.name === 'AbortError') mine.isStopped = true;
    else if (isLast()) report(error);
  } finally {
    if (isLast()) over(mine, shown);
  }
}

/** What the server tells at the end: of all columns, or of those that were drawn again. */
function keep(done, shown) {
  shown.forEach((c, i) => { [c.completion] = done.temperatures[i].completions; });
  result = result && shown.length < columns.length
    ? { ...result, temperatures: columns.map((c) => (shown.includes(c) ? done.temperatures[shown.indexOf(c)] : result.temperatures[columns.indexOf(c)])) } : done;
}

function over(mine, shown) {
  running = null;
  for (const c of shown) {
    c.text.finish();
    c.element.removeAttribute('aria-busy');
    drawNotes(c);
  }
  told(() => (mine.isStopped || !result ? t('cancelled') : t('doneSeed', { seed: result.seed })));
  $('completions-said').textContent = shown.map((c) => [c.temperature, c.text.changeText()]).filter(([, change]) => change)
    .map(([temperature, change]) => `T = ${temperatureText(temperature)}: ${change}`).join(' ');
  buttons(false);
}

/** Run and Stop take turns, and so does the focus. */
function buttons(isRunning) {
  const [off, on] = isRunning ? [$('run'), $('stop')] : [$('stop'), $('run')];
  const isHeld = document.activeElement === off;
  on.hidden = false;
  if (isHeld) on.focus({ preventScroll: true });
  off.hidden = true;
}

/** Draws again, from the random numbers of the first drawing, what is not of the panels' temperatures and chain. */
const live = debounce(LIVE_MILLIS, () => {
  const due = columns.filter((c) => c.isStale);
  if (due.length === 0 || !view.order) return;
  const seed = Number($('completions').dataset.seed);
  const asked = { ...request(1), ...(Number.isInteger(seed) ? { seed } : {}), temperatures: due.map((c) => c.temperature) };
  for (const c of due) {
    c.isStale = false;
    c.completion = null;
    c.text.again(baseOf(asked, c.temperature));
    drawNotes(c);
  }
  stream(asked, due, notice, '');
});

/** Follows the panels: columns come, go, and become those of another temperature. */
function follow() {
  const { temperatures } = state;
  if (temperatures.length < columns.length) {
    const gone = columns.findIndex((c, i) => c.temperature !== temperatures[i]);
    columns.splice(gone, 1);
    if (result) result = { ...result, temperatures: result.temperatures.filter((_, i) => i !== gone) };
    show();
  }
  while (columns.length < temperatures.length) {
    columns.push({ ...column(request(1), temperatures[columns.length]), isStale: true });
    if (columns.length === temperatures.length) show();
  }
}

onChange((keys) => {
  if (keys.includes('prompt')) isDue = false;
  if (keys.includes('branch') && columns.length > 0) isDue = true;
  if (columns.length === 0 || keys.includes('prompt') || keys.includes('branch') || !(keys.includes('temperatures') || keys.includes('chain'))) return;
  follow();
  columns.forEach((c, i) => {
    const isOther = c.temperature !== state.temperatures[i] || keys.includes('chain');
    c.temperature = state.temperatures[i];
    c.isStale ||= isOther || !c.text.isDone;
    if (c.isStale) c.element.setAttribute('aria-busy', 'true');
    drawNotes(c);
  });
  live();
});
onBranches(() => { if ($('branch-tree')) drawBranches($('branch-tree')); });
