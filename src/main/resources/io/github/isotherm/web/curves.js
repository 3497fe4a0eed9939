// Probability against temperature, with the slider as its axis and cursor.
import { decimal, effectiveText, figure, h, $, setText, svg, temperatureText, whole } from './dom.js';
import { tokenText } from './token-text.js';
import { t } from './i18n.js';
import { term } from './terms.js';
import { activeTemperature, MOST_TEMPERATURE, state } from './state.js';
import { rows, values, view } from './view.js';

const height = () => (width < 480 ? 132 : 168);
const LEFT = 38;
const TOP = 10;
const BOTTOM = 22;
const THUMB = 30;
const LEAST_GAP = 14;
/** So that curves differ by more than colour. */
const DASHES = ['', '9 4', '3 3', '12 3 3 3', '6 3', '2 5', '14 5', '5 2 1 2'];

let width = 600;
let cursors = [];

const right = () => (width < 480 ? 90 : 104);
const x = (temperature) => LEFT + (temperature / MOST_TEMPERATURE) * (width - LEFT - right());
const y = (p) => TOP + (1 - p) * (height() - TOP - BOTTOM);

/** Follows the width of its place. */
export function watchWidth(redraw) {
  new ResizeObserver(([entry]) => {
    width = Math.max(240, Math.round(entry.contentRect.width));
    redraw();
  }).observe($('plot'));
}

/** The whole chart: after a change of prompt, words, chain, width or language. */
export function drawCurves() {
  const chart = svg('svg', { viewBox: `0 0 ${width} ${height()}`, role: 'img', 'aria-label': t('curvesLabel') });
  for (const p of [0, 0.25, 0.5, 0.75, 1]) {
    chart.append(svg('line', { class: 'gridline', x1: LEFT, x2: width - right(), y1: y(p), y2: y(p) }),
      svg('text', { class: 'axis', x: LEFT - 8, y: y(p) + 4, 'text-anchor': 'end' }, decimal(String(p))));
  }
  for (const tick of [0, 0.5, 1, 1.5, 2]) {
    chart.append(svg('text', { class: 'axis', x: x(tick), y: height() - 4, 'text-anchor': 'middle' }, decimal(String(tick))));
  }
  chart.append(...lines());
  cursors = state.temperatures.map(() => svg('line', { y1: TOP, y2: height() - BOTTOM }));
  chart.append(...cursors);
  $('curves').replaceChildren(chart);
  const slider = $('temperature');
  slider.style.marginLeft = `${LEFT - THUMB / 2}px`;
  slider.style.width = `${width - LEFT - right() + THUMB}px`;
  drawMirror();
  drawCursor();
}

/** The curves and their names; none where a chain has cut every row, as nothing is left to have a share. */
function lines() {
  if (view.curves.length === 0) return [];
  const shown = view.curves.map(values);
  const list = rows();
  const isGone = shown.map((value) => value.every((p) => p === 0));
  const paths = list.map((row, i) => svg('path', {
    class: `curve fill${row.colour}`, 'stroke-dasharray': DASHES[i % DASHES.length],
    d: shown.map((value, n) => (isGone[n] ? '' : `${n === 0 || isGone[n - 1] ? 'M' : 'L'}${x(view.curves[n].temperature).toFixed(1)} ${y(value[i]).toFixed(1)}`)).join(''),
  }));
  const ends = list.map((row, i) => ({ row, y: y(shown.at(-1)[i]) })).sort((a, b) => a.y - b.y);
  const base = y(0);
  for (let i = 1; i < ends.length; i++) ends[i].y = Math.max(ends[i].y, ends[i - 1].y + LEAST_GAP);
  const over = Math.max(0, (ends.at(-1)?.y ?? 0) - base);
  ends.forEach((end, i) => { end.y = Math.min(end.y, base - (ends.length - 1 - i) * LEAST_GAP + (over > 0 ? 0 : LEAST_GAP * ends.length)); });
  const labels = ends.map(({ row, y: at }) => svg('text', { class: `curve-label fill${row.colour}`, x: width - right() + 8, y: at + 4 }, short(tokenText(row.text, row.ids[0]))));
  return [...paths, ...labels];
}

const short = (text) => {
  const most = width < 480 ? 10 : 12;
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
};

/** What moves with the slider. */
export function drawCursor() {
  state.temperatures.forEach((temperature, i) => {
    const line = cursors[i];
    if (!line) return;
    line.setAttribute('x1', x(temperature));
    line.setAttribute('x2', x(temperature));
    line.setAttribute('class', i === state.active ? 'cursor' : 'cursor other');
  });
  const temperature = activeTemperature();
  const distribution = view.panels[state.active];
  setText($('reading'), temperatureText(temperature));
  const slider = $('temperature');
  if (Number(slider.value) !== temperature) slider.value = temperature;
  if (!distribution || distribution.temperature !== temperature) {
    if ($('readouts').children.length === 0) drawReadouts(null);
    return;
  }
  slider.setAttribute('aria-valuetext', t('temperatureValue', { t: temperatureText(temperature), n: effectiveText(distribution.effective) }));
  drawReadouts(distribution);
}

function drawReadouts(distribution) {
  const values = [
    ['effective', (d) => effectiveText(d.effective)],
    ['entropy', (d) => t('nats', { n: decimal(d.entropy.toFixed(3)) })],
    ['nucleus', (d) => whole(d.nucleus)],
    ['tail', (d) => figure(d.tail)],
  ];
  const list = $('readouts');
  if (list.children.length !== 2 * values.length) {
    list.replaceChildren(...values.flatMap(([name]) => [h('dt', {}, term(name)), h('dd', { id: `readout-${name}` })]));
  }
  for (const [name, text] of values) {
    const cell = $(`readout-${name}`);
    setText(cell.previousElementSibling.firstChild, t(name));
    if (!distribution) continue;
    setText(cell, text(distribution));
    cell.dataset.value = distribution[name];
  }
}

/** The curves as a table, for those who do not see them. */
function drawMirror() {
  const list = rows();
  const shown = view.curves.filter((_, i) => i % 5 === 4);
  $('curves-table').replaceChildren(h('table', {},
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'T'), list.map((row) => h('th', { class: 'number', scope: 'col' }, tokenText(row.text, row.ids[0]))))),
    h('tbody', {}, shown.map((d) => h('tr', {}, h('th', { scope: 'row' }, temperatureText(d.temperature)),
      values(d).map((value) => h('td', { class: 'number' }, figure(value))))))));
}
