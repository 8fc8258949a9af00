import { afterEach, expect, test, vi } from "vitest";
import { type Frame, follow, frames } from "./live";

const frame = (position: number): Frame => ({
  position,
  execution: "e",
  workflow: "greet",
  status: "running",
  seq: position,
  at: "2026-05-01T12:00:00Z",
  kind: "step.started",
  step: "hello",
});
const sse = (one: Frame) => `id: ${one.position}\nevent: ${one.kind}\ndata: ${JSON.stringify(one)}\n\n`;

/** A body that arrives in these pieces. */
function stream(...pieces: string[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(encoder.encode(piece));
      controller.close();
    },
  });
}

afterEach(() => vi.unstubAllGlobals());

test("a frame that comes in pieces is one frame, and silence is none", async () => {
  const text = sse(frame(1));

  const seen = await Array.fromAsync(
    frames(stream(": still here\n\n", text.slice(0, 20), text.slice(20), sse(frame(2)))),
  );

  expect(seen).toEqual([frame(1), frame(2)]);
});

test("a broken stream goes on after the last position, and ends when the execution is over", async () => {
  const asked: string[] = [];
  const answers = [stream(sse(frame(7))), stream(sse(frame(8)), "event: end\ndata: {}\n\n")];
  vi.stubGlobal("fetch", async (address: string) => {
    asked.push(address);
    return new Response(answers.shift());
  });
  const seen: number[] = [];

  await new Promise<void>((onEnd) => {
    follow({ execution: "e", after: 6, onFrame: (one) => seen.push(one.position), onGap: () => {}, onEnd });
  });

  expect(seen).toEqual([7, 8]);
  expect(asked.map((address) => new URL(address, "http://x").searchParams.get("after"))).toEqual(["6", "7"]);
});

test("when what followed is not kept any more, everything is read anew and the stream goes on from now", async () => {
  const answers = [
    new Response(null, { status: 410 }),
    new Response(stream(sse(frame(90)), "event: end\ndata: {}\n\n")),
  ];
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (address: string) => {
    asked.push(address);
    return answers.shift();
  });
  const onGap = vi.fn();

  await new Promise<void>((onEnd) => {
    follow({ after: 3, onFrame: () => {}, onGap, onEnd });
  });

  expect(onGap).toHaveBeenCalledOnce();
  expect(asked[1]).toBe("/api/v1/live?");
});

test("a connection of which nothing is heard for long is opened anew, and told of", async () => {
  vi.useFakeTimers();
  const encoder = new TextEncoder();
  let opened = 0;
  vi.stubGlobal("fetch", async (_: string, { signal }: RequestInit) => {
    opened += 1;
    const body = new ReadableStream({
      start(controller) {
        const pulse = setInterval(() => controller.enqueue(encoder.encode(": still here\n\n")), 15_000);
        // Then nothing comes any more, and nobody closes it.
        setTimeout(() => clearInterval(pulse), 100_000);
        signal?.addEventListener("abort", () => controller.error(signal.reason));
      },
    });
    return new Response(body);
  });
  const heard: boolean[] = [];
  const stop = follow({ onFrame: () => {}, onGap: () => {}, onHeard: (is) => heard.push(is) });
  await vi.advanceTimersByTimeAsync(110_000);
  expect([opened, heard]).toEqual([1, [true]]);
  await vi.advanceTimersByTimeAsync(30_000);
  expect([opened, heard]).toEqual([2, [true, false, true]]);
  stop();
  vi.useRealTimers();
});
