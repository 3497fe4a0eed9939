// How probable the model itself finds a token, as a colour; the classes are those of the command line.
import { h } from './dom.js';
import { t } from './i18n.js';

/** Each class from this probability on. */
export const CLASSES = [['likely', 0.5], ['usual', 0.1], ['unusual', 0.01], ['rare', 0]];
export const surprise = (p) => CLASSES.find(([, least]) => p >= least)[0];

const isOff = () => localStorage.getItem('colours') === 'off';
const apply = () => document.documentElement.classList.toggle('uncoloured', isOff());
apply();

function choose(isOn) {
  if (isOn) localStorage.removeItem('colours'); else localStorage.setItem('colours', 'off');
  apply();
  for (const box of document.querySelectorAll('.legend input')) box.checked = isOn;
}

/** What the colours mean, and their switch. */
export function legend() {
  const box = h('input', { type: 'checkbox', checked: !isOff(), onchange: (event) => choose(event.target.checked) });
  return h('div', { class: 'legend' }, h('label', {}, box, h('span', {}, t('colours'))),
    h('ul', { 'aria-label': t('coloursMean') }, CLASSES.map(([name]) => h('li', {}, h('span', { class: `token ${name}` }, t(`surprise_${name}`))))),
    h('span', { class: 'note' }, t('lookInto')));
}
