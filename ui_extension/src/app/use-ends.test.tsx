// @vitest-environment jsdom
import { act, screen, waitFor } from "@testing-library/react";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { allFollowed, followEnd, unfollow } from "@/api/followed";
import type { Frame } from "@/api/live";
import { answering, inEnglish, showPage } from "@/testing/shown";
import { current, dismiss } from "@/ui/toast-store";
import ui from "../ui/messages.en.json";
import app from "./messages.en.json";
import { useEnds } from "./use-ends";

beforeAll(() => inEnglish({ app, ui }));
beforeEach(() => {
  for (const id of allFollowed()) unfollow(id);
  for (const { id } of current()) dismiss(id);
});

let ends: ReturnType<typeof useEnds>;
function Following() {
  ends = useEnds();
  return <p>here</p>;
}

const told = () => current().map(({ title, tone }) => [title, tone]);

test("one that could not be asked for is followed on, one that is gone is not", async () => {
  followEnd("away");
  followEnd("gone");
  const asked = answering({ "GET /executions/away": 503 });
  showPage(<Following />);
  await screen.findByText("here");
  await waitFor(() => expect(asked).toHaveLength(2));
  await waitFor(() => expect(allFollowed()).toEqual(["away"]));
  answering({ "GET /executions/away": { workflow: "shop", status: "completed" } });
  act(() => ends.onGap());
  await waitFor(() => expect(told()).toEqual([["shop has ended", "success"]]));
});

test.each([
  ["stalled", "shop needs somebody", "danger"],
  ["cancelled", "shop has ended", "info"],
  ["failed", "shop has ended", "danger"],
])("of one that is %s it is told what it is", (status, title, tone) => {
  answering({});
  showPage(<Following />);
  followEnd("one");
  act(() => ends.onFrame({ execution: "one", workflow: "shop", status } as Frame));
  expect(told()).toEqual([[title, tone]]);
});

test("what another page of the browser follows is followed here, too", () => {
  localStorage.setItem("wf.followed", '["other"]');
  dispatchEvent(new StorageEvent("storage", { key: "wf.followed" }));
  expect(allFollowed()).toEqual(["other"]);
});
