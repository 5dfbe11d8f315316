// Customers of a live run: who bought on which days, as the events tell, in the form that counting wants.
import type { Customers } from './customers';

/** An entry a customer, by number, and day of purchase; of every `one_of`-th customer. */
export interface CustomerDays {
  one_of: number;
  customer: number[];
  persona: number[];
  city: number[];
  day: number[];
}

export class LiveCustomers {
  private readonly index = new Map<number, number>();
  private readonly persona: number[] = [];
  private readonly city: number[] = [];
  private readonly days: number[][] = [];
  private oneOf = 1;

  add({ one_of, customer, persona, city, day }: CustomerDays): void {
    this.oneOf = one_of;
    customer.forEach((number, i) => {
      let at = this.index.get(number);
      if (at === undefined) {
        at = this.days.push([]) - 1;
        this.index.set(number, at);
        this.persona.push(persona[i]!);
        this.city.push(city[i]!);
      }
      this.days[at]!.push(day[i]!);
    });
  }

  get(): Customers {
    const count = this.days.length;
    const start = new Uint32Array(count + 1);
    this.days.forEach((days, i) => {
      start[i + 1] = start[i]! + days.length;
    });
    return {
      total: count * this.oneOf,
      one_of: this.oneOf,
      count,
      of: {
        persona: Uint16Array.from(this.persona),
        city: Uint16Array.from(this.city),
        segment: new Uint16Array(count),
        score: new Uint16Array(count),
        cohort: new Uint16Array(count),
      },
      start,
      day: Uint16Array.from(this.days.flat()),
    };
  }
}
