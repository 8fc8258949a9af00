import { expect, test } from "vitest";
import { anActivity } from "../../testing/workflows.ts";
import { remedyOf } from "./activity.ts";

const REMEDIES = { "HTTP-404": "look at the url", "HTTP-*": "see its answer" };

test.each([
  ["HTTP-404", "look at the url"],
  ["HTTP-500", "see its answer"],
  ["CRASHED", undefined],
])("the remedy of %s is its own, or that of all that begin so", (code, expected) => {
  expect(remedyOf(anActivity("http.request@1", { remedies: REMEDIES }), code)).toBe(expected);
});

test("of an activity that is not there any more nothing is known", () => {
  expect(remedyOf(undefined, "HTTP-404")).toBeUndefined();
});
