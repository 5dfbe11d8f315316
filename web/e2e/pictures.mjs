// Takes pictures of a page at the widths and in the themes that someone has to look at:
//   node e2e/pictures.mjs PAGE.html FOLDER [WIDTH,… [light|dark,… [HASH]]]
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startBrowser } from './browser.mjs';

const [page, folder, widths = '390,768,1440', themes = 'light,dark', hash = ''] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const browser = await startBrowser();
for (const theme of themes.split(',')) {
  for (const width of widths.split(',').map(Number)) {
    const tab = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: theme });
    tab.on('console', (message) => {
      if (message.type() === 'error') console.log(`${theme} ${width}: ${message.text()}`);
    });
    tab.on('pageerror', (error) => console.log(`${theme} ${width}: ${error.stack}`));
    const address = /^https?:/.test(page) ? page : pathToFileURL(resolve(page)).href;
    await tab.goto(address + (hash ? `#${hash}` : ''));
    await tab.waitForSelector('.plot svg');
    await tab.waitForTimeout(1800);
    const wide = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 0) console.log(`${theme} ${width}: scrolls sideways by ${wide} px`);
    await tab.screenshot({ path: `${folder}/${width}-${theme}.png`, fullPage: true });
    await tab.close();
  }
}
await browser.close();
