// Gives the properties that only our own code uses short names, which a minifier may not do: it cannot know which names the
// browser, Preact or the program's documents use. Those are read here from their declarations, and kept.
import { readdirSync, readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/** Where what comes from the program and goes to it is declared: every word there is kept. */
const kContract = ['document', 'api', 'rows', 'live_customers'].map((name) => `src/data/${name}.ts`);

/** Files that declare what browsers and Preact have. */
function libraries(): string[] {
  const compilers = readdirSync('node_modules/@typescript').map((name) => `node_modules/@typescript/${name}/lib`);
  const files = [...compilers, 'node_modules/preact/src'].flatMap((folder) =>
    readdirSync(folder).map((name) => `${folder}/${name}`),
  );
  return files.filter((name) => name.endsWith('.d.ts'));
}

function keptNames(): Set<string> {
  const kept = new Set<string>();
  const add = (path: string, words: RegExp) => {
    for (const match of readFileSync(path, 'utf8').matchAll(words)) kept.add(match[1]!);
  };
  for (const path of libraries())
    add(
      path,
      /^\s*(?:(?:export|declare|var|function|static|readonly|get|set) )*['"]?([A-Za-z_$][\w$]*)['"]?\??[(:<]/gm,
    );
  for (const path of kContract) add(path, /([A-Za-z_$][\w$]*)/g);
  for (const name of ['innerHTML', 'viewBox', 'getBoundingClientRect', 'schema_version', 'shouldComponentUpdate'])
    if (!kept.has(name)) throw new Error(`no declaration of ${name} was found`);
  return kept;
}

interface Node {
  type: string;
  start: number;
  end: number;
  [member: string]: unknown;
}

/** Places of names of properties, and all strings. */
function placesOf(tree: Node): { places: Map<string, { at: Node; isShort: boolean }[]>; strings: Set<string> } {
  const places = new Map<string, { at: Node; isShort: boolean }[]>(),
    strings = new Set<string>();
  const note = (at: Node, isShort: boolean) => {
    const name = at.name as string;
    if (at.type === 'Identifier') places.set(name, [...(places.get(name) ?? []), { at, isShort }]);
  };
  const visit = (node: Node) => {
    if (node.type === 'MemberExpression' && !node.computed) note(node.property as Node, false);
    if (node.key && !node.computed) note(node.key as Node, Boolean(node.shorthand));
    if (node.type === 'Literal' && typeof node.value === 'string') strings.add(node.value);
    if (node.type === 'TemplateElement') strings.add((node.value as { raw: string }).raw);
    for (const member of Object.values(node))
      for (const child of Array.isArray(member) ? member : [member])
        if (child && typeof (child as Node).type === 'string') visit(child as Node);
  };
  visit(tree);
  return { places, strings };
}

function* shortNames(taken: (name: string) => boolean): Generator<string> {
  const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
  for (const first of ['', ...letters]) for (const last of letters) if (!taken(first + last)) yield first + last;
}

export function shortPropertyNames(): Plugin {
  return {
    name: 'short-property-names',
    enforce: 'post',
    generateBundle: {
      order: 'pre',
      handler(_options, bundle) {
        const kept = keptNames();
        for (const chunk of Object.values(bundle)) {
          if (chunk.type !== 'chunk') continue;
          const { places, strings } = placesOf(this.parse(chunk.code) as unknown as Node);
          const names = shortNames((name) => kept.has(name) || places.has(name) || strings.has(name));
          const edits = [...places]
            .filter(([name]) => name.length > 2 && !kept.has(name) && !strings.has(name))
            .sort((a, b) => b[1].length - a[1].length)
            .flatMap(([, all]) => {
              const name = names.next().value as string;
              return all.map(({ at, isShort }) => ({ ...at, name: isShort ? `${name}:` : name, isShort }));
            });
          let code = chunk.code;
          for (const { start, end, name, isShort } of edits.sort((a, b) => b.start - a.start))
            code = code.slice(0, start) + name + code.slice(isShort ? start : end);
          chunk.code = code;
        }
      },
    },
  };
}
