// Words of art, each explained in one sentence where it stands: under the pointer, on focus, or at a tap.
import { $, h, setText } from './dom.js';
import { t } from './i18n.js';

/** A word that explains itself. */
export const term = (name, text = t(name)) => h('button', { type: 'button', class: 'term', 'data-term': name }, text);

/** A question mark beside a field, whose label no button may stand in. */
export const mark = (name) => h('button', { type: 'button', class: 'term asked', 'data-term': name, 'aria-label': t('whatIs', { name: t(name) }) }, '?');

const GAP = 6;
let at = null;

function show(button) {
  if (at === button) return;
  hide();
  at = button;
  const card = $('explanation');
  setText(card, t(`what_${button.dataset.term}`));
  card.hidden = false;
  button.setAttribute('aria-describedby', 'explanation');
  place();
}

/** Beside its word, inside the window. */
function place() {
  if (!at) return;
  const card = $('explanation');
  const word = at.getBoundingClientRect();
  const room = document.documentElement.clientWidth - card.offsetWidth - GAP;
  const above = word.bottom + card.offsetHeight + GAP > innerHeight;
  card.style.left = `${Math.max(GAP, Math.min(word.left, room))}px`;
  card.style.top = `${above ? word.top - card.offsetHeight - GAP : word.bottom + GAP}px`;
}

function hide() {
  at?.removeAttribute('aria-describedby');
  at = null;
  $('explanation').hidden = true;
}

/** Wires all that are there and that will be. */
export function listenForTerms() {
  const of = (event) => event.target.closest?.('.term');
  for (const name of ['pointerover', 'focusin', 'click']) document.addEventListener(name, (event) => { if (of(event)) show(of(event)); });
  document.addEventListener('pointerout', (event) => { if (of(event) && document.activeElement !== at) hide(); });
  document.addEventListener('focusout', (event) => { if (of(event)) hide(); });
  document.addEventListener('keydown', (event) => { if (event.key === 'Escape') hide(); });
  addEventListener('scroll', place, { passive: true });
}

/** The question marks that stand in the page itself. */
export function drawMarks() {
  for (const place of document.querySelectorAll('[data-ask]')) place.replaceChildren(mark(place.dataset.ask));
}
