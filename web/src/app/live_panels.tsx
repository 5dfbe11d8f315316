// Replaced below.
import type { Context } from '../views/view';
export function LivePanels(_: { context: Context | null }) { return null; }
export function LiveStatus() { return null; }
