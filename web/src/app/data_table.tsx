// The table behind a view: every number as text, sorted by a click on its head.
import { useState } from 'preact/hooks';
import type { ViewTable } from '../charts/export';

export function DataTable({
  table,
  label,
  box,
}: {
  table: ViewTable;
  label: string;
  box: { current: HTMLDivElement | null };
}) {
  const [sort, setSort] = useState<{ column: number; down: boolean } | null>(null);
  const order = table.rows.map((_, i) => i);
  if (sort) {
    const value = (row: number) => table.rows[row]![sort.column] ?? null;
    order.sort((a, b) => {
      const [x, y] = [value(a), value(b)];
      if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
      const by = typeof x === 'number' && typeof y === 'number' ? x - y : String(x).localeCompare(String(y));
      return sort.down ? -by : by;
    });
  }
  return (
    <div class="table-box" role="group" tabIndex={0} aria-label={`Table: ${label}`} ref={box}>
      <table>
        <thead>
          <tr>
            {table.columns.map((column, i) => (
              <th
                scope="col"
                class={column.kind === 'number' ? 'num' : ''}
                aria-sort={sort?.column === i ? (sort.down ? 'descending' : 'ascending') : 'none'}>
                <button
                  onClick={() =>
                    setSort({ column: i, down: sort?.column === i ? !sort.down : column.kind === 'number' })
                  }>
                  {column.name}
                  {sort?.column === i ? (sort.down ? ' ↓' : ' ↑') : ''}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {order.map((row) => (
            <tr key={row}>
              {table.columns.map((column, i) => {
                const value = table.rows[row]![i];
                const text = table.show?.[row]?.[i] ?? (value === null || value === undefined ? '–' : String(value));
                return i === 0 ? (
                  <th scope="row">{text}</th>
                ) : (
                  <td class={column.kind === 'number' ? 'num' : ''}>{text}</td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
