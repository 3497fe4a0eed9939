// The parameters of a piece that takes texts, edited as what they are: text, lines, ticks and choices.
import { h } from './dom.js';
import { t } from './i18n.js';
import { abbreviated, readValues, writeValues } from './chain-values.js';

/** The pieces whose editor is open, by their names. */
const opened = new Set();

/** Opens the editor of a piece that was just added. */
export const openFields = (name) => opened.add(name);

/** The editor of a piece, or null where its value is more than the fields can hold; tells every new value. */
export function fieldsElement({ name, value }, fields, changed) {
  const values = readValues(value, fields);
  if (!values) return null;
  const shown = h('code', {});
  const take = (field, now) => {
    values[field.name] = now;
    shown.textContent = abbreviated(values, fields);
    changed(writeValues(values, fields));
  };
  shown.textContent = abbreviated(values, fields);
  const rows = fields.map((field) => fieldElement(name, field, values[field.name] ?? field.initial, (now) => take(field, now)));
  if (fields.length === 1 && fields[0].kind === 'line') return h('div', { class: 'fields' }, rows);
  return h('details', {
    class: 'fields', open: opened.has(name),
    ontoggle: ({ target }) => (target.open ? opened.add(name) : opened.delete(name)),
  }, h('summary', {}, h('span', { class: 'hidden' }, `${t('parameters', { name })}: `), shown), rows);
}

const written = { spellcheck: 'false', autocomplete: 'off', draggable: 'false' };

const INPUTS = {
  line: (value, label, take) => h('input', { type: 'text', ...written, 'aria-label': label, value: value ?? '', onchange: ({ target }) => take(target.value) }),
  area: (value, label, take) => area(value ?? '', label, 8, (text) => take(text)),
  lines: (value, label, take) => area((value ?? []).join('\n'), label, 4, (text) => take(text.split('\n').filter((line) => line !== ''))),
  flag: (value, label, take) => h('input', { type: 'checkbox', 'aria-label': label, checked: Boolean(value), onchange: ({ target }) => take(target.checked) }),
  choice: (value, label, take, { values }) => h('select', { 'aria-label': label, onchange: ({ target }) => take(target.value) },
    values.map((one) => h('option', { value: one, selected: one === value }, one))),
};
INPUTS.value = INPUTS.line;

function area(text, label, rows, take) {
  const element = h('textarea', { ...written, rows, 'aria-label': label, onchange: ({ target }) => take(target.value) });
  element.value = text;
  return element;
}

function fieldElement(piece, field, value, take) {
  const input = INPUTS[field.kind](value, t('parameterOf', { name: piece, parameter: field.name }), take, field);
  input.dataset.field = field.name;
  const title = field.kind === 'lines' ? `${field.name}, ${t('oneALine')}` : field.name;
  return h('label', { class: `field ${field.kind}` }, h('span', {}, title), input);
}
