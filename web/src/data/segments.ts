// Which segments the customers of a cell of recency and frequency scores can be in: what metric rfm says of its scores, with
// every score of revenue.

/** r: 5 for the most recent; fm: the scores of frequency and revenue together, 2 to 10. */
function segmentOf(r: number, fm: number): string {
  if ((r >= 4 && fm >= 9) || (r === 5 && fm >= 7)) return 'Champions';
  if (r >= 3 && fm >= 7) return 'Loyal';
  if (r >= 4 && fm >= 4) return 'Potential loyalists';
  if (r >= 4) return r === 5 ? 'New' : 'Promising';
  if (r === 3) return fm >= 5 ? 'Need attention' : 'About to sleep';
  if (r === 1 && fm >= 7) return 'Cannot lose them';
  if (fm >= 5) return 'At risk';
  return r === 2 || fm >= 3 ? 'Hibernating' : 'Lost';
}

/** Names of the segments of customers with these scores, 1 to 5. */
export function segmentsOf(r: number, f: number): string[] {
  return [...new Set([1, 2, 3, 4, 5].map((m) => segmentOf(r, f + m)))];
}
