import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

test.each([
  ["document/schema.gen.ts", "document.schema.json"],
  ["executions/events.gen.ts", "events.schema.json"],
])("%s is made from %s as it is now", (file, source) => {
  const [mark = ""] = readFileSync(new URL(file, import.meta.url), "utf8").split("\n");
  const schema = readFileSync(new URL(`../../../docs/reference/${source}`, import.meta.url), "utf8");
  expect(mark).toContain(createHash("sha256").update(schema).digest("hex"));
});
