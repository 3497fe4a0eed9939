// The panels as files, and the page's state as a link, a command and a program.
import { $, figure, h, svg, temperatureText } from './dom.js';
import { t } from './i18n.js';
import { chainText } from './chain-text.js';
import { hash, isTemperatureOnly, state } from './state.js';
import { completions } from './completions.js';
import { rows, TOP, values, view } from './view.js';

const ACTIONS = [
  ['exportSvg', () => save(svgText(), 'isotherm.svg', 'image/svg+xml')],
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
    onclick: async () => { await action(); $('export').open = false; },
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

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
const branchText = () => view.tokens.slice(view.tokens.length - view.branched).map((token) => token.text).join('');
const fullPrompt = () => view.prompt + branchText();

/** The same numbers from the command line. */
export function command() {
  const words = state.words.length > 0 ? ` --candidates ${quoted(state.words.join(','))}` : '';
  const chain = isTemperatureOnly() ? '' : ` --chain ${quoted(chainText(state.chain, 1))}`;
  const isConstrained = view.panels.some(({ allowed }) => allowed !== undefined);
  const prompt = isConstrained && view.branched > 0 ? `${quoted(view.prompt)} --branch ${quoted(branchText())}` : quoted(fullPrompt());
  return `isotherm next ${prompt} --temperatures ${state.temperatures.join(',')} --top ${TOP}${words}${chain}`;
}

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

/** A picture that stands by itself: no style sheet, the light theme's colours. */
export function svgText() {
  const light = [...document.styleSheets[0].cssRules].find((rule) => rule.selectorText === ':root').style;
  const [paper, ink, soft, line] = ['card', 'ink', 'soft', 'line'].map((name) => light.getPropertyValue(`--${name}`).trim());
  const list = rows();
  const wide = 400;
  const high = 74 + list.length * 34;
  const all = svg('svg', { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${wide * view.panels.length} ${high + 40}`, width: wide * view.panels.length, height: high + 40, 'font-family': 'system-ui, sans-serif', 'font-size': 14 });
  all.append(svg('rect', { width: '100%', height: '100%', fill: paper }), svg('text', { x: 20, y: 30, 'font-size': 18, 'font-weight': 600, fill: ink }, `${fullPrompt()} ___`));
  view.panels.forEach((d, i) => {
    const left = i * wide;
    all.append(svg('text', { x: left + 20, y: 64, fill: ink, 'font-weight': 600 }, `T = ${temperatureText(d.temperature)}`));
    for (const tick of [0, 0.5, 1]) {
      all.append(svg('line', { x1: left + 130 + tick * 190, x2: left + 130 + tick * 190, y1: 76, y2: high + 4, stroke: line }),
        svg('text', { x: left + 130 + tick * 190, y: high + 22, 'text-anchor': 'middle', fill: soft, 'font-size': 12 }, String(tick)));
    }
    values(d).forEach((value, n) => all.append(
      svg('text', { x: left + 122, y: 98 + n * 34, 'text-anchor': 'end', fill: ink }, list[n].text.trim()),
      svg('rect', { x: left + 130, y: 82 + n * 34, width: Math.max(0, value * 190), height: 22, fill: light.getPropertyValue(`--c${list[n].colour}`).trim() }),
      svg('text', { x: left + 390, y: 98 + n * 34, 'text-anchor': 'end', fill: ink }, figure(value))));
  });
  return new XMLSerializer().serializeToString(all);
}

async function savePng() {
  const address = URL.createObjectURL(new Blob([svgText()], { type: 'image/svg+xml' }));
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = h('canvas', { width: 2 * image.naturalWidth, height: 2 * image.naturalHeight });
  canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(address);
  const blob = await new Promise((resolve) => { canvas.toBlob(resolve, 'image/png'); });
  save(blob, 'isotherm.png', 'image/png');
}
