// Every token of the vocabulary: the model's numbers beside those after the chain.
import { $, debounce, decimal, figure, h, setText, temperatureText, whole } from './dom.js';
import { branchLabel, tokenElements, tokenText } from './token-text.js';
import { t } from './i18n.js';
import { term } from './terms.js';
import { activeTemperature } from './state.js';
import { everyToken, view } from './view.js';

const PAGE = 12;
const COLUMNS = ['id', 'rank', 'logit', 'probability', 'logit', 'probability'];
let shown = PAGE;
let search = '';
let version = 0;

const slowDraw = debounce(80, draw);

/** Draws soon, and the empty table at once. */
export const drawTokens = (actions) => (view.order ? slowDraw : draw)(actions);

async function draw(actions) {
  if (!view.order) {
    $('tokens').replaceChildren(table(Array.from({ length: PAGE }, () => h('tr', {}, h('td', {}, h('span', { class: 'expected' })), COLUMNS.map((name) => h('td', { class: `number ${name}` }))))));
    return;
  }
  const mine = ++version;
  const temperature = activeTemperature();
  let numbers;
  try {
    numbers = await everyToken(temperature);
  } catch {
    return; // said elsewhere: the panels ask for the same
  }
  if (mine !== version) return;
  const { list, count } = matching();
  setText($('tokens-note'), `${t('tokensNote', { t: temperatureText(temperature) })} ${t('found', { n: whole(count), all: whole(view.order.length) })}.`);
  $('tokens').replaceChildren(table(list.map(({ id, rank }) => row(id, rank, numbers, actions))));
  $('more').disabled = list.length >= count;
}

const table = (lines) => h('table', { class: 'everything tokens' },
  h('thead', {},
    h('tr', { class: 'groups' }, h('th', { scope: 'col', rowspan: 2 }, term('token')), ['id', 'rank'].map((name) => h('th', { scope: 'col', rowspan: 2, class: `number ${name}` }, term(name))),
      ['ofModel', 'afterChain'].map((name) => h('th', { scope: 'colgroup', colspan: 2, class: 'number' }, t(name)))),
    h('tr', {}, COLUMNS.slice(2).map((name) => h('th', { scope: 'col', class: 'number' }, term(name))))),
  h('tbody', {}, lines));

function row(id, rank, numbers, actions) {
  const shownText = tokenText(view.texts[id], id);
  const logit = numbers.logitAt(id);
  const p = numbers.at(id);
  const cell = (text, name, value) => h('td', { class: `number${Number.isFinite(logit) || !name ? '' : ' dropped'}`, 'data-column': name, 'data-value': value }, text);
  return h('tr', { 'data-id': id },
    h('td', {}, h('button', { type: 'button', 'aria-label': branchLabel(view.texts[id], shownText), onclick: () => actions.branch([id]) }, tokenElements(shownText))),
    h('td', { class: 'number id' }, String(id)), h('td', { class: 'number rank' }, whole(rank)), cell(decimal(view.logits[id].toFixed(3))), h('td', { class: 'number', 'data-column': 'raw', 'data-value': numbers.rawAt(id) }, figure(numbers.rawAt(id), 6)),
    cell(Number.isFinite(logit) ? decimal(logit.toFixed(3)) : '−∞', 'logit', logit), cell(figure(p, 6), 'processed', p));
}

function matching() {
  const wanted = search.trim().toLowerCase();
  const list = [];
  let count = 0;
  view.order.forEach((id, i) => {
    if (wanted && !(view.texts[id] ?? '').toLowerCase().includes(wanted) && String(id) !== wanted) return;
    count++;
    if (list.length < shown) list.push({ id, rank: i + 1 });
  });
  return { list, count };
}

/** Wires the search and the button for more. */
export function listenForTokens(actions) {
  $('search').addEventListener('input', (event) => { search = event.target.value; shown = PAGE; drawTokens(actions); });
  $('more').addEventListener('click', () => { shown += 40; drawTokens(actions); });
}
