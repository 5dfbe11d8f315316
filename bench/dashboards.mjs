// Times two pages of one data set in one browser: first paint, bytes, and a filter from the click until its number stands.
//   node bench/dashboards.mjs ROUNDS NAME=ADDRESS …      NAME is footfall, file or streamlit
import { startBrowser } from '../web/e2e/browser.mjs';

const [rounds, ...pages] = process.argv.slice(2);
const kOfPage = {
  footfall: { figure: '[data-figure="transactions"] .v', ready: '#revenue .plot svg' },
  streamlit: { figure: '[data-testid="stMetricValue"] >> nth=1', ready: '[data-testid="stVegaLiteChart"] canvas, [data-testid="stVegaLiteChart"] svg' },
};
kOfPage.file = kOfPage.footfall;

const sorted = (values) => [...values].sort((a, b) => a - b);
const middle = (values) => sorted(values)[Math.floor(values.length / 2)];
const spread = (values) => `${middle(values).toFixed(0)} (${sorted(values)[0].toFixed(0)} to ${sorted(values).at(-1).toFixed(0)})`;

/** Chooses a persona in the way the page offers it. */
async function choose(tab, name, persona) {
  if (name === 'streamlit') await tab.locator('[data-testid="stRadio"] label', { hasText: persona }).click();
  else await tab.locator('#personas .plot svg').click({ position: { x: 60, y: 28 + 44 * persona + 22 } });
}

/** Milliseconds from the click to the first change of the figure, by the browser's own clock. */
async function timeFilter(tab, name, persona) {
  const figure = await tab.locator(kOfPage[name].figure).elementHandle();
  await figure.evaluate((element) => {
    window.took = new Promise((resolve) => {
      let from = 0;
      addEventListener('pointerdown', () => (from = performance.now()), { once: true, capture: true });
      const before = element.textContent;
      const watch = () => {
        if (element.textContent !== before) resolve(performance.now() - from);
        else requestAnimationFrame(watch);
      };
      watch();
    });
  });
  await choose(tab, name, persona);
  return tab.evaluate(() => window.took);
}

async function measure(browser, name, address) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 1400 } });
  const tab = await context.newPage();
  const client = await context.newCDPSession(tab);
  await client.send('Network.enable');
  let bytes = 0,
    requests = 0;
  client.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
    requests += 1;
  });
  const start = performance.now();
  await tab.goto(address);
  await tab.waitForSelector(kOfPage[name].ready, { timeout: 60_000 });
  const ready = performance.now() - start;
  await tab.waitForTimeout(1500);
  const paint = await tab.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN);
  const filters = [];
  const wanted = name === 'streamlit' ? ['Premium Shopper', 'Family Shopper', 'Senior Citizen'] : [0, 1, 3];
  for (const persona of wanted) {
    filters.push(await timeFilter(tab, name, persona));
    await tab.waitForTimeout(1200);
  }
  let offline = 'yes';
  await context.setOffline(true);
  try {
    await Promise.race([
      timeFilter(tab, name, name === 'streamlit' ? 'Young Professional' : 4),
      new Promise((_, reject) => setTimeout(reject, 4000)),
    ]);
  } catch {
    offline = 'no';
  }
  await context.close();
  return { paint, ready, bytes, requests, filters, offline };
}

const browser = await startBrowser();
const found = new Map(pages.map((page) => [page, []]));
// The first round warms the servers up, which compute once what they show.
for (let round = -1; round < Number(rounds); ++round)
  for (const page of pages) {
    const at = page.indexOf('=');
    const run = await measure(browser, page.slice(0, at), page.slice(at + 1));
    if (round >= 0) found.get(page).push(run);
  }
await browser.close();
console.log('page       first paint ms       charts ms            filter ms            bytes       requests  filters offline');
for (const [page, runs] of found) {
  const all = (pick) => runs.map(pick);
  console.log(
    page.slice(0, page.indexOf('=')).padEnd(10),
    spread(all((run) => run.paint)).padEnd(20),
    spread(all((run) => run.ready)).padEnd(20),
    spread(runs.flatMap((run) => run.filters)).padEnd(20),
    String(middle(all((run) => run.bytes))).padEnd(11),
    String(middle(all((run) => run.requests))).padEnd(9),
    runs[0].offline,
  );
}
