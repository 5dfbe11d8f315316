// Reads the container of a document: gzip of `FFD1`, header length, JSON header, columns as varints of zigzag differences.
import type { ColumnPlace, DocumentHeader } from './document';

export interface Container {
  header: DocumentHeader;
  columns: Uint8Array;
}

export function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; ++i) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

export async function unpack(packed: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  // A browser has already undone the encoding of what came over HTTP.
  if (packed[0] !== 0x1f || packed[1] !== 0x8b) return packed;
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

export function readContainer(bytes: Uint8Array): Container {
  if (bytes.length < 8 || String.fromCharCode(...bytes.subarray(0, 4)) !== 'FFD1') {
    throw new Error('The data of this page are not a dashboard document of Footfall.');
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true);
  if (8 + length > bytes.length) throw new Error('The data of this page are cut off.');
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as DocumentHeader;
  if (header.schema_version !== 1) {
    throw new Error(
      `The data are of version ${header.schema_version}, this page reads version 1: make the page again.`,
    );
  }
  return { header, columns: bytes.subarray(8 + length) };
}

/** Decodes a column. Its sums stay below 2^53, where numbers are exact. */
export function readColumn(columns: Uint8Array, place: ColumnPlace): Float64Array {
  const values = new Float64Array(place.count);
  const end = place.offset + place.bytes;
  let at = place.offset;
  for (let byte = 0; byte < (place.width ?? 0); ++byte)
    for (let i = 0; i < place.count; ++i) values[i]! += columns[at++]! * 256 ** byte;
  if (place.width !== undefined) return values;
  let before = 0;
  for (let i = 0; i < place.count; ++i) {
    let word = 0;
    let scale = 1;
    let byte: number;
    do {
      if (at >= end) throw new Error('A column of the data is cut off.');
      byte = columns[at++]!;
      word += (byte & 127) * scale;
      scale *= 128;
    } while (byte & 128);
    before += word % 2 === 0 ? word / 2 : -(word + 1) / 2;
    values[i] = before;
  }
  return values;
}
