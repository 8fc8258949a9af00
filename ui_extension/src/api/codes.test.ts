import i18next from "i18next";
import { expect, test } from "vitest";
import codes from "@/core/codes/messages.de.json";
import { findingSaid, hintOf, messageOf, remedyOfCode } from "./codes";
import german from "./messages.de.json";
import english from "./messages.en.json";
import { Problem, told } from "./problem";

const speaking = (lng: string) =>
  i18next.init({ lng, resources: { en: { api: english }, de: { api: german, codes } } });

const UNKNOWN = {
  code: "WF-CMP-030",
  message: "unknown name 'inptu'",
  word: "inptu",
  hint: "Correct the name.",
};

test("in English all is said as the server says it", async () => {
  await speaking("en");
  expect(findingSaid(UNKNOWN)).toBe("unknown name 'inptu' Correct the name.");
  expect(remedyOfCode("WF-RUN-NO-CASE", "Add a default.")).toBe("Add a default.");
});

test("in German it is said what a code means and what to do, with the name that it is about", async () => {
  await speaking("de");
  expect(findingSaid(UNKNOWN)).toBe("Ein unbekannter Name: „inptu“. Berichtigen Sie den Namen.");
  expect(hintOf({ ...UNKNOWN, instead: "input" })).toBe("Meinten Sie „input“?");
  expect(hintOf({ code: "WF-MOD-013", message: "no name", missing: "name" })).toBe("Ergänzen Sie „name“.");
});

test("what is wrong in the very case stays in the server's words, behind what the code means", async () => {
  await speaking("de");
  expect(messageOf({ code: "WF-RUN-TIMEOUT", message: "'pay' took longer than 30 s" })).toBe(
    "Die Zeit ist um: 'pay' took longer than 30 s",
  );
  const problem = new Problem({
    type: "about:blank",
    title: "the document has errors",
    status: 422,
    detail: "1 error",
    code: "WF-GTW-016",
    remedy: "Correct what the diagnostics name.",
    diagnostics: [{ ...UNKNOWN, severity: "error", node: "a", pointer: "" }],
    instance: null,
    incident: null,
  } as never);
  expect(told(problem)).toEqual({
    title: "Der Workflow hat Fehler: 1 error",
    code: "WF-GTW-016",
    remedy: "Berichtigen Sie, was genannt ist.",
    points: ["a: Ein unbekannter Name: „inptu“. Berichtigen Sie den Namen."],
  });
});

test("a code that is none of the platform's is said as its activity says it", async () => {
  await speaking("de");
  expect(messageOf({ code: "SHIP-LATE", message: "too late" })).toBe("too late");
  for (const given of [null, ""]) expect(remedyOfCode("SHIP-LATE", given)).toBeUndefined();
});
