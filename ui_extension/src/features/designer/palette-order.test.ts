import { expect, test } from "vitest";
import { anActivity, CATALOGUE } from "@/testing/workflows";
import words from "./messages.en.json";
import { byCategory } from "./palette-order";

test("the palette is in the order of the alphabet, and is searched in all that is said of a step", () => {
  expect(byCategory(CATALOGUE.activities).map(([category]) => category)).toEqual(["Data", "Flow", "Network"]);
  expect(
    byCategory(CATALOGUE.activities, "network").flatMap(([, entries]) => entries.map((one) => one.type)),
  ).toEqual(["http.request@1"]);
});

const STEPS = [
  anActivity("code.python@1", {
    title: "Python",
    category: "Code",
    summary: "Runs a piece in https sandbox.",
  }),
  anActivity("data.jq@1", { title: "Transform with jq", summary: "Runs a jq program over the data." }),
  anActivity("flow.decision@1", {
    title: "Decision",
    category: "Flow",
    summary: "Takes one of several ways.",
  }),
  anActivity("flow.foreach@1", {
    title: "For each",
    category: "Flow",
    summary: "Runs its body for every item.",
  }),
  anActivity("http.request@1", { title: "HTTP request", category: "Network", summary: "Sends a request." }),
  anActivity("text.notify@1", { title: "Verifies", category: "Text", summary: "" }),
];
const more = ({ name }: { name: string }) => {
  const [room = "", verb = ""] = name.split(".");
  return (words.add.words as Record<string, Record<string, string>>)[room]?.[verb] ?? "";
};
const found = (search: string) =>
  byCategory(STEPS, search, more).flatMap(([, entries]) => entries.map((one) => one.title));

test.each([
  ["http", ["HTTP request", "Python"]],
  ["request http", ["HTTP request"]],
  ["jq data", ["Transform with jq"]],
  ["loop", ["For each"]],
  ["if", ["Decision"]],
  ["DÉC", ["Decision"]],
  ["email", []],
])(
  "a search for %s finds what is called so first, and nothing that it does not stand in",
  (search, titles) => {
    expect(found(search)).toEqual(titles);
  },
);
