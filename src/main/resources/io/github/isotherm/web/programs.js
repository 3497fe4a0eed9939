// The page's state as a command and as programs, which make the numbers and the texts that it shows.
import * as api from './api.js';
import { t } from './i18n.js';
import { chainPieces, chainText } from './chain-text.js';
import { completions } from './completions.js';
import { state } from './state.js';
import { TOP, view } from './view.js';

/** A word that the shell takes as it is. */
const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/** The tokens branched into, as text. */
export const branchText = () => view.tokens.slice(view.tokens.length - view.branched).map((token) => token.text).join('');
const branchIds = () => view.ids.slice(view.ids.length - view.branched);

/** Words for the command line, which cuts a list at its commas and reads options wherever a word begins with a dash; every word is scored behind a space. */
function candidates() {
  const words = state.words.map((word) => (word.startsWith('-') ? ` ${word}` : word));
  if (words.some((word) => /[,"]/.test(word))) return words.map((word) => `--candidate ${quoted(word)}`);
  return words.length > 0 ? [`--candidates ${quoted(words.join(','))}`] : [];
}

/** Which model, and how it was opened, where that is not what isotherm does by itself. */
function modelOptions() {
  const { place, is_default: isDefault, activations, as_is: asIs } = view.model;
  return [
    ...(place && !isDefault ? [`--model ${quoted(place)}`] : []),
    ...(activations === 'exact' ? [] : [`--activations ${activations}`]),
    ...(asIs ? ['--as-is'] : []),
  ];
}

/** The same numbers from the command line; the branch by its ids, since its text could be read as other tokens. */
export function command() {
  const options = [
    `--temperatures ${view.panels.map((d) => d.temperature).join(',')}`, `--top ${TOP}`,
    ...candidates(),
    ...(chainText(state.chain) === 'temperature' ? [] : [`--chain ${quoted(chainText(state.chain, 1))}`]),
    ...(view.branched > 0 ? [`--branch-ids ${branchIds().join(',')}`] : []),
    ...modelOptions(),
  ].join(' ');
  const prompt = quoted(view.prompt);
  return view.prompt.startsWith('-') ? `isotherm next ${options} -- ${prompt}` : `isotherm next ${prompt} ${options}`;
}
