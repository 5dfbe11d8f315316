// The report's page, opened from a file as a reader would: for all tests of it.
//   FOOTFALL_WEB_FIXTURE: folder with page.html, year.html, document.bin and answers.json (tests/test_web.py makes it)
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { startBrowser } from './browser.mjs';

export const folder = process.env.FOOTFALL_WEB_FIXTURE;
export const page = pathToFileURL(join(folder, 'page.html')).href;
const raw = gunzipSync(readFileSync(join(folder, 'document.bin')));
export const header = JSON.parse(raw.subarray(8, 8 + raw.readUInt32LE(4)).toString());
export const answers = JSON.parse(readFileSync(join(folder, 'answers.json'), 'utf8'));
export const kViews = [
  'revenue',
  'personas',
  'heat',
  'categories',
  'effects',
  'rfm',
  'cohorts',
  'affinity',
  'anomalies',
  'distributions',
  'transactions',
  'narrative',
];
// Views that are a chart, not a list, with these data.
export const kCharts = kViews.filter((id) => !['narrative', 'transactions'].includes(id));
export const money = (paise) => paise / 100;
let browser;

before(async () => {
  browser = await startBrowser();
});
after(() => browser?.close());

export async function open({
  hash = '',
  width = 1280,
  height = 900,
  theme = 'light',
  address = page,
  wait = true,
  ...more
} = {}) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    acceptDownloads: true,
    ...more,
  });
  const tab = await context.newPage();
  tab.failures = [];
  tab.asked = [];
  tab.on('console', (message) => {
    if (message.type() === 'error') tab.failures.push(message.text());
  });
  tab.on('pageerror', (error) => tab.failures.push(String(error)));
  tab.on('request', (request) => {
    if (
      !/^(file|data|blob):/.test(request.url()) ||
      request.url().split('#')[0].split('/').at(-1) !== address.split('/').at(-1)
    )
      tab.asked.push(request.url());
  });
  await tab.goto(address + (hash ? `#${hash}` : ''));
  if (wait) {
    await tab.waitForSelector('#revenue .plot svg');
    await tab.waitForFunction(
      (views) =>
        views.every((id) => document.querySelector(`#${id} .chart > *`)) &&
        [...document.querySelectorAll('.view:not([hidden]) h3')].every((title) => title.textContent.trim()),
      kViews,
      { timeout: 20_000 },
    );
  }
  return tab;
}

export const hashOf = (tab) => tab.evaluate(() => location.hash);
export const figure = (tab, name) => tab.locator(`[data-figure="${name}"] .v`).innerText();
export const digits = (text) => text.replace(/\s+/g, ' ').trim();

export async function saved(tab, view, kind) {
  await tab.waitForTimeout(150); // the browser drops what a page saves beyond ten files a second
  const [download] = await Promise.all([
    tab.waitForEvent('download'),
    tab.locator(`#${view} .tools button`, { hasText: kind }).click(),
  ]);
  const path = join(mkdtempSync(join(tmpdir(), 'footfall-')), download.suggestedFilename());
  await download.saveAs(path);
  return readFileSync(path);
}

export const rowsOf = (csv) =>
  csv
    .toString()
    .trim()
    .split('\r\n')
    .map((line) => line.split(','));
