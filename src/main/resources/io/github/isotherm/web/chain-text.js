// The text form of a chain, as far as the editor needs it: where its pieces begin and end, and in which order they stand.

const OPENING = { '(': ')', '[': ']', '{': '}' };

/** Cuts a text at a sign that stands outside quotes and brackets; tells too whether all of them are closed. */
export function cut(text, sign) {
  const parts = [''];
  const open = [];
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === sign && !quoted && open.length === 0) {
      parts.push('');
      continue;
    }
    parts[parts.length - 1] += c;
    if (quoted && c === '\\' && i + 1 < text.length) parts[parts.length - 1] += text[++i];
    else if (c === '"') quoted = !quoted;
    else if (!quoted && OPENING[c]) open.push(OPENING[c]);
    else if (!quoted && c === open.at(-1)) open.pop();
  }
  return { parts, isClosed: !quoted && open.length === 0 };
}

/** Whether every quote and bracket of a value is closed. */
export const isClosed = (value) => cut(value, '>').isClosed;

/** A chain in its text form; the temperature is each panel's own. */
export function chainText(pieces, temperature) {
  return pieces.map(({ name, value }) => {
    if (name === 'temperature') return temperature === undefined ? name : `temperature=${temperature}`;
    if (value === '') return name;
    return /^[\w-]+\s*=/.test(value) ? `${name}(${value})` : `${name}=${value}`;
  }).join(' > ');
}

/** Whether a text is a chain that a link can bring: closed pieces with names, and no value for the temperature, which is each panel's own. */
export function isChain(text) {
  const { parts, isClosed: closed } = cut(text, '>');
  const steps = parts.map((step) => /^([a-z][\w-]*)\s*(?:=\s*\S.*|\(.*\))?$/is.exec(step.trim()));
  const temperatures = steps.filter((match) => match?.[1] === 'temperature');
  return closed && !steps.includes(null) && temperatures.length <= 1 && temperatures.every((match) => match[0] === 'temperature');
}

/** The pieces of a chain's text; exactly one is the temperature. */
export function chainPieces(text) {
  const pieces = cut(text, '>').parts.map((step) => step.trim()).filter(Boolean).map((step) => {
    const match = /^([\w-]+)\s*(?:=\s*(.*)|\((.*)\))?$/s.exec(step);
    return match ? { name: match[1].replaceAll('_', '-'), value: (match[2] ?? match[3] ?? '').trim() } : { name: step, value: '' };
  });
  const one = pieces.filter((piece, i) => piece.name !== 'temperature'
    || pieces.findIndex((other) => other.name === 'temperature') === i);
  return one.some((piece) => piece.name === 'temperature') ? one : [{ name: 'temperature', value: '' }, ...one];
}

/** The pieces in an order of names; one that is not among them stands where "custom" does. */
export function arranged(pieces, names) {
  const place = ({ name }) => (names.includes(name) ? names.indexOf(name) : names.indexOf('custom'));
  return [...pieces].sort((a, b) => place(a) - place(b));
}

/** The temperature before all others, save repair, which must stand first; or after all of them. */
export function withTemperature(pieces, isFirst) {
  const others = pieces.filter(({ name }) => name !== 'temperature');
  const temperature = pieces.filter(({ name }) => name === 'temperature');
  const repair = others.filter(({ name }, i) => name === 'repair' && i === 0);
  return isFirst ? [...repair, ...temperature, ...others.slice(repair.length)] : [...others, ...temperature];
}
