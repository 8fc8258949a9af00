const SHARE = 3;

/**
 * Reads again what is asked for again and again: the first time at once, then at most this often, and for at most a
 * third of the time. A read that takes long is waited for, and never given up for the next.
 */
export function rereads(read: () => Promise<unknown>, calmMs: number) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let [isReading, isStale, isStopped] = [false, false, false];
  const ask = () => {
    if (isReading || timer !== undefined) isStale = true;
    else void now();
  };
  const now = async () => {
    [isReading, isStale] = [true, false];
    const begunMs = performance.now();
    await read().catch(() => undefined);
    isReading = false;
    if (isStopped) return;
    timer = setTimeout(rested, Math.max(calmMs, SHARE * (performance.now() - begunMs)));
  };
  const rested = () => {
    timer = undefined;
    if (isStale) void now();
  };
  const stop = () => {
    isStopped = true;
    clearTimeout(timer);
    // The end itself is often what made us stop: what it changed must be read all the same.
    if (isStale || isReading) void read();
  };
  return { ask, stop };
}
