// Starts the page: with the data that the program put into it, or, when there are none, as the live app of a server.
import { render } from 'preact';
import { bytesOfBase64, readContainer, unpack } from '../data/container';
import { makeDataset } from '../data/dataset';
import { startKeys } from './keys';
import { startLive } from './live';
import { Page } from './page';
import { dataset, problem, readAddress } from './state';
import { startTheme } from './theme';
import './style.css';
import { errorText } from '../format/words';

async function start(): Promise<void> {
  const text = document.getElementById('footfall-data')?.textContent?.trim() ?? '';
  if (text.startsWith('__FOOTFALL_')) {
    startLive();
    return;
  }
  dataset.value = makeDataset(readContainer(await unpack(bytesOfBase64(text))));
  readAddress();
}

startTheme();
startKeys();
addEventListener('hashchange', readAddress);
render(<Page />, document.getElementById('app')!);
start().catch((error: unknown) => {
  problem.value = { text: errorText(error) };
});
