// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen } from "@testing-library/react";
import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { inEnglish } from "@/testing/shown";
import { at, step, withRoom } from "@/testing/watching";
import { Waterfall } from "./waterfall";

beforeAll(() => inEnglish({}));
beforeEach(withRoom);

test("keys lead on from where the last one led, though the address has not said so yet", () => {
  const onChoose = vi.fn();
  const timeline = {
    seq: 5,
    created_at: at(0),
    started_at: at(0),
    finished_at: at(9),
    steps: ["pick", "charge", "send"].map((node) => step(node)),
  };
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Waterfall
        execution={{ id: "7", workflow: "sell", version: null } as never}
        timeline={timeline as never}
        chosen="pick"
        onChoose={onChoose}
        onLook={onChoose}
      />
    </QueryClientProvider>,
  );
  const tree = screen.getByRole("tree");
  fireEvent.keyDown(tree, { key: "ArrowDown" });
  fireEvent.keyDown(tree, { key: "ArrowDown" });
  expect(onChoose.mock.calls).toEqual([["charge"], ["send"]]);
});
