// The chain as pieces that can be moved, and what each piece leaves.
import { h, $, svg, setText, whole } from './dom.js';
import { t } from './i18n.js';
import { state } from './state.js';
import { view } from './view.js';

/** Off-the-shelf values for processors one is likely to try first. */
const FIRST = { 'top-k': '40', 'top-p': '0.9', 'min-p': '0.05', 'typical-p': '0.9', 'repetition-penalty': '1.1' };

let dragged = -1;

/** Draws the pieces; the focus stays on the piece that was moved. */
export function drawChain(actions, focus) {
  const held = $('chain').contains(document.activeElement) ? document.activeElement.getAttribute('aria-label') : null;
  $('chain').replaceChildren(...state.chain.map((piece, i) => pieceElement(piece, i, actions)));
  if (focus) $('chain').querySelector(`[data-focus="${focus}"]`)?.focus();
  else if (held) $('chain').querySelector(`[aria-label="${CSS.escape(held)}"]`)?.focus();
  drawFunnel();
}

function pieceElement(piece, i, actions) {
  const { name } = piece;
  const last = state.chain.length - 1;
  const move = (to, label, sign) => h('button', {
    type: 'button', disabled: to < 0 || to > last, 'data-focus': `${sign}${i}`, 'aria-label': t(label, { name }),
    onclick: () => actions.move(i, to, `${sign}${to}`),
  }, sign);
  const isTemperature = name === 'temperature';
  const parameters = isTemperature
    ? h('span', { class: 'note' }, t('eachPanel'))
    : h('input', {
      type: 'text', value: piece.value, spellcheck: 'false', autocomplete: 'off', 'aria-label': t('parameters', { name }),
      onchange: (event) => actions.setValue(i, event.target.value.trim()),
    });
  const element = h('li', {
    class: 'piece', draggable: 'true', 'data-piece': name,
    ondragstart: (event) => { dragged = i; event.dataTransfer.setData('text/plain', name); },
    ondragover: (event) => event.preventDefault(),
    ondrop: (event) => { event.preventDefault(); if (dragged >= 0 && dragged !== i) actions.move(dragged, i); dragged = -1; },
  },
  h('div', { class: 'row' }, h('span', { class: 'title' }, name), move(i - 1, 'moveEarlier', '‹'), move(i + 1, 'moveLater', '›'),
    isTemperature ? null : h('button', { type: 'button', 'aria-label': t('remove', { name }), onclick: () => actions.removePiece(i) }, '×')),
  parameters,
  svg('svg', { viewBox: '0 0 100 8', preserveAspectRatio: 'none', 'aria-hidden': 'true' }, svg('rect', { height: 8, width: 0, class: 'fill0' })),
  h('p', { class: 'left' }));
  return element;
}

/** What each piece leaves at the selected temperature; the bar is the mass that survived it. */
export function drawFunnel() {
  const distribution = view.panels[state.active];
  [...$('chain').children].forEach((element, i) => {
    const stage = distribution?.funnel?.[i];
    const kept = stage ? stage.kept : distribution?.kept;
    const mass = stage ? stage.mass : 1;
    if (kept === undefined) return;
    element.dataset.kept = kept;
    element.dataset.mass = mass;
    element.querySelector('rect').setAttribute('width', 100 * mass);
    setText(element.querySelector('.left'), `${t('survivors', { n: whole(kept) })} · ${t('massKept', { p: (100 * mass).toFixed(mass > 0.9995 ? 0 : 1) })}`);
  });
}

/** The processors to choose from. */
export function fillProcessors() {
  const names = view.model.processors.map((p) => p.name).filter((name) => name !== 'temperature');
  const common = Object.keys(FIRST);
  $('processor').replaceChildren(...[...common, ...names.filter((name) => !common.includes(name))].map((name) => h('option', { value: name }, name)));
}

export const firstValue = (name) => FIRST[name] ?? '';
