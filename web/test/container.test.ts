import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { bytesOfBase64, readColumn, readContainer, unpack } from '../src/data/container';

/** Writes a column by the text of the format, apart from the code that reads it. */
function written(values: bigint[]): number[] {
  const bytes: number[] = [];
  let before = 0n;
  for (const value of values) {
    let step = value - before;
    before = value;
    step = step >= 0n ? 2n * step : -2n * step - 1n;
    for (; step > 127n; step >>= 7n) bytes.push(Number(step & 127n) | 128);
    bytes.push(Number(step));
  }
  return bytes;
}

function container(header: object, columns: number[] = []): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + columns.length);
  bytes.set(new TextEncoder().encode('FFD1'));
  new DataView(bytes.buffer).setUint32(4, text.length, true);
  bytes.set(text, 8);
  bytes.set(columns, 8 + text.length);
  return bytes;
}

describe('columns', () => {
  it.each([[[]], [[0]], [[1, 2, 3]], [[5, 0, -7, 1_000_000]], [[2 ** 52, 0, 2 ** 53 - 1]], [[127, 128, 16383, 16384]]])(
    'reads %j',
    (values) => {
      const bytes = written(values.map(BigInt));
      expect([...readColumn(Uint8Array.from(bytes), { offset: 0, bytes: bytes.length, count: values.length })]).toEqual(
        values,
      );
    },
  );

  it('reads one that stands behind another', () => {
    const [a, b] = [written([9n, 8n]), written([300n])];
    expect([...readColumn(Uint8Array.from([...a, ...b]), { offset: a.length, bytes: b.length, count: 1 })]).toEqual([
      300,
    ]);
  });

  it('does not read beyond its end', () => {
    // 1, 0x203 and 0x40005 as three bytes each: the low bytes first.
    const planes = { offset: 1, bytes: 9, count: 3, width: 3 };
    expect([...readColumn(Uint8Array.from([9, 1, 3, 5, 0, 2, 0, 0, 0, 4]), planes)]).toEqual([1, 0x203, 0x40005]);
    expect(() => readColumn(Uint8Array.from([2, 2]), { offset: 0, bytes: 1, count: 2 })).toThrow(/cut off/);
  });
});

describe('container', () => {
  it('reads header and columns through gzip and base64', async () => {
    const packed = gzipSync(container({ schema_version: 1, title: '₹ ü' }, [1, 2]));
    const bytes = await unpack(bytesOfBase64(packed.toString('base64')));
    const { header, columns } = readContainer(bytes);
    expect(header).toEqual({ schema_version: 1, title: '₹ ü' });
    expect([...columns]).toEqual([1, 2]);
  });

  it('takes what a browser has unpacked already', async () => {
    expect(readContainer(await unpack(container({ schema_version: 1 }))).header.schema_version).toBe(1);
  });

  it('says what is wrong with other bytes', () => {
    expect(() => readContainer(new Uint8Array([1, 2, 3]))).toThrow(/not a dashboard document/);
    expect(() => readContainer(container({ schema_version: 2 }))).toThrow(/version 2.*reads version 1/);
    expect(() => readContainer(container({ schema_version: 1 }).subarray(0, 20))).toThrow(/cut off/);
  });
});
