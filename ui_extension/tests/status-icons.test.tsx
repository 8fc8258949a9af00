// @vitest-environment jsdom
import { render } from "@testing-library/react";
import { expect, test } from "vitest";
import { STATUSES } from "@/core/status";
import { DRAWN, StatusIcon } from "@/ui/status-icon";

test("every status of an execution and of a step has an icon", () => {
  expect([...DRAWN].sort()).toEqual([...STATUSES].sort());
});

test("no two statuses look the same without colour", () => {
  const shapes = STATUSES.map(
    (status) => render(<StatusIcon status={status} />).container.querySelector("svg")?.innerHTML,
  );

  expect(new Set(shapes).size).toBe(STATUSES.length);
});

test("an icon that stands alone has a name, one beside its word has none", () => {
  const named = render(<StatusIcon status="failed" label="Failed" />).container.querySelector("svg");
  const silent = render(<StatusIcon status="failed" />).container.querySelector("svg");

  expect([named?.getAttribute("role"), named?.getAttribute("aria-label")]).toEqual(["img", "Failed"]);
  expect(silent?.getAttribute("aria-hidden")).toBe("true");
});
