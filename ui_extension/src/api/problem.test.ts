import i18next from "i18next";
import { beforeAll, expect, test } from "vitest";
import api from "./messages.en.json";
import { problemOf, told } from "./problem";

beforeAll(() => i18next.init({ lng: "en", resources: { en: { api } } }));

test("a proxy that reaches nobody is told as the platform that cannot be reached", async () => {
  const problem = await problemOf(new Response("<html>", { status: 502, statusText: "Bad Gateway" }));
  expect(told(problem)).toEqual({ ...api.unreachable, code: "HTTP-502" });
});

test("what is no answer of the platform is told in words, and not as its text that cannot be read", async () => {
  const failure = await new Response("<html>sign in</html>").json().catch((error: unknown) => error);
  expect(told(failure)).toEqual(api.unreadable);
});
