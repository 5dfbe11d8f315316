// Saves what a view shows: its table as CSV, its chart as SVG and PNG, with the styles that the page gives it written out.

export interface TableColumn {
  name: string;
  kind?: 'text' | 'number';
}
/** Cells hold exact values for CSV; `show` says how people read them. */
export interface ViewTable {
  columns: TableColumn[];
  rows: (string | number | null)[][];
  show?: (string | null)[][];
}

/** Name, exact value of a row, and how people read it: of the value, or of the row where its unit differs by row. */
export type Column<T> = [
  name: string,
  value: (row: T, index: number) => string | number | null | undefined,
  show?: ((value: number) => string) | undefined,
  showRow?: (row: T) => string,
];

/** A column whose values are all numbers is one of numbers. */
export function tableOf<T>(rows: readonly T[], columns: readonly Column<T>[]): ViewTable {
  const values = rows.map((row, i) => columns.map(([, value]) => value(row, i) ?? null));
  return {
    columns: columns.map(([name], j) => ({
      name,
      kind: values.every((row) => typeof row[j] !== 'string') ? 'number' : 'text',
    })),
    rows: values,
    show: rows.map((row, i) =>
      columns.map(([, , show, showRow], j) => {
        const value = values[i]![j]!;
        return (
          showRow?.(row) ?? (show ? show(value === null ? NaN : Number(value)) : value === null ? '–' : String(value))
        );
      }),
    ),
  };
}

/** Money to the second place, as CSV has it. */
export function cents(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? Math.round(value * 100) / 100 : null;
}

export function csvOf(table: ViewTable): string {
  const cell = (value: string | number | null) => {
    if (value === null || (typeof value === 'number' && !Number.isFinite(value))) return '';
    const text = String(value);
    // A leading sign would make a spreadsheet take text for a formula.
    const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return (
    [table.columns.map((column) => cell(column.name)), ...table.rows.map((row) => row.map(cell))]
      .map((row) => row.join(','))
      .join('\r\n') + '\r\n'
  );
}

export function save(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

const kStyles = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'font-size',
  'font-weight',
  'opacity',
  'paint-order',
  'stroke-linejoin',
  'font-variant-numeric',
];

/** The chart as a document of its own: title above it, ground behind it, every colour and font written out. */
export function svgText(chart: SVGSVGElement, title: string): string {
  const copy = chart.cloneNode(true) as SVGSVGElement;
  const [from, to] = [
    [chart, ...chart.querySelectorAll('*')],
    [copy, ...copy.querySelectorAll('*')],
  ];
  from.forEach((element, i) => {
    const style = getComputedStyle(element);
    for (const name of kStyles) {
      const value = style.getPropertyValue(name);
      if (value) to[i]!.setAttribute(name, value);
    }
    to[i]!.removeAttribute('class');
    to[i]!.removeAttribute('style'); // names the page's colours, which only the page knows
  });
  copy.querySelectorAll('[data-screen]').forEach((element) => element.remove());
  const [width, height] = [
    chart.clientWidth || Number(chart.getAttribute('width')),
    Number(chart.getAttribute('height')),
  ];
  const page = getComputedStyle(document.body);
  const space = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  space.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  const [margin, head] = [16, 44];
  space.setAttribute('width', String(width + 2 * margin));
  space.setAttribute('height', String(height + head + margin));
  space.setAttribute('font-family', page.fontFamily);
  const ground = document.createElementNS(space.namespaceURI, 'rect');
  for (const [name, value] of [
    ['width', '100%'],
    ['height', '100%'],
    ['fill', page.backgroundColor],
  ])
    ground.setAttribute(name!, value!);
  const heading = document.createElementNS(space.namespaceURI, 'text');
  for (const [name, value] of [
    ['x', String(margin)],
    ['y', '28'],
    ['font-size', '16'],
    ['font-weight', '600'],
    ['fill', page.color],
  ])
    heading.setAttribute(name!, value!);
  heading.textContent = title;
  copy.setAttribute('x', String(margin));
  copy.setAttribute('y', String(head));
  copy.setAttribute('width', String(width));
  copy.removeAttribute('style');
  space.append(ground, heading, copy);
  return new XMLSerializer().serializeToString(space);
}

export async function pngOf(svg: string, scale = 2): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.width * scale;
  canvas.height = image.height * scale;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser does not draw pictures.');
  context.scale(scale, scale);
  context.drawImage(image, 0, 0);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png'),
  );
}
