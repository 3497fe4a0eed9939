// The panels as files, and the page's state as a link, a command and a program.
import * as api from './api.js';
import { $, h } from './dom.js';
import { report } from './notice.js';
import { t } from './i18n.js';
import { chainText } from './chain-text.js';
import { branchText, command } from './programs.js';
import { hash, state } from './state.js';
import { completions } from './completions.js';
import { rows, view } from './view.js';

const ACTIONS = [
  ['exportSvg', async () => save(await picture(), 'isotherm.svg', 'image/svg+xml')],
  ['exportPng', savePng],
  ['exportCsv', () => save(csv(), 'isotherm.csv', 'text/csv')],
  ['exportJson', () => save(json(), 'isotherm.json', 'application/json')],
  ['copyLink', () => copy(link())],
  ['copyCommand', () => copy(command())],
  ['copyJava', () => copy(java())],
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

/** A chat model that samples as the selected panel does: the same processors in the same order, the model's defaults left out. */
export function java() {
  const seed = state.seed.trim() ? [`                .seed(${state.seed}L)`] : [];
  return ['IsothermChatModel model = IsothermChatModel.builder()', `        .modelPath(Path.of("models/${view.model.model}"))`,
    '        .defaultRequestParameters(IsothermChatRequestParameters.builder()',
    `                .chain(ProcessorCatalog.standard().parse(${JSON.stringify(chainText(state.chain, state.temperatures[state.active]))}))`,
    ...seed, `                .maxOutputTokens(${state.maxTokens})`, '                .build())', '        .build();'].join('\n');
}

/** One line a panel and row, numbers in full. */
export function csv() {
  const cell = (text) => `"${String(text).replaceAll('"', '""')}"`;
  const lines = ['temperature,text,probability,share'];
  for (const d of view.panels) {
    const list = rows();
    const sum = list.reduce((total, row) => total + d.p[row.at], 0);
    for (const row of list) lines.push([d.temperature, cell(row.text), d.p[row.at], sum > 0 ? d.p[row.at] / sum : 0].join(','));
  }
  return `${lines.join('\n')}\n`;
}

export function json() {
  const panels = view.panels.map((d) => ({
    temperature: d.temperature, entropy: d.entropy, effective: d.effective, nucleus: d.nucleus, tail: d.tail, kept: d.kept, allowed: d.allowed, allowed_mass: d.allowed_mass,
    rows: rows().map((row) => ({ text: row.text, ids: row.ids, probability: d.p[row.at] })),
  }));
  return `${JSON.stringify({ model: view.model.model, prompt: view.prompt, ids: view.ids, chain: chainText(state.chain), seed: state.seed, link: link(), panels, completions: completions() }, null, 2)}\n`;
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
