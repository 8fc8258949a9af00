// @vitest-environment jsdom
import { beforeEach, expect, test, vi } from "vitest";
import { start } from "./executions";

const asked: unknown[] = [];
let status: number;

beforeEach(() => {
  asked.length = 0;
  vi.stubGlobal("fetch", async (request: Request) => {
    const wish = await request.json();
    asked.push(wish);
    const isRefused = wish.version === "draft";
    return isRefused
      ? Response.json({ status, code: "WF-1", detail: "no", remedy: "" }, { status })
      : Response.json({ id: "one" });
  });
});

test("a test of a draft that nobody has changed yet is one of what is published", async () => {
  status = 404;
  expect(await start("shop", { input: {}, mode: "test", version: "draft" })).toEqual({ id: "one" });
  expect(asked.at(-1)).toEqual({ input: {}, mode: "test" });
});

test("what is refused for another reason stays refused", async () => {
  status = 422;
  await expect(start("shop", { input: {}, mode: "test", version: "draft" })).rejects.toThrow("no");
  expect(asked).toHaveLength(1);
});
