import { expect, test } from "vitest";
import { done } from "./progress";

test.each([
  [{ hasDraft: false, isPublished: false, executions: [] }, 0],
  [{ hasDraft: true, isPublished: false, executions: [] }, 1],
  [{ hasDraft: false, isPublished: true, executions: [] }, 2],
  [{ hasDraft: true, isPublished: true, executions: [{ status: "running" }] }, 3],
  [{ hasDraft: true, isPublished: true, executions: [{ status: "failed" }, { status: "completed" }] }, 4],
  [{ hasDraft: true, isPublished: true, executions: [{ status: "failed" }] }, 2],
  [{ hasDraft: true, isPublished: false, executions: [{ status: "completed" }] }, 1],
])("after %j, %i steps are done", (seen, count) => {
  expect(done(seen)).toBe(count);
});
