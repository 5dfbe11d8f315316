import type { Context } from './view';
export function Provenance(_: { context: Context }) { return null; }
