// The temperature panels: bars on one fixed axis from 0 to 1, each panel a table.
import { decimal, effectiveText, figure, h, $, setText, svg, temperatureText, whole } from './dom.js';
import { branchLabel, tokenElements, tokenText } from './token-text.js';
import { t } from './i18n.js';
import { term } from './terms.js';
import { numberField } from './number-field.js';
import { LEAST_PANELS, MOST_PANELS, readTemperature } from './numbers.js';
import { state } from './state.js';
import { diedAt, rows, values, view } from './view.js';

let built = '';
let parts = [];

/** Draws all panels; what is there already is only updated, so that nothing jumps. */
export function drawPanels(actions) {
  const shape = JSON.stringify([state.rows, rows(), state.temperatures.length, state.measure, t('token')]);
  if (shape !== built) {
    parts = state.temperatures.map((_, i) => panel(i, actions));
    const held = document.activeElement?.id;
    $('panels').replaceChildren(...parts.map((part) => part.element));
    if (held?.startsWith('panel-')) $(held)?.focus();
    $('panels').dataset.count = parts.length;
    $('add-panel').disabled = parts.length >= MOST_PANELS;
    built = shape;
  }
  state.temperatures.forEach((temperature, i) => parts[i] && update(parts[i], view.panels[i] ?? { temperature }, i));
}

function panel(i, actions) {
  const input = numberField(h('input', { type: 'text', inputmode: 'decimal', autocomplete: 'off', id: `panel-${i}` }), {
    read: readTemperature, used: () => temperatureText(state.temperatures[i] ?? 0), take: (value) => actions.setTemperature(i, value),
    allowed: 'allowedTemperature', step: 0.01,
  });
  const pick = h('button', { type: 'button', class: 'pick', onclick: () => actions.select(i) });
  const close = h('button', { type: 'button', class: 'close', onclick: () => actions.remove(i) }, '×');
  const facts = h('p', { class: 'facts' });
  const sentence = h('p', { class: 'sentence', id: `sentence-${i}` });
  const list = rows();
  const lines = list.map((row) => line(row, actions));
  const rest = state.rows === 'top' ? restLine() : null;
  const table = h('table', { class: `bars ${state.rows}`, role: 'table' }, head(),
    h('tbody', { role: 'rowgroup' }, lines.map((l) => l.element), rest && rest.element), foot(rest ? t('probability') : ''));
  const body = list.length > 0 ? table : h('p', { class: 'note' }, t('emptyWords'));
  const element = h('section', { class: 'panel' },
    h('div', { class: 'panel-head' }, h('label', { for: `panel-${i}` }, 'T ='), input, pick, close), body, sentence, facts);
  input.setAttribute('aria-label', t('panelTemperature', { n: i + 1 }));
  return { element, input, pick, close, facts, lines, rest, table };
}

function head() {
  const words = state.rows === 'words';
  const numbers = words ? ['vocabularyShort', 'shareShort'] : ['probability'];
  const cell = (name, kind) => h('th', { class: kind, scope: 'col', role: 'columnheader' }, words ? term(name) : t(name));
  return h('thead', { role: 'rowgroup', class: words ? null : 'hidden' }, h('tr', { role: 'row' }, cell('token', 'name'), numbers.map((name) => cell(name, 'number'))));
}

/** The axis below the bars; every row is a name, its numbers, and a bar over the whole width. */
export function foot(label = '') {
  const ticks = ['0', '.25', '.5', '.75', '1'].map((tick) => h('span', {}, decimal(tick)));
  return h('tfoot', { 'aria-hidden': 'true' }, h('tr', {}, h('td', { class: 'ticks' }, ticks), h('td', { class: 'measured' }, label)));
}

const row = (attributes, ...cells) => h('tr', { role: 'row', ...attributes }, ...cells);
const number = (kind = '') => h('td', { role: 'cell', class: `number ${kind}` });

function bar(colour) {
  const rect = svg('rect', { x: 0, y: 0, height: 22, width: 0, class: colour });
  return { rect, cell: h('td', { class: 'bar', 'aria-hidden': 'true' }, svg('svg', { viewBox: '0 0 100 22', preserveAspectRatio: 'none' }, rect)) };
}

function line(shown, actions) {
  const { rect, cell } = bar(`fill${shown.colour}`);
  const text = shown.ids.length === 0 && shown.text === '' ? '' : tokenText(shown.text, shown.ids[0]);
  const label = branchLabel(shown.text, text);
  const name = h('button', { type: 'button', 'aria-label': label, disabled: shown.ids.length === 0, onclick: () => actions.branch(shown.ids) }, tokenElements(text));
  name.title = `${JSON.stringify(shown.text)}: ${label}`;
  const numbers = state.rows === 'words' ? [number(), number('second')] : [number()];
  const element = row({ 'data-token': shown.text, 'data-id': shown.ids.join() }, h('th', { role: 'rowheader', scope: 'row', class: 'name' }, name), numbers, cell);
  return { row: shown, rect, numbers, element };
}

function restLine() {
  const { rect, cell } = bar('restfill');
  const name = h('th', { role: 'rowheader', scope: 'row', class: 'name' }, '…');
  const value = number();
  return { rect, name, number: value, element: row({ class: 'rest', 'data-token': 'rest' }, name, value, cell) };
}

function update(part, distribution, i) {
  const active = i === state.active;
  if (part.drawn === distribution && part.wasActive === active) return;
  Object.assign(part, { drawn: distribution, wasActive: active });
  part.element.classList.toggle('active', active);
  part.element.dataset.temperature = distribution.temperature;
  if (document.activeElement !== part.input) part.input.value = temperatureText(distribution.temperature);
  setText(part.pick, active ? t('selected') : t('select'));
  const named = temperatureText(distribution.temperature);
  part.pick.setAttribute('aria-label', `${part.pick.textContent}: ${t('selectPanel', { t: named })}`);
  part.element.setAttribute('aria-label', `T = ${named}`);
  part.table.setAttribute('aria-label', t('tableAt', { t: named }));
  part.pick.setAttribute('aria-pressed', String(active));
  part.close.hidden = state.temperatures.length <= LEAST_PANELS;
  part.close.setAttribute('aria-label', t('removePanel', { t: named }));
  if (!distribution.p) return;
  setText(part.facts, t('facts', { n: effectiveText(distribution.effective), k: whole(distribution.kept) }));
  const shown = values(distribution);
  const sum = part.lines.reduce((total, { row }) => total + distribution.p[row.at], 0);
  part.lines.forEach((l, n) => updateLine(l, distribution, shown[n], sum));
  if (part.rest) updateRest(part.rest, distribution, sum, part.lines);
}

function updateLine(l, distribution, value, sum) {
  const p = distribution.p[l.row.at];
  const share = sum > 0 ? p / sum : 0;
  l.rect.setAttribute('width', 100 * value);
  l.element.dataset.p = p;
  l.element.dataset.share = share;
  const died = diedAt(distribution, l.row);
  const [first, second] = l.numbers;
  if (second) {
    setText(second, figure(share));
    second.hidden = Boolean(died);
  }
  setText(first, died ? t('diedAt', { name: died }) : figure(p));
  first.classList.toggle('died', Boolean(died));
  first.title = died ?? '';
}

function updateRest(rest, distribution, sum, lines) {
  const alive = lines.filter(({ row }) => distribution.p[row.at] > 0 || !distribution.funnel && distribution.temperature > 0).length;
  const others = Math.max(0, distribution.kept - alive);
  const left = others === 0 ? 0 : Math.max(0, 1 - sum);
  rest.rect.setAttribute('width', 100 * left);
  rest.element.dataset.p = left;
  setText(rest.name, t('others', { n: whole(others) }));
  setText(rest.number, figure(left));
}
