// Keys of the whole page: Ctrl Z undoes, Escape leaves a chart.
import { undo } from './state';

export function startKeys(): void {
  addEventListener('keydown', (event) => {
    const isTyping = (event.target as Element).matches?.(
      'input:not([type=checkbox]):not([type=radio]), textarea, select',
    );
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'z' && !isTyping) {
      event.preventDefault();
      undo();
    }
  });
}
