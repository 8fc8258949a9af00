import { describe, expect, test } from "vitest";
import { aWorkflow } from "../../testing/workflows.ts";
import { applyAll } from "./apply.ts";
import { setField } from "./commands/nodes.ts";
import { edited, type History, NO_HISTORY, redone, undone } from "./history.ts";

const title = (id: string, value: string) => setField(id, ["title"], value);

describe("the history", () => {
  test("goes back and forth without limit", () => {
    let state = { document: aWorkflow(["a"]), history: NO_HISTORY };
    for (let step = 0; step < 500; step += 1) {
      state = edited(state.document, state.history, {
        label: "title",
        patches: title("a", `${step}`),
        atMs: step,
      });
    }
    for (let step = 0; step < 500; step += 1) state = undone(state.document, state.history);
    expect(state.document.nodes?.[0]?.title).toBeUndefined();
    for (let step = 0; step < 500; step += 1) state = redone(state.document, state.history);
    expect(state.document.nodes?.[0]?.title).toBe("499");
  });

  test("what is typed into one field is one step back", () => {
    let state = { document: aWorkflow(["a"]), history: NO_HISTORY };
    for (const [at, text] of ["h", "he", "hey"].entries()) {
      const edit = { label: "title", patches: title("a", text), merge: "a/title", atMs: at * 200 };
      state = edited(state.document, state.history, edit);
    }
    expect(state.history.undo).toHaveLength(1);
    expect(undone(state.document, state.history).document.nodes?.[0]?.title).toBeUndefined();
  });

  test("a pause in typing begins another step", () => {
    let state = { document: aWorkflow(["a"]), history: NO_HISTORY };
    for (const [at, text] of ["h", "he"].entries()) {
      const edit = { label: "title", patches: title("a", text), merge: "a/title", atMs: at * 10_000 };
      state = edited(state.document, state.history, edit);
    }
    expect(state.history.undo).toHaveLength(2);
  });

  test("undoing takes back one's own edit and keeps what somebody else did meanwhile", () => {
    const mine = edited(aWorkflow(["a", "b"]), NO_HISTORY, {
      label: "",
      patches: title("a", "mine"),
      atMs: 0,
    });
    const theirs = applyAll(mine.document, [
      ...title("b", "theirs"),
      { op: "add", kind: "node", scope: "", item: { id: "c" }, after: null },
    ]);
    const back = undone(theirs.document, mine.history);
    expect(back.document.nodes?.map((node) => [node.id, node.title])).toEqual([
      ["c", undefined],
      ["a", undefined],
      ["b", "theirs"],
    ]);
  });

  test("undoing what somebody else has removed does nothing, and says so", () => {
    const mine = edited(aWorkflow(["a"]), NO_HISTORY, { label: "", patches: title("a", "mine"), atMs: 0 });
    const theirs = applyAll(mine.document, [{ op: "remove", kind: "node", id: "a" }]);
    expect(undone(theirs.document, mine.history).done).toBe(false);
  });

  test("a new edit forgets what was undone", () => {
    const mine = edited(aWorkflow(["a"]), NO_HISTORY, { label: "", patches: title("a", "1"), atMs: 0 });
    const back = undone(mine.document, mine.history);
    const again = edited(back.document, back.history, { label: "", patches: title("a", "2"), atMs: 1 });
    expect(again.history.redo).toEqual([]);
  });

  test("survives being kept as JSON", () => {
    const mine = edited(aWorkflow(["a"]), NO_HISTORY, { label: "", patches: title("a", "1"), atMs: 0 });
    const kept = JSON.parse(JSON.stringify(mine.history)) as History;
    expect(undone(mine.document, kept).document).toEqual(aWorkflow(["a"]));
  });
});
