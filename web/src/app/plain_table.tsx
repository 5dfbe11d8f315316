// A table to read: heads, and rows whose first cell names them. A head that begins with # is of numbers.
import type { ComponentChildren } from 'preact';

export function PlainTable({ heads, rows }: { heads: string[]; rows: ComponentChildren[][] }) {
  const classOf = (column: number) => (heads[column]!.startsWith('#') ? 'num' : '');
  return (
    <table>
      <thead>
        <tr>
          {heads.map((head, i) => (
            <th scope="col" class={classOf(i)}>
              {head.replace('#', '')}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>{row.map((cell, i) => (i === 0 ? <th scope="row">{cell}</th> : <td class={classOf(i)}>{cell}</td>))}</tr>
        ))}
      </tbody>
    </table>
  );
}
