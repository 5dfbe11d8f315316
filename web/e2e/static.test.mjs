// The report's page, opened from a file as a reader would: offline, under its own policy, by pointer and by keys.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import {
  answers,
  digits,
  figure,
  folder,
  hashOf,
  header,
  kCharts,
  kViews,
  money,
  open,
  rowsOf,
  saved,
} from './static_page.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

test('nothing is asked for, nothing fails, every view is drawn', async () => {
  const tab = await open();
  for (const id of kViews) assert.equal(await tab.locator(`#${id} h3`).count(), 1, id);
  assert.deepEqual(tab.asked, []);
  assert.deepEqual(tab.failures, []);
  await tab.context().close();
});

test('the policy forbids what the page does not do itself', async () => {
  const tab = await open();
  const blocked = await tab.evaluate(async () => {
    const found = [];
    document.addEventListener('securitypolicyviolation', (event) => found.push(event.effectiveDirective));
    const script = document.createElement('script');
    script.textContent = 'window.ranInjected = true';
    document.head.append(script);
    document.body.insertAdjacentHTML(
      'beforeend',
      '<p style="color:red">x</p><img src="https://example.invalid/x.png">',
    );
    await fetch('https://example.invalid/').catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 300));
    return { found, ran: window.ranInjected === true };
  });
  assert.equal(blocked.ran, false);
  for (const directive of ['script-src-elem', 'style-src-attr', 'img-src', 'connect-src'])
    assert.ok(blocked.found.includes(directive), `${directive} of ${blocked.found}`);
  await tab.context().close();
});

test('numbers of the page equal the facts', async () => {
  const tab = await open();
  const fact = (id) => header.facts.find((one) => one.id === id).value;
  const count = (value) => new Intl.NumberFormat('en-IN').format(value);
  assert.equal(digits(await figure(tab, 'transactions')), count(fact('transactions')));
  assert.equal(digits(await figure(tab, 'customers')), count(fact('active_customers')));
  assert.equal(digits(await figure(tab, 'revenue')), `₹${(fact('revenue') / 1e7).toFixed(2)} crore`);
  assert.equal(digits(await figure(tab, 'average')), `₹${count(Math.round(fact('average_transaction_value')))}`);
  const personas = rowsOf(await saved(tab, 'personas', 'CSV'));
  for (const one of header.facts.filter(({ id }) => /^persona\.[a-z_]+\.revenue_share$/.test(id))) {
    const row = personas.find(([name]) => name === one.filter.persona);
    assert.ok(Math.abs(Number(row[3]) - one.value) < 1e-9, one.id);
  }
  const [heads, all] = rowsOf(await saved(tab, 'effects', 'CSV'));
  const { amount, visits } = header.meta.built_in[0];
  assert.equal(Number(all[heads.indexOf('Amount built in')]), amount);
  assert.equal(Number(all[heads.indexOf('Transactions built in')]), visits);
  await tab.context().close();
});

test('links with filters show what DuckDB says', async () => {
  const words = {
    weekday: ['', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
    persona: header.dimensions.persona.values,
    city: header.dimensions.city.values,
    category: header.dimensions.category.values,
    festival: header.dimensions.festival.values,
  };
  const dateOf = (day) =>
    new Date(Date.parse(`${header.dimensions.day.first}T00:00:00Z`) + day * 864e5).toISOString().slice(0, 10);
  const tab = await open();
  for (const answer of answers.filter(({ total }) => total[3] > 50).slice(0, 12)) {
    const parts = new URLSearchParams({ v: '1' });
    for (const [name, values] of Object.entries(answer.filter)) {
      if (name === 'day') parts.set('date', values.map(dateOf).join('..'));
      else for (const value of values) parts.append(name, words[name]?.[value] ?? String(value));
    }
    await tab.evaluate((hash) => {
      location.hash = hash;
    }, parts.toString());
    await tab.waitForTimeout(60);
    const revenue = rowsOf(await saved(tab, 'revenue', 'CSV'))
      .slice(1)
      .reduce((sum, row) => sum + Number(row[1]), 0);
    assert.ok(Math.abs(revenue - money(answer.total[0])) < 0.5, `${parts}: ${revenue} for ${money(answer.total[0])}`);
  }
  assert.deepEqual(tab.failures, []);
  await tab.context().close();
});

test('a click filters all views, undo and reset take it back, the link restores it', async () => {
  const tab = await open();
  const before = await figure(tab, 'revenue');
  await tab.locator('#personas .plot svg').click({ position: { x: 60, y: 28 + 66 } });
  await tab.waitForSelector('.chip.on');
  const filtered = await figure(tab, 'revenue');
  assert.notEqual(filtered, before);
  assert.match(tab.url(), /#v=1&persona=/);
  await tab.locator('#heat .plot svg').click({ position: { x: 120, y: 36 + 14 } });
  await tab.waitForFunction(() => document.querySelectorAll('.chip.on').length === 3);
  const [address, shown] = [tab.url(), await tab.locator('h1').innerText()];
  const other = await open({ hash: address.split('#')[1] });
  assert.equal(await other.locator('h1').innerText(), shown);
  await other.context().close();
  await tab.keyboard.press('Control+z');
  await tab.waitForFunction(() => document.querySelectorAll('.chip.on').length === 1);
  assert.equal(await figure(tab, 'revenue'), filtered);
  await tab.getByRole('button', { name: 'Reset' }).click();
  await tab.waitForFunction(() => document.querySelectorAll('.chip.on').length === 0);
  assert.equal(await figure(tab, 'revenue'), before);
  await tab.context().close();
});

test('the strip chooses days by dragging, and by arrow keys', async () => {
  const tab = await open();
  const box = await tab.locator('.strip svg').boundingBox();
  await tab.mouse.move(box.x + box.width * 0.3, box.y + 25);
  await tab.mouse.down();
  await tab.mouse.move(box.x + box.width * 0.5, box.y + 25, { steps: 4 });
  await tab.mouse.up();
  await tab.waitForSelector('.chip.on');
  const first = await hashOf(tab);
  assert.match(first, /date=2024-01-\d\d\.\.2024-01-\d\d/);
  await tab.locator('.grip').first().focus();
  await tab.keyboard.press('ArrowRight');
  assert.notEqual(await hashOf(tab), first);
  await tab.keyboard.press('Control+z');
  assert.equal(await hashOf(tab), first);
  await tab.context().close();
});

test('keys alone reach every view, read it, filter it, and open its table', async () => {
  const tab = await open();
  await tab.keyboard.press('Tab');
  const seen = new Map();
  for (let step = 0; step < 220; ++step) {
    const at = await tab.evaluate(() => ({
      view: document.activeElement.closest('figure')?.id ?? '',
      isPlot: document.activeElement.classList.contains('plot'),
      body: document.activeElement === document.body,
    }));
    if (at.isPlot && !seen.has(at.view)) {
      await tab.keyboard.press('ArrowRight');
      await tab.keyboard.press('ArrowRight');
      const said = await tab.locator('[aria-live="polite"]').innerText();
      seen.set(at.view, said);
      assert.ok(said.length > 3, `${at.view} says nothing`);
    }
    await tab.keyboard.press('Tab');
  }
  for (const id of kCharts) assert.ok(seen.has(id), `${id} was not reached`);
  await tab.locator('#categories .plot').focus();
  await tab.keyboard.press('ArrowDown');
  await tab.keyboard.press('Enter');
  await tab.waitForSelector('.chip.on');
  assert.match(tab.url(), /category=/);
  await tab.locator('#categories .tools button').first().focus();
  await tab.keyboard.press('Enter');
  await tab.waitForSelector('#categories table');
  assert.equal(await tab.evaluate(() => document.activeElement.className), 'table-box');
  assert.match(tab.url(), /table=categories/);
  await tab.context().close();
});

test('a mark of every view filters the others, undo takes it back, and views that do not follow say so', async () => {
  const tab = await open({ width: 1440 });
  const filterOf = {
    revenue: /date=2024-01-01\.\.2024-01-01/,
    personas: /persona=/,
    heat: /weekday=mon&hour=/,
    categories: /category=/,
    effects: /festival=/,
    rfm: /score=5-5/,
    cohorts: /cohort=2024-01-01$/,
    value: /persona=/,
    affinity: /persona=.*category=.*category=/,
    forecast: /date=/,
    distributions: /lines=1$/,
    anomalies: /date=2024-01-01\.\.2024-01-01/,
  };
  const all = await figure(tab, 'revenue');
  for (const [id, wanted] of Object.entries(filterOf)) {
    const plot = tab.locator(`#${id} .plot`);
    await plot.focus();
    await tab.keyboard.press('Home');
    await tab.keyboard.press('Enter');
    await tab.waitForSelector('.chip.on', { timeout: 5000 }).catch(() => assert.fail(`${id} does not filter`));
    assert.match(await hashOf(tab), wanted, id);
    assert.notEqual(await figure(tab, 'revenue'), all, id);
    if (id === 'heat') {
      const note = tab.locator('#forecast .note', { hasText: 'Not affected by weekday and hour.' });
      await note.waitFor({ timeout: 5000 });
    }
    await tab.keyboard.press('Control+z');
    await tab.waitForFunction(() => !document.querySelector('.chip.on'));
    assert.equal(await figure(tab, 'revenue'), all, id);
  }
  // Those that have no weekday say so though nothing else of them changes.
  await tab.evaluate(() => {
    location.hash = 'v=1&weekday=mon';
  });
  for (const id of ['effects', 'cohorts', 'value', 'affinity', 'forecast', 'narrative'])
    await tab.locator(`#${id} .note`, { hasText: 'Not affected by weekday.' }).waitFor({ timeout: 5000 });
  await tab.getByRole('button', { name: 'Reset' }).click();
  await tab.getByRole('button', { name: 'Champions', exact: true }).click();
  await tab.waitForSelector('.chip.on');
  assert.match(await hashOf(tab), /segment=Champions/);
  const champions = header.analyses.rfm.rows[0];
  const at = (name) => header.analyses.rfm.columns.findIndex((column) => column.name === name);
  assert.equal(Number((await figure(tab, 'customers')).replace(/\D/g, '')), champions[at('customers')]);
  assert.equal(await figure(tab, 'revenue').then(digits), `₹${(champions[at('revenue')] / 1e7).toFixed(2)} crore`);
  // A cell of the triangle leaves its customers on its days: as many as the metric counts there.
  await tab.getByRole('button', { name: 'Reset' }).click();
  await tab.locator('#cohorts .plot').focus();
  for (const key of ['Home', 'ArrowRight', 'ArrowRight', 'Enter']) await tab.keyboard.press(key);
  await tab.waitForSelector('.chip.on');
  assert.match(await hashOf(tab), /date=2024-01-08\.\.2024-01-14&cohort=2024-01-01/);
  const cohorts = header.analyses.cohorts;
  const place = (name) => cohorts.columns.findIndex((column) => column.name === name);
  const [, second] = cohorts.rows;
  assert.equal(second[place('period_index')], 1);
  assert.equal(Number((await figure(tab, 'customers')).replace(/\D/g, '')), second[place('active')]);
  assert.deepEqual(tab.failures, []);
  await tab.context().close();
});

test('what a row says by a flag counts: only whole periods, only odd days', async () => {
  const tab = await open();
  const flags = (name, flag) => {
    const { columns, rows } = header.analyses[name];
    return rows.map((row) => row[columns.findIndex((column) => column.name === flag)]);
  };
  const whole = flags('cohorts', 'is_complete').filter(Boolean).length;
  assert.ok(whole > 0 && whole < header.analyses.cohorts.rows.length);
  assert.equal(rowsOf(await saved(tab, 'cohorts', 'CSV')).length - 1, whole);
  const odd = flags('anomalies', 'is_anomaly').filter(Boolean).length;
  assert.equal(await tab.locator('#revenue .plot circle[r="4.5"]').count(), Math.min(5, odd));
  await tab.context().close();
});

test('every view saves CSV, SVG and PNG that hold what is shown', async () => {
  const tab = await open();
  for (const id of kCharts) {
    const rows = rowsOf(await saved(tab, id, 'CSV'));
    assert.ok(rows.length > 1 && rows.every((row) => row.length >= rows[0].length), id);
    const svg = (await saved(tab, id, 'SVG')).toString();
    assert.match(svg, /^<svg[^>]+xmlns="http:\/\/www\.w3\.org\/2000\/svg"/, id);
    assert.ok(!svg.includes('var(--'), `${id}: colours are written out`);
    const png = await saved(tab, id, 'PNG');
    assert.equal(png.subarray(1, 4).toString(), 'PNG', id);
    assert.ok(png.readUInt32BE(16) > 400 && png.length > 2000, id);
  }
  assert.deepEqual(tab.failures, []);
  await tab.context().close();
});

test('a filter that leaves nothing says so, and offers the way back', async () => {
  const tab = await open({ hash: `v=1&hour=3`, wait: false });
  await tab.waitForSelector('.empty');
  assert.match(await tab.locator('h1').innerText(), /Nothing was bought/);
  await tab.locator('#revenue .empty button').click();
  await tab.waitForSelector('#revenue .plot');
  await tab.context().close();
});

for (const theme of ['light', 'dark']) {
  for (const width of [390, 768, 1440]) {
    test(`no barrier, nothing sideways: ${theme}, ${width} px`, async () => {
      const tab = await open({ theme, width, hash: 'v=1&table=heat' });
      const found = await tab
        .evaluate(async (source) => {
          (0, eval)(source);
          const result = await window.axe.run(document, {
            runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
          });
          return result.violations.map(
            ({ id, nodes }) =>
              `${id}: ${nodes
                .slice(0, 3)
                .map((node) => node.html.slice(0, 120))
                .join(' | ')}`,
          );
        }, axe)
        .catch(async () => null);
      if (found === null) assert.fail('axe did not run');
      assert.deepEqual(found, []);
      assert.equal(await tab.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth)), 0);
      assert.deepEqual(await tab.evaluate(overlaps), []);
      await tab.context().close();
    });
  }
}

for (const width of [390, 768, 1440]) {
  test(`days of more than a year have room for their years: ${width} px`, async () => {
    const tab = await open({ width, address: pathToFileURL(join(folder, 'year.html')).href });
    assert.match(await tab.locator('#revenue .plot svg').textContent(), /1\u00a0[A-Z]\w\w\u00a0202[45]/);
    assert.deepEqual(await tab.evaluate(overlaps), []);
    await tab.context().close();
  });
}

/** Texts of one chart that lie on one another, or beyond its edge. */
function overlaps() {
  const found = [];
  for (const svg of document.querySelectorAll('.plot svg, .strip svg')) {
    const { left, right } = svg.getBoundingClientRect();
    for (const text of svg.querySelectorAll('text')) {
      const box = text.getBoundingClientRect();
      if (box.width > 0 && (box.left < left - 2 || box.right > right + 2))
        found.push(`${svg.closest('figure').id}: "${text.textContent}" is cut`);
    }
    const boxes = [...svg.querySelectorAll('text')]
      .map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() }))
      .filter(({ box, text }) => box.width > 0 && text.trim());
    for (let i = 0; i < boxes.length; ++i)
      for (let j = 0; j < i; ++j) {
        const [a, b] = [boxes[i].box, boxes[j].box];
        const [w, h] = [
          Math.min(a.right, b.right) - Math.max(a.left, b.left),
          Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top),
        ];
        if (w > 2 && h > 5) found.push(`${svg.closest('figure').id}: "${boxes[i].text}" on "${boxes[j].text}"`);
      }
  }
  return found;
}

test('two hundred percent zoom and reduced motion hold', async () => {
  const tab = await open({ width: 640, height: 450, reducedMotion: 'reduce' });
  assert.equal(await tab.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth)), 0);
  assert.equal(await tab.evaluate(() => getComputedStyle(document.querySelector('.chip')).transitionDuration), '0s');
  await tab.context().close();
});

test('print shows every view without its controls', async () => {
  const tab = await open();
  await tab.emulateMedia({ media: 'print' });
  assert.equal(await tab.locator('.bar').isVisible(), false);
  assert.equal(await tab.locator('.tools').first().isVisible(), false);
  for (const id of kViews) assert.equal(await tab.locator(`#${id} h3`).isVisible(), true, id);
  await tab.context().close();
});
