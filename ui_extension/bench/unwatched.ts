// A browser that is told where to go, and nothing else. Playwright listens to all requests of a page; so Chromium looks up
// for each of them where in a script it came from, and reads the whole script for it anew: a tenth of an opening's time.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as rest } from "node:timers/promises";
import { SETTLED_MS, SHOWN, STARTED } from "./browser.ts";

export interface Visit<T> {
  readonly address: string;
  /** Runs in the page before anything of its own. */
  readonly before: () => void;
  /** For so long it is left alone. */
  readonly restMs: number;
  /** Is asked in the page in the end. */
  readonly ask: () => T;
  /** As somebody who has never been anywhere. */
  readonly isNew: boolean;
}

/** It keeps on disk what it has loaded, as a person's does. When it is closed, all of it is gone. */
export class Unwatched {
  readonly #process: ChildProcess;
  readonly #folder: string;
  readonly #tell: Commands;

  private constructor(process: ChildProcess, folder: string, tell: Commands) {
    this.#process = process;
    this.#folder = folder;
    this.#tell = tell;
  }

  static async launch(): Promise<Unwatched> {
    const folder = mkdtempSync(join(tmpdir(), "ui-profile-"));
    const process = spawn(
      STARTED.executablePath,
      [
        ...STARTED.args,
        "--headless",
        "--force-prefers-reduced-motion",
        "--remote-debugging-port=0",
        `--user-data-dir=${folder}`,
        "about:blank",
      ],
      { stdio: ["ignore", "ignore", "pipe"] },
    );
    for await (const line of createInterface({ input: process.stderr })) {
      const address = /^DevTools listening on (ws:.*)$/.exec(line)?.[1];
      if (address === undefined) continue;
      const socket = new WebSocket(address);
      await once(socket, "open");
      return new Unwatched(process, folder, commands(socket));
    }
    throw new Error("Chromium has ended before it could be told anything");
  }

  /** Go there in a window of its own that has come to rest. */
  async visit<T>({ address, before, restMs, ask, isNew }: Visit<T>): Promise<T> {
    const context = isNew
      ? await this.#tell<{ browserContextId: string }>("Target.createBrowserContext")
      : {};
    const { targetId } = await this.#tell<{ targetId: string }>("Target.createTarget", {
      url: "about:blank",
      ...context,
    });
    const attached = { targetId, flatten: true };
    const { sessionId } = await this.#tell<{ sessionId: string }>("Target.attachToTarget", attached);
    const size = { ...SHOWN.viewport, deviceScaleFactor: 1, mobile: false };
    await this.#tell("Emulation.setDeviceMetricsOverride", size, sessionId);
    await this.#tell("Page.enable", {}, sessionId);
    await this.#tell("Page.addScriptToEvaluateOnNewDocument", { source: `(${before})()` }, sessionId);
    await rest(SETTLED_MS);
    await this.#tell("Page.navigate", { url: address }, sessionId);
    await rest(restMs);
    const asked = { expression: `(${ask})()`, returnByValue: true };
    const { result } = await this.#tell<{ result: { value: T } }>("Runtime.evaluate", asked, sessionId);
    await this.#tell("Target.closeTarget", { targetId });
    if (isNew) await this.#tell("Target.disposeBrowserContext", context);
    return result.value;
  }

  async close(): Promise<void> {
    const ended = once(this.#process, "exit");
    await this.#tell("Browser.close");
    await ended;
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

type Commands = <T>(method: string, params?: object, sessionId?: string) => Promise<T>;
type Waiting = { resolve: (found: never) => void; reject: (why: Error) => void };

/** Commands of the DevTools Protocol (https://chromedevtools.github.io/devtools-protocol/); its events are not listened to. */
function commands(socket: WebSocket): Commands {
  const waiting = new Map<number, Waiting>();
  let last = 0;
  socket.addEventListener("message", ({ data }) => {
    const {
      id = 0,
      error,
      result,
    } = JSON.parse(`${data}`) as {
      id?: number;
      error?: { message: string };
      result?: unknown;
    };
    if (error === undefined) waiting.get(id)?.resolve(result as never);
    else waiting.get(id)?.reject(new Error(error.message));
    waiting.delete(id);
  });
  socket.addEventListener("close", () => {
    for (const { reject } of waiting.values()) reject(new Error("Chromium has ended"));
  });
  return (method, params = {}, sessionId = undefined) => {
    last += 1;
    const id = last;
    socket.send(JSON.stringify({ id, method, params, sessionId }));
    return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
  };
}
