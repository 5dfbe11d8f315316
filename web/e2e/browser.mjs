// Starts Debian's Chromium for the tests and pictures of the page.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

export const kChromium =
  process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

export async function startBrowser() {
  if (!kChromium) throw new Error('no Chromium: install the Debian package chromium');
  return chromium.launch({
    executablePath: kChromium,
    args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'],
  });
}
