// Replaced below.
export async function startLive(): Promise<void> { throw new Error('not yet'); }
