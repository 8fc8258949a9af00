// @vitest-environment jsdom
import { createEvent, fireEvent, screen, waitFor } from "@testing-library/react";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { opened, speakEnglish, withoutLayout } from "@/testing/designing";

beforeAll(speakEnglish);
beforeEach(withoutLayout);

const TEXT = JSON.stringify({ nodes: [{ id: "c", type: "data.set@1" }] });

/** As a browser does by Ctrl+V: the key, and then what it has. */
function paste(on: Element) {
  fireEvent.keyDown(on, { key: "v", ctrlKey: true });
  const event = createEvent.paste(on);
  Object.defineProperty(event, "clipboardData", { value: { getData: () => TEXT } });
  fireEvent(on, event);
}

test("steps are pasted where the browser would not let a page read its clipboard", async () => {
  const { ids, card, choose } = opened();
  choose("a");
  paste(card("a"));
  await waitFor(() => expect(ids()).toEqual(["a", "b", "c"]));
});

test("text that is pasted into a field is the field's", async () => {
  const { ids } = opened();
  paste(screen.getByRole("searchbox", { name: "Search steps" }));
  await Promise.resolve();
  expect(ids()).toEqual(["a", "b"]);
});
