// The live app: it grows as days pass, survives a server that goes away, and ends equal to the document of the same data.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startBrowser } from './browser.mjs';
import { makeServer } from './stand_in_server.mjs';

const folder = process.env.FOOTFALL_WEB_FIXTURE;
let browser;

before(async () => {
  browser = await startBrowser();
});
after(() => browser?.close());

const figure = (tab, name) => tab.locator(`[data-figure="${name}"] .v`).innerText();
const count = (text) => Number(text.replace(/[^\d]/g, ''));

async function open(address) {
  const tab = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  tab.failures = [];
  tab.on('pageerror', (error) => tab.failures.push(String(error)));
  await tab.goto(address);
  await tab.waitForSelector('#revenue .plot svg', { timeout: 15_000 });
  return tab;
}

async function withServer(run) {
  const server = makeServer({ page: join(folder, 'empty.html'), document: join(folder, 'document.bin') });
  const address = await server.start();
  try {
    await run(server, address);
  } finally {
    await server.stop();
  }
}

test('grows day by day, with a filter on, in two tabs, and ends with the document', () =>
  withServer(async (server, address) => {
    server.limits.lastDay = 1;
    const tab = await open(address),
      other = await open(`${address}#v=1&persona=${encodeURIComponent(server.header.dimensions.persona.values[0])}`);
    const seen = [];
    await tab.waitForSelector('[data-figure="customers"]');
    assert.ok(count(await figure(tab, 'customers')) > 0, 'customers are counted while it plays');
    server.limits.lastDay = Infinity;
    for (let i = 0; i < 40 && server.state.state !== 'done'; ++i) {
      seen.push(count(await figure(tab, 'transactions')));
      await tab.waitForTimeout(120);
    }
    assert.ok(new Set(seen).size >= 4, `grew in steps: ${seen}`);
    assert.ok(
      seen.every((value, i) => i === 0 || value >= seen[i - 1]),
      'never shrinks',
    );
    const whole = server.header.facts.find(({ id }) => id === 'transactions').value;
    await tab.waitForFunction(
      (text) => document.querySelector('[data-figure="transactions"] .v').textContent.replace(/\D/g, '') === text,
      String(whole),
      { timeout: 15_000 },
    );
    await tab.waitForTimeout(500); // cells that came before the end must not be added to the document
    assert.equal(count(await figure(tab, 'transactions')), whole);
    const buyers = server.header.facts.find(({ id }) => id === 'active_customers').value;
    assert.equal(count(await figure(tab, 'customers')), buyers);
    assert.ok(count(await figure(other, 'transactions')) < whole);
    assert.match(other.url(), /persona=/);
    assert.deepEqual([...tab.failures, ...other.failures], []);
    await tab.close();
    await other.close();
  }));

test('pause, resume and speed reach the server and show', () =>
  withServer(async (server, address) => {
    const tab = await open(address);
    await tab.getByRole('button', { name: 'Pause' }).click();
    await tab.getByRole('button', { name: 'Resume' }).waitFor();
    await tab.waitForTimeout(400);
    const still = await figure(tab, 'transactions');
    await tab.waitForTimeout(700);
    assert.equal(await figure(tab, 'transactions'), still);
    await tab.getByLabel('Speed').selectOption('0');
    await tab.getByRole('button', { name: 'Resume' }).click();
    await tab.waitForFunction(
      (text) => document.querySelector('[data-figure="transactions"] .v').textContent !== text,
      still,
    );
    assert.deepEqual(server.seen.live, [{ state: 'paused' }, { speed: 0 }, { state: 'running' }]);
    await tab.close();
  }));

test('a server that is killed and comes back is found again', () =>
  withServer(async (server, address) => {
    const tab = await open(address);
    await server.stop();
    await tab.getByText(/connection lost/).waitFor({ timeout: 10_000 });
    assert.ok(count(await figure(tab, 'transactions')) > 0, 'what was there stays');
    server.again();
    await server.start();
    await tab.waitForFunction(() => !document.querySelector('.live')?.textContent.includes('lost'), undefined, {
      timeout: 15_000,
    });
    const whole = server.header.facts.find(({ id }) => id === 'transactions').value;
    await tab.waitForFunction(
      (text) => document.querySelector('[data-figure="transactions"] .v').textContent.replace(/\D/g, '') === text,
      String(whole),
      { timeout: 20_000 },
    );
    assert.deepEqual(tab.failures, []);
    await tab.close();
  }));

test('what if, and two runs compared', () =>
  withServer(async (server, address) => {
    server.state.state = 'done';
    const tab = await open(address);
    await tab.getByRole('button', { name: 'What if …' }).click();
    await tab.getByLabel('From 1.5 to').fill('1.8');
    await tab.getByRole('button', { name: 'Play it' }).click();
    await tab.getByText('no clear change', { exact: true }).last().waitFor();
    assert.deepEqual(server.seen.whatIf[0], { changes: [{ path: 'market.visit_multiplier.festival', value: 1.8 }] });
    assert.match(await tab.locator('.panel table').innerText(), /₹2\.00\s*crore/);
    await tab.getByLabel('From 1.5 to').fill('5');
    await tab.getByRole('button', { name: 'Play it' }).click();
    await tab.getByText('visit_multiplier.festival must be at most 4').waitFor();
    await tab.locator('.panel select').selectOption('personas.Premium Shopper.customers');
    assert.equal(await tab.getByLabel('From 1000 to').inputValue(), '1000');
    await tab.getByRole('button', { name: 'Compare the two runs' }).click();
    await tab.getByText('1 of 2 facts differ beyond chance').waitFor();
    await tab.getByLabel('Only what differs beyond chance').uncheck();
    assert.match(await tab.locator('.panel table').innerText(), /within chance/);
    await tab.close();
  }));

test('the transactions behind the filters: pages, order, lines of a basket', () =>
  withServer(async (server, address) => {
    server.state.state = 'done';
    const persona = server.header.dimensions.persona.values[1];
    const tab = await open(
      `${address}#v=1&date=2024-01-03..2024-01-04&persona=${encodeURIComponent(persona)}&weekday=thu`,
    );
    const list = tab.locator('#transactions');
    await list.scrollIntoViewIfNeeded();
    await list.getByText('1 to 20 of 45').waitFor();
    assert.deepEqual(Object.fromEntries(new URLSearchParams(server.seen.rows[0])), {
      'date.min': '2024-01-03',
      'date.max': '2024-01-04',
      persona,
      weekday: '4',
      table: 'transactions',
      limit: '20',
      offset: '0',
    });
    await list.getByRole('button', { name: 'Next' }).click();
    await list.getByText('21 to 40 of 45').waitFor();
    assert.match(await list.locator('tbody tr').first().innerText(), /1020\s+2024-01-01 09:30:00\s+₹1,254\.50/);
    await list.getByRole('button', { name: 'Amount' }).click();
    await list.getByText('1 to 20 of 45').waitFor();
    assert.match(server.seen.rows.at(-1), /order=-amount/);
    await list.getByRole('button', { name: 'Lines of transaction 1002' }).focus();
    await tab.keyboard.press('Enter');
    await list.getByText('category goods_2').waitFor();
    assert.match(server.seen.rows.at(-1), /table=items&transaction_id=1002/);
    await tab.evaluate(() => {
      location.hash = 'v=1&city=Other';
    });
    await list.getByText('footfall query DATA_SET').waitFor();
    const asked = server.seen.rows.length;
    await tab.waitForTimeout(400);
    assert.equal(server.seen.rows.length, asked, 'what cannot be asked for is not');
    assert.deepEqual(tab.failures, []);
    await tab.close();
  }));
