// The page's state as a command and as programs, which make the numbers and the texts that it shows.
import * as api from './api.js';
import { t } from './i18n.js';
import { chainText } from './chain-text.js';
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

/** A text in a Java program, in ASCII: compilers before 18 read files in the system's encoding. */
const java = (text) => JSON.stringify(text).replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** How the shown completion of the selected panel was made; without one, how the next would be. */
function made() {
  const drawn = completions();
  const group = drawn?.temperatures[state.active];
  if (group) return { chain: group.chain, seed: drawn.seed, maxTokens: drawn.max_tokens };
  return { chain: chainText(state.chain, state.temperatures[state.active]), seed: state.seed.trim() || null, maxTokens: state.maxTokens };
}

/** The options of an engine that was not opened as usual, as Java, or nothing. */
function engine() {
  const { activations, as_is: asIs } = view.model;
  if (activations === 'exact' && !asIs) return '';
  return `EngineOptions.defaults()${activations === 'exact' ? '' : `.withActivations(Activations.${activations.toUpperCase()})`}${asIs ? '.withAsIs(true)' : ''}`;
}

/** What a program imports: the classes that it names. */
const CLASSES = [
  'io.github.isotherm.CompletionOptions', 'io.github.isotherm.EngineOptions', 'io.github.isotherm.LocalModel', 'io.github.isotherm.generate.Activations',
  'io.github.isotherm.generate.Cancellation', 'io.github.isotherm.generate.GenerationListener', 'io.github.isotherm.langchain4j.IsothermLanguageModel',
  'io.github.isotherm.sampling.catalog.ProcessorCatalog', 'java.nio.file.Path', 'java.util.stream.IntStream',
];

/** A whole file; where the model's place is not told, that is up to ISOTHERM_MODEL. */
function program(name, lines) {
  const body = lines.filter((line) => line !== null).map((line) => `        ${line}`).join('\n');
  const named = body.replace(/"(?:[^"\\]|\\.)*"/g, '');
  const imports = CLASSES.filter((path) => new RegExp(`\\b${path.split('.').pop()}\\b`).test(named)).map((path) => `import ${path};`).join('\n');
  return `${imports}\n\npublic class ${name} {\n    public static void main(String[] args) {\n${body}\n    }\n}\n`;
}

/** The completion that the selected panel shows, with the library. */
export function javaProgram() {
  const { chain, seed, maxTokens } = made();
  const { place } = view.model;
  const options = engine();
  const opened = place ? `LocalModel.open(Path.of(${java(place)})${options && `, ${options}`})` : `LocalModel.open(LocalModel.defaultFolder()${options && `, ${options}`})`;
  const branch = view.branched > 0;
  return program('Playground', [
    `try (LocalModel model = ${opened}) {`,
    '    CompletionOptions options = CompletionOptions.defaults()',
    `            .chain(ProcessorCatalog.standard().parse(${java(chain)}))`,
    seed === null ? null : `            .seed(${seed}L)`,
    `            .maxTokens(${maxTokens});`,
    `    String prompt = ${java(view.prompt)};`,
    ...(branch ? [
      `    int[] branch = {${branchIds().join(', ')}};`,
      '    int[] ids = IntStream.concat(IntStream.of(model.encodePrompt(prompt)), IntStream.of(branch)).toArray();',
      '    String text = model.complete(ids, options.branched(branch.length), GenerationListener.NONE, new Cancellation()).text();',
    ] : ['    String text = model.complete(prompt, options).text();']),
    '    System.out.println(text);',
    '}',
  ]);
}

/** The same with LangChain4j, whose language models take text: of a branch only one that its text makes again. */
export async function langChainProgram() {
  const { chain, seed, maxTokens } = made();
  const { place } = view.model;
  const prompt = view.prompt + branchText();
  if (view.branched > 0 && !(await isText(prompt))) throw new Error(t('notAsText', { text: branchText() }));
  const options = engine();
  return program('PlaygroundWithLangChain4j', [
    'try (IsothermLanguageModel model = IsothermLanguageModel.builder()',
    place ? `        .modelPath(Path.of(${java(place)}))` : null,
    options ? `        .engineOptions(${options})` : null,
    `        .chain(ProcessorCatalog.standard().parse(${java(chain)}))`,
    seed === null ? null : `        .seed(${seed}L)`,
    `        .maxOutputTokens(${maxTokens})`,
    '        .build()) {',
    `    System.out.println(model.generate(${java(prompt)}).content());`,
    '}',
  ]);
}

/** Whether a text is read as the tokens on the page and a chain sees it as them: a constraint begins before a branch. */
async function isText(prompt) {
  if (view.panels.some(({ allowed }) => allowed !== undefined)) return false;
  const { tokens } = await api.prompt({ prompt, raw: true });
  return tokens.map((token) => token.id).join() === view.ids.join();
}
