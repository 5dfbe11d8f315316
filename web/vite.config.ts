// One build, one file: scripts and styles are put into the page, and a policy with their hashes is its first rule. The data
// of a report are put in afterwards by the program; they are no script, so that the policy holds for them unchanged.
import { createHash } from 'node:crypto';
import { defineConfig, type Plugin } from 'vite';
import { viteSingleFile } from 'vite-plugin-singlefile';
import { shortPropertyNames } from './property_names';

/** Gives functions of the language that are called often a short name, which the minifier may not do. */
function shortNames(): Plugin {
  return {
    name: 'short-names',
    enforce: 'post',
    generateBundle: {
      order: 'pre',
      handler(_options, bundle) {
        for (const chunk of Object.values(bundle)) {
          if (chunk.type !== 'chunk') continue;
          const names: string[] = [];
          const code = chunk.code.replace(
            /(?<![\w$.`])(?:(?:Math|Object)\.[a-z0-9A-Z]+|Number\.isFinite|Array\.from|JSON\.stringify)(?=\()/g,
            (name) => {
              if (!names.includes(name)) names.push(name);
              return `$${names.indexOf(name)}`;
            },
          );
          if (/(?<![\w$`])\$\d/.test(chunk.code)) throw new Error('a short name is taken');
          chunk.code = `const ${names.map((name, i) => `$${i}=${name}`).join()};${code}`;
        }
      },
    },
  };
}

function contentSecurityPolicy(): Plugin {
  return {
    name: 'content-security-policy',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const file of Object.values(bundle)) {
          if (file.type !== 'asset' || !file.fileName.endsWith('.html')) continue;
          file.source = withPolicy(String(file.source));
        }
      },
    },
  };
}

function hashes(page: string, tag: 'script' | 'style'): string {
  const found: string[] = [];
  for (const match of page.matchAll(new RegExp(`<${tag}([^>]*)>([\\s\\S]*?)</${tag}>`, 'g'))) {
    if (match[1]?.includes('application/octet-stream')) continue;
    found.push(
      `'sha256-${createHash('sha256')
        .update(match[2] ?? '')
        .digest('base64')}'`,
    );
  }
  return found.join(' ');
}

function withPolicy(page: string): string {
  const tags = [...page.matchAll(/<(?:script|link|img)\b[^>]*>/g)].map((match) => match[0]);
  const left = tags.find((tag) => /\s(?:src|href)="(?!data:)/.test(tag));
  if (left) throw new Error(`not put into the page: ${left}`);
  if (!page.includes('>__FOOTFALL_DATA__<')) throw new Error('the place of the data is gone');
  const policy =
    `default-src 'none'; script-src ${hashes(page, 'script')}; style-src ${hashes(page, 'style')}; ` +
    "img-src data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'";
  return page.replace('<head>', () => `<head><meta http-equiv="Content-Security-Policy" content="${policy}">`);
}

export default defineConfig({
  // Children as arguments are shorter than as a property, by 4 KB in all.
  oxc: {
    jsx: { runtime: 'classic', pragma: 'node', pragmaFrag: 'Nodes' },
    jsxInject: "import { h as node, Fragment as Nodes } from 'preact'",
  },
  plugins: [
    shortPropertyNames(),
    shortNames(),
    viteSingleFile({ removeViteModuleLoader: true }),
    contentSecurityPolicy(),
  ],
  build: {
    target: 'es2022',
    assetsInlineLimit: 1e8,
    modulePreload: false,
    reportCompressedSize: false,
    rollupOptions: { input: 'dashboard.html' },
  },
});
