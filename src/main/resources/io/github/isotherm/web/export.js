// The panels as files, and the page's state as a link, a command and a program.
import * as api from './api.js';
import { $, h } from './dom.js';
import { report } from './notice.js';
import { t } from './i18n.js';
import { chainText } from './chain-text.js';
import { branchText, command, javaProgram, langChainProgram } from './programs.js';
import { hash, state } from './state.js';
import { completions } from './completions.js';
import { shares } from './softmax.js';
import { rows, view } from './view.js';

const ACTIONS = [
  ['exportSvg', async () => save(await picture(), 'isotherm.svg', 'image/svg+xml')],
  ['exportPng', savePng],
  ['exportCsv', () => save(csv(), 'isotherm.csv', 'text/csv')],
  ['exportJson', () => save(json(), 'isotherm.json', 'application/json')],
  ['copyLink', () => copy(link())],
  ['copyCommand', () => copy(command())],
  ['copyJava', () => copy(javaProgram())],
  ['copyLangChain', async () => copy(await langChainProgram())],
];

export function drawExport() {
  $('export-menu').replaceChildren(...ACTIONS.map(([name, action]) => h('button', {
    type: 'button', 'data-export': name,
    onclick: async () => {
      try {
        await action();
      } catch (error) {
        report(error);
      }
      $('export').open = false;
    },
  }, t(name))));
}

function save(content, name, type) {
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const anchor = h('a', { href: address, download: name });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = h('textarea', { class: 'hidden' });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
  $('export').dataset.copied = text;
  $('live').textContent = t('copied');
}

export const link = () => `${location.origin}${location.pathname}#${hash()}`;

const fullPrompt = () => view.prompt + branchText();

/** One line a panel and row, numbers in full; what is the same for all stands in every line, which so says it alone. */
export function csv() {
  const cell = (text) => `"${String(text).replaceAll('"', '""')}"`;
  const lines = ['temperature,text,probability,share,shown,prompt,model,chain,seed'];
  const list = rows();
  for (const d of view.panels) {
    const all = shares(list.map((row) => d.p[row.at]));
    list.forEach((row, i) => lines.push([
      d.temperature, cell(row.text), d.p[row.at], all[i], measure(), cell(fullPrompt()), cell(view.model.model), cell(chainText(state.chain, d.temperature)), cell(seed() ?? ''),
    ].join(',')));
  }
  return `${lines.join('\n')}\n`;
}

/** Which of the two numbers the bars show. */
const measure = () => (state.rows === 'words' && state.measure === 'share' ? 'share' : 'probability');

/** That of the completions shown, else the one written; null where one will be chosen. */
const seed = () => completions()?.seed ?? (state.seed.trim() || null);

export function json() {
  const list = rows();
  const panels = view.panels.map((d) => {
    const all = shares(list.map((row) => d.p[row.at]));
    return {
      temperature: d.temperature, chain: chainText(state.chain, d.temperature), entropy: d.entropy, effective: d.effective, nucleus: d.nucleus, tail: d.tail, kept: d.kept,
      allowed: d.allowed, allowed_mass: d.allowed_mass,
      rows: list.map((row, i) => ({ text: row.text, ids: row.ids, probability: d.p[row.at], share: all[i] })),
    };
  });
  const all = {
    model: view.model.model, prompt: fullPrompt(), ids: view.ids, branched: view.branched, chain: chainText(state.chain), seed: seed() === null ? null : Number(seed()),
    shown: measure(), link: link(), panels, completions: completions(),
  };
  return `${JSON.stringify(all, null, 2)}\n`;
}

/** The picture that the command line draws too, of the rows and the measure shown; with the completions, where they are of these panels. */
function picture() {
  const drawn = shownCompletions();
  return api.picture({
    asked: {
      prompt: `${fullPrompt()} ___`, ids: view.ids, branched: view.branched, temperatures: view.panels.map((d) => d.temperature), chain: chainText(state.chain, 1),
      ...(drawn ? { seed: drawn.seed, max_tokens: drawn.max_tokens } : {}),
    },
    listed: rows().map(({ text, ids }) => ({ text, ids })),
    rows: state.rows === 'top' ? 'tokens' : state.measure === 'share' ? 'words_by_share' : 'words_by_probability',
    texts: drawn ? drawn.temperatures.map((group) => group.completions[0].text) : [],
  });
}

/** The completions, while the panels still have the temperatures that they were drawn at. */
function shownCompletions() {
  const drawn = completions();
  const same = drawn?.temperatures.length === view.panels.length && view.panels.every((d, i) => d.temperature === drawn.temperatures[i].temperature);
  return same ? drawn : null;
}

async function savePng() {
  const address = URL.createObjectURL(new Blob([await picture()], { type: 'image/svg+xml' }));
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = h('canvas', { width: 2 * image.naturalWidth, height: 2 * image.naturalHeight });
  canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(address);
  const blob = await new Promise((resolve) => { canvas.toBlob(resolve, 'image/png'); });
  save(blob, 'isotherm.png', 'image/png');
}
