import { expect, test } from "vitest";
import { edited, NO_HISTORY, undone } from "@/core/document/history";
import { readDocument } from "@/core/document/reading";
import { parseJson } from "@/core/json/parse";
import { fromKept, isOfDraft, kept, textOf } from "./backup";

const TEXT =
  '{"name":"x","nodes":[{"id":"a","type":"data.set@1","with":{"b":9007199254740993,"404":1.0,"200":{"z":1,"7":2}}}]}';

/** A browser's store copies what it is given, as this does. */
const overReload = (backup: Parameters<typeof kept>[0]) => fromKept(structuredClone(kept(backup)));

test("what is undone after a reload is as it was, to the letter", () => {
  const read = readDocument(parseJson(TEXT));
  if (!("document" in read)) throw new Error("not drawable");
  const edit = { label: "remove", patches: [{ op: "remove", kind: "node", id: "a" }] as const, atMs: 0 };
  const { document, history } = edited(read.document, NO_HISTORY, edit);
  const again = overReload({ revision: 1, text: textOf(document), history, isSaved: true });
  expect(textOf(undone(document, again.history).document)).toBe(TEXT);
  expect(again).toMatchObject({ revision: 1, text: textOf(document), isSaved: true });
});

test("a history that was kept as objects has lost their order, and is not taken up", () => {
  const old = { revision: 1, text: TEXT, history: { undo: [{}], redo: [] }, isSaved: true };
  expect(fromKept(old as never).history).toEqual(NO_HISTORY);
});

test("what was saved of a draft that was discarded is not taken for the one that counts anew", () => {
  const backup = { revision: 1, text: TEXT, history: NO_HISTORY, isSaved: true };
  expect(isOfDraft(backup, { revision: 1, text: '{"name":"x"}' })).toBe(false);
  expect(isOfDraft(backup, { revision: 1, text: TEXT })).toBe(true);
});
