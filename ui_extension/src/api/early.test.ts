import { afterEach, expect, test, vi } from "vitest";
import { earlyOrNow } from "./early.ts";

const AT = "http://gateway/api/v1/executions/1?full=true";
const said = async (request = new Request(AT)) => (await earlyOrNow(request)).text();

function asked(answer: Promise<Response>) {
  vi.stubGlobal("asked", new Map([["/api/v1/executions/1?full=true", answer]]));
  vi.stubGlobal("fetch", async () => new Response("now"));
}

afterEach(() => vi.unstubAllGlobals());

test("what was asked for before is not asked for again", async () => {
  asked(Promise.resolve(new Response("early")));
  expect(await said()).toBe("early");
});

test("an early answer is given once", async () => {
  asked(Promise.resolve(new Response("early")));
  await said();
  expect(await said()).toBe("now");
});

test("another address, or a change, has nothing to do with it", async () => {
  asked(Promise.resolve(new Response("early")));
  expect(await said(new Request("http://gateway/api/v1/executions/1"))).toBe("now");
  expect(await said(new Request(AT, { method: "POST" }))).toBe("now");
});

test("when the early request failed it is made again", async () => {
  asked(Promise.reject(new TypeError("the network is gone")));
  expect(await said()).toBe("now");
});

test("an application that nobody asked anything for asks itself", async () => {
  vi.stubGlobal("fetch", async () => new Response("now"));
  expect(await said()).toBe("now");
});
