// Elements in one line, numbers as the page shows them.

import { t } from './i18n.js';

export { tokenText } from './token-text.js';

const SVG = 'http://www.w3.org/2000/svg';

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name in element && typeof value === 'boolean') element[name] = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

export const h = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);
export const svg = (tag, attributes = {}, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);
export const $ = (id) => document.getElementById(id);

/** Sets text only where it differs, so that nothing is repainted or announced for nothing. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** A number's text with the language's decimal sign. */
export const decimal = (text) => text.replace('.', t('decimal'));

/** Four decimals; what would show as zero in powers of ten. */
export function figure(p, digits = 4) {
  if (p > 0 && p < 0.5 * 10 ** -digits) return decimal(p.toExponential(1));
  return decimal(p.toFixed(digits));
}

/** A part of 1 in percent, with three digits that count; never 100 for less than all. */
export function percent(p) {
  const hundred = 100 * p;
  if (p < 1 && hundred >= 99.95) return decimal('> 99.9');
  if (hundred === 0 || hundred >= 0.001) return decimal(String(Number(hundred.toPrecision(3))));
  return decimal(hundred.toExponential(1));
}

/** Thousands apart, as the language has it. */
export const whole = (n) => String(Math.round(n)).replace(/\B(?=(?:\d{3})+$)/g, t('thousands'));
export const temperatureText = (temperature) => decimal(temperature.toFixed(2));
export const effectiveText = (n) => (n < 100 ? decimal(n.toFixed(1)) : whole(n));

export function debounce(millis, action) {
  let timer;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...args), millis);
  };
}
