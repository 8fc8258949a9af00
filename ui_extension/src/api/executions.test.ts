// @vitest-environment jsdom
import { beforeEach, expect, test, vi } from "vitest";
import { start } from "./executions";

const asked: unknown[] = [];
let code: string;

beforeEach(() => {
  asked.length = 0;
  vi.stubGlobal("fetch", async (request: Request) => {
    const wish = await request.json();
    asked.push(wish);
    const isRefused = wish.version === "draft";
    return isRefused
      ? Response.json({ status: 404, code, detail: "no", remedy: "" }, { status: 404 })
      : Response.json({ id: "one" });
  });
});

test("a test of a draft that nobody has changed yet is one of what is published", async () => {
  code = "WF-GTW-011";
  expect(await start("shop", { input: {}, mode: "test", version: "draft" })).toEqual({ id: "one" });
  expect(asked.at(-1)).toEqual({ input: {}, mode: "test" });
});

test("what is refused for another reason stays refused", async () => {
  code = "WF-GTW-010";
  await expect(start("shop", { input: {}, mode: "test", version: "draft" })).rejects.toThrow("no");
  expect(asked).toHaveLength(1);
});
