import { expect, test } from "vitest";
import { moved } from "./moves";
import type { Row } from "./rows";

const row = (key: string, depth: number, inside = 0, isOpen = true) =>
  ({ key, depth, inside, isOpen }) as Row;
const ROWS = [
  row("pay", 0),
  row("each", 0, 2),
  row("each[0]", 1, 1, false),
  row("each[1]", 1, 1),
  row("each[1]/charge", 2),
  row("end", 0),
];

test.each([
  ["ArrowRight", "each[0]", "opens each[0]"],
  ["ArrowRight", "each[1]", "leads to each[1]/charge"],
  ["ArrowRight", "end", "does nothing"],
  ["ArrowLeft", "each", "closes each"],
  ["ArrowLeft", "each[0]", "leads to each"],
  ["ArrowLeft", "each[1]/charge", "leads to each[1]"],
  ["ArrowLeft", "pay", "does nothing"],
  ["ArrowDown", "pay", "leads to each"],
  ["ArrowDown", "end", "leads to end"],
  ["ArrowUp", "each", "leads to pay"],
  ["PageDown", "pay", "leads to each[1]"],
  ["PageDown", "each[1]", "leads to end"],
  ["PageUp", "each[1]/charge", "leads to each"],
  ["Home", "end", "leads to pay"],
  ["End", "pay", "leads to end"],
  ["ArrowDown", "nothing", "leads to pay"],
  ["x", "pay", "does nothing"],
])("%s on %s %s", (key, from, what) => {
  const to = moved(
    ROWS,
    ROWS.findIndex((one) => one.key === from),
    key,
    3,
  );
  const told = () => {
    if (to === null) return "does nothing";
    if ("to" in to) return `leads to ${to.to.key}`;
    return `${to.toggle.isOpen ? "closes" : "opens"} ${to.toggle.key}`;
  };
  expect(told()).toBe(what);
});
