// How the page uses its room: a prompt as high as its lines, and two panels with the slider alone, for a room to read.
import { $ } from './dom.js';
import { onChange, state } from './state.js';

let fitted = null;

/** Makes the prompt's place as high as what is written in it; looks at it only when that has changed, as looking lays out the page. */
export function fitPrompt() {
  const area = $('prompt');
  if (area.value === fitted) return;
  fitted = area.value;
  area.style.height = 'auto';
  area.style.height = `${area.scrollHeight + 2}px`;
}

const isPresenting = () => document.body.classList.contains('presenting');

/** The selected panel and its neighbour are those that are presented. */
function choose() {
  const beside = state.active > 0 ? state.active - 1 : 1;
  [...$('panels').children].forEach((panel, i) => panel.classList.toggle('presented', i === state.active || i === beside));
}

function present(on) {
  document.body.classList.toggle('presenting', on);
  $('leave').hidden = !on;
  choose();
  (on ? $('temperature') : $('present')).focus();
}

/** Wires the button, the way back and Escape. */
export function listenForPresenting() {
  $('present').addEventListener('click', () => present(true));
  $('leave').addEventListener('click', () => present(false));
  document.addEventListener('keydown', (event) => { if (event.key === 'Escape' && isPresenting()) present(false); });
  onChange(() => { if (isPresenting()) choose(); });
  new MutationObserver(choose).observe($('panels'), { childList: true });
  addEventListener('resize', () => { fitted = null; fitPrompt(); });
}
