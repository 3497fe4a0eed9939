// The text form of a piece's value, as far as fields edit it: its parameters by name, its texts without quotes.
import { cut } from './chain-text.js';

const QUOTED = /^"((?:[^"\\]|\\.)*)"$/s;
const LETTERS = { n: '\n', r: '\r', t: '\t' };

/** What stands between quotes, or null where the value is no quoted text. */
function unquoted(value) {
  const match = QUOTED.exec(value.trim());
  return match && match[1].replace(/\\(.)/gs, (_, letter) => LETTERS[letter] ?? letter);
}

const quoted = (text) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')}"`;

/** The texts of a list that are one line each, or null. */
function lines(value) {
  const match = /^\[(.*)\]$/s.exec(value.trim());
  if (!match) return null;
  const texts = match[1].trim() === '' ? [] : cut(match[1], ',').parts.map(unquoted);
  return texts.some((text) => text === null || text.includes('\n')) ? null : texts;
}

const oneLine = (text) => (text === null || text.includes('\n') ? null : text);
const among = (text, all) => (all.includes(text) ? text : null);

const READ = {
  area: (value) => unquoted(value),
  line: (value) => oneLine(unquoted(value)),
  lines,
  flag: (value) => among(value, ['true', 'false']) && value === 'true',
  choice: (value, { values }) => among(unquoted(value), values),
  value: (value) => value,
};

const WRITE = { area: quoted, line: quoted, lines: (texts) => `[${texts.map(quoted).join(', ')}]`, flag: String, choice: quoted, value: (value) => value };

/** The parameters of a value by their names; null where fields could not hold all of it, such as a name that none has. */
export function readValues(text, fields) {
  const [first] = fields;
  const isNamed = /^[\w-]+\s*=/.test(text);
  const given = isNamed ? cut(text, ',').parts.map((part) => /^\s*([\w-]+)\s*=\s*(.*?)\s*$/s.exec(part)) : [[text, first.name, text]];
  const values = {};
  for (const match of text === '' ? [] : given) {
    const name = match?.[1].replaceAll('_', '-');
    const field = fields.find((one) => one.name === name);
    if (!field || name in values) return null;
    values[name] = READ[field.kind](match[2], field);
    if (values[name] === null) return null;
  }
  return values;
}

/** The value with these parameters; what is as usual is left out. */
export function writeValues(values, fields) {
  const [first, ...others] = fields;
  const named = others.filter(({ name, initial }) => values[name] !== undefined && values[name] !== '' && values[name] !== initial)
    .map(({ name, kind }) => `${name}=${WRITE[kind](values[name])}`);
  const text = WRITE[first.kind](values[first.name] ?? (first.kind === 'lines' ? [] : ''));
  return named.length === 0 ? text : [`${first.name}=${text}`, ...named].join(', ');
}

/** The first parameter in one short line. */
export function abbreviated(values, [first]) {
  const value = values[first.name] ?? '';
  const line = (first.kind === 'lines' ? [...value].map(quoted).join(', ') : value).replace(/\s+/g, ' ').trim();
  return line.length > 80 ? `${line.slice(0, 80)}…` : line;
}
