// The last value of something that follows only some of the filters, so that a change of the others does not compute it anew.
import type { Dataset } from './dataset';

export class Remembered<T> {
  private dataset: Dataset | null = null;
  private version = -1;
  private key = '';
  private value!: T;

  /** The value of before when data and key are the same, else a new one. */
  get(dataset: Dataset, key: string, make: () => T): T {
    if (this.dataset !== dataset || this.version !== dataset.version || this.key !== key) {
      this.value = make();
      [this.dataset, this.version, this.key] = [dataset, dataset.version, key];
    }
    return this.value;
  }
}
