// A field for one number: what is written is taken while it is one, else refused with a sentence and never bent into range.
import { h } from './dom.js';
import { t } from './i18n.js';

/** The sentences that stand now, by the field that they are of. */
const refusals = new Map();

function forget(input) {
  refusals.get(input)?.remove();
  refusals.delete(input);
  input.removeAttribute('aria-describedby');
}

function refuse(input, sentence) {
  forget(input);
  const element = h('p', { class: 'refusal', id: `${input.id}-refused`, role: 'alert' }, sentence);
  refusals.set(input, element);
  input.setAttribute('aria-describedby', element.id);
  input.after(element);
}

addEventListener('pointerdown', () => [...refusals.keys()].forEach(forget), true);

/**
 * Makes an input such a field. What it reads is undefined where a text is no such number; on leaving, the value in use comes
 * back, and the sentence stays until the next move.
 */
export function numberField(input, { read, used, take, allowed, step = 0 }) {
  const written = () => (input.value.trim() === '' ? t('nothing') : `“${input.value.trim()}”`);
  const taken = () => {
    const value = read(input.value);
    input.setAttribute('aria-invalid', String(value === undefined));
    if (value !== undefined && String(value) !== String(read(used()))) take(value);
    return value !== undefined;
  };
  input.addEventListener('input', () => { forget(input); taken(); });
  input.addEventListener('change', () => {
    if (!taken()) refuse(input, t('refused', { value: written(), allowed: t(allowed), used: used() || t('nothing') }));
  });
  input.addEventListener('blur', () => {
    input.value = used();
    input.setAttribute('aria-invalid', 'false');
  });
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') forget(input);
    const sign = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!sign || !step) return;
    event.preventDefault();
    const next = String(Math.round((read(used()) + sign * step) * 100) / 100);
    if (read(next) === undefined) return;
    input.value = next;
    input.dispatchEvent(new Event('input'));
  });
  return input;
}
