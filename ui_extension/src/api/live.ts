// The live stream: everything in the project, or one execution with values. It goes on after the last position, so that
// nothing is lost by a broken connection; when the gateway does not keep what followed any more, it says so (a gap).
export type Frame = {
  /** Grows along the stream; of one execution it is the event's number. */
  position: number;
  execution: string;
  workflow: string;
  /** The execution's, after the event. */
  status: string;
  seq: number;
  at: string;
  kind: string;
  step: string | null;
  /** Only when one execution is followed. */
  data?: Record<string, unknown>;
};

export type Following = {
  execution?: string;
  /** Go on after this position; without, from now on. */
  after?: number;
  onFrame: (frame: Frame) => void;
  /** What followed the position is not kept any more: read anew what you show. */
  onGap: () => void;
  /** Whether the gateway is heard; false from the first failed attempt on. */
  onHeard?: (isHeard: boolean) => void;
  /** The followed execution is over. */
  onEnd?: () => void;
};

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 15_000;
/** The gateway says something every 15 s. A connection that says nothing for longer is none, although nobody closed it. */
const SILENT_MS = 35_000;

/** Follow until the answer is called. */
export function follow(following: Following): () => void {
  const stopping = new AbortController();
  void keepFollowing(following, stopping.signal);
  return () => stopping.abort();
}

async function keepFollowing(following: Following, signal: AbortSignal): Promise<void> {
  let position = following.after;
  let delayMs = FIRST_DELAY_MS;
  while (!signal.aborted) {
    const connection = listening(signal);
    try {
      const answer = await open(following.execution, position, connection.signal);
      if (answer.status === 410) {
        position = undefined;
        following.onGap();
        continue;
      }
      const stream = heard(following, answer);
      delayMs = FIRST_DELAY_MS;
      for await (const frame of frames(stream, connection.heard)) {
        if (frame === "end") return void following.onEnd?.();
        position = told(following, frame);
      }
    } catch {
      if (signal.aborted) return;
      following.onHeard?.(false);
    } finally {
      connection.end();
    }
    await pause(delayMs, signal);
    delayMs = Math.min(delayMs * 2, LONGEST_DELAY_MS);
  }
}

/** One connection, which ends with what it is a part of, or when nothing is heard of it. */
function listening(whole: AbortSignal) {
  const ending = new AbortController();
  const end = () => {
    clearTimeout(timer);
    whole.removeEventListener("abort", end);
    ending.abort();
  };
  let timer = setTimeout(end, SILENT_MS);
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(end, SILENT_MS);
  };
  whole.addEventListener("abort", end);
  return { signal: ending.signal, heard, end };
}

/** The answer's stream. Raises when there is none. */
function heard(following: Following, answer: Response): ReadableStream<Uint8Array> {
  if (!answer.ok || !answer.body) throw new Error(`live: ${answer.status}`);
  following.onHeard?.(true);
  return answer.body;
}

function told(following: Following, frame: Frame): number {
  following.onFrame(frame);
  return frame.position;
}

function open(
  execution: string | undefined,
  after: number | undefined,
  signal: AbortSignal,
): Promise<Response> {
  const query = new URLSearchParams();
  if (execution) query.set("execution", execution);
  if (after !== undefined) query.set("after", String(after));
  return fetch(`/api/v1/live?${query}`, { signal, headers: { Accept: "text/event-stream" } });
}

/** Server-sent events, read by hand: a browser's own reader cannot tell a gap from a broken connection. */
export async function* frames(
  body: ReadableStream<Uint8Array>,
  onHeard?: () => void,
): AsyncGenerator<Frame | "end"> {
  const decoder = new TextDecoder();
  let pending = "";
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    onHeard?.();
    pending += decoder.decode(chunk, { stream: true });
    const blocks = pending.split("\n\n");
    pending = blocks.pop() ?? "";
    for (const block of blocks) {
      const frame = frameOf(block);
      if (frame) yield frame;
    }
  }
}

function frameOf(block: string): Frame | "end" | null {
  const lines = block.split("\n");
  if (lines.includes("event: end")) return "end";
  const data = lines.find((line) => line.startsWith("data: "));
  return data ? (JSON.parse(data.slice("data: ".length)) as Frame) : null;
}

function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      globalThis.removeEventListener?.("online", done);
      resolve();
    };
    const timer = setTimeout(done, delayMs);
    signal.addEventListener("abort", done);
    globalThis.addEventListener?.("online", done);
  });
}
