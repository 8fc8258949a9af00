// @vitest-environment jsdom
import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { chooseStep, opened, speakEnglish, withoutLayout } from "@/testing/designing";
import { aNode, aWorkflow } from "@/testing/workflows";

beforeAll(speakEnglish);
beforeEach(withoutLayout);

const TRY = {
  ...aNode("guard", { type: "flow.try@1" }),
  bodies: {
    body: { nodes: [], edges: [] },
    catch: { nodes: [aNode("sorry", { disabled: true })], edges: [] },
  },
};

async function outline(document = aWorkflow(["a", "b", TRY])) {
  const designer = opened(document);
  await userEvent.click(screen.getByRole("tab", { name: "Outline" }));
  const row = (id: string) => window.document.querySelector<HTMLElement>(`[data-row="${id}"]`) as HTMLElement;
  return { ...designer, row };
}

test("keys do what they do with the row that has the focus, whatever is selected", async () => {
  const { ids, row, select } = await outline();
  select(["a"]);
  row("b").focus();
  await userEvent.keyboard("{Control>}d{/Control}");
  expect(ids()).toContain("b_2");
  expect(ids()).not.toContain("a_2");
});

test("whoever is asked something has the row again afterwards", async () => {
  const { row, ids } = await outline();
  row("b").focus();
  await userEvent.keyboard("m{Escape}");
  await waitFor(() => expect(row("b")).toHaveFocus());
  await userEvent.keyboard("a");
  await chooseStep("data.set");
  expect(ids()).toContain("set");
  await waitFor(() => expect(row("b")).toHaveFocus());
});

test("a row tells what its card shows: where it stands, whether it is off, what is wrong", async () => {
  const { row, store } = await outline();
  expect(within(row("sorry")).getByText(/^When it fails/)).toBeVisible();
  expect(row("sorry")).toHaveTextContent("Switched off");
  const wrong = { code: "X", message: "Wrong.", pointer: "", node: "a", severity: "error" };
  act(() => store.getState().found([wrong]));
  expect(row("a")).toHaveTextContent("1 error");
  expect(row("b")).not.toHaveTextContent("error");
});
