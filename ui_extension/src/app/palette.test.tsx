// @vitest-environment jsdom
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { withoutResizing } from "@/testing/observers";
import { answering, inEnglish, showPage } from "@/testing/shown";
import { FormDialog } from "../ui/form-dialog";
import ui from "../ui/messages.en.json";
import app from "./messages.en.json";
import { Palette } from "./palette";

const named = (name: string, title: string) => ({
  name,
  title,
  version: "1.0.0",
  labels: {},
  updated_at: "",
});

beforeAll(() => inEnglish({ app, ui }));
beforeEach(() => {
  withoutResizing();
  // jsdom lays nothing out, and so scrolls nothing.
  Element.prototype.scrollIntoView = () => undefined;
  answering({
    "GET /workflows": { items: [named("orders", "Check the orders"), named("shop", "Shop")], next: null },
    "GET /drafts": { items: [{ name: "invoices", title: "Send invoices", updated_at: "" }], next: null },
  });
});

function Shown() {
  const [isOpen, setOpen] = useState(false);
  return <Palette isOpen={isOpen} onOpen={setOpen} />;
}

const options = () => screen.getAllByRole("option").map((one) => one.textContent);

test("a workflow that is only a draft yet is found", async () => {
  const { at } = showPage(<Shown />);
  await userEvent.keyboard("{Control>}k{/Control}");
  await userEvent.click(await screen.findByRole("option", { name: "Send invoices" }));
  await waitFor(() => expect(at()).toBe("/workflows/invoices"));
});

test("what is offered has every word of the search", async () => {
  showPage(<Shown />);
  await userEvent.keyboard("{Control>}k{/Control}");
  await screen.findByRole("option", { name: "Shop" });
  await userEvent.keyboard("ORDERS  check");
  await waitFor(() => expect(options()).toEqual(["Check the orders"]));
  // The letters of "Check the orders", in that order, and none of its words.
  await userEvent.clear(screen.getByRole("combobox"));
  await userEvent.keyboard("ckors");
  await waitFor(() => expect(screen.queryAllByRole("option")).toEqual([]));
});

test("a closed palette has forgotten what was searched for", async () => {
  showPage(<Shown />);
  await userEvent.keyboard("{Control>}k{/Control}");
  await userEvent.keyboard("shop{Escape}");
  await userEvent.keyboard("{Control>}k{/Control}");
  expect(screen.getByRole("combobox")).toHaveValue("");
  await userEvent.keyboard("shop{Control>}kk{/Control}");
  expect(screen.getByRole("combobox")).toHaveValue("");
});

test("who leaves the palette is where they were", async () => {
  showPage(
    <>
      <button type="button">Here</button>
      <Shown />
    </>,
  );
  screen.getByRole("button", { name: "Here" }).focus();
  await userEvent.keyboard("{Control>}k{/Control}");
  expect(screen.getByRole("combobox")).toHaveFocus();
  await userEvent.keyboard("{Escape}");
  await waitFor(() => expect(screen.getByRole("button", { name: "Here" })).toHaveFocus());
});

test("what a dialog asks comes first", async () => {
  showPage(
    <>
      <FormDialog title="Asked" submit="Do it" onSubmit={() => undefined} onClose={() => undefined} />
      <Shown />
    </>,
  );
  await userEvent.keyboard("{Control>}k{/Control}");
  expect(screen.queryByRole("combobox")).toBeNull();
});

test("of many workflows some are shown, and the list has them all", async () => {
  const items = Array.from({ length: 30 }, (_, at) => named(`many-${at}`, `Many ${at}`));
  answering({ "GET /workflows": { items, next: null }, "GET /drafts": { items: [], next: null } });
  const { at } = showPage(<Shown />);
  await userEvent.keyboard("{Control>}k{/Control}");
  await screen.findByRole("option", { name: "Many 0" });
  await userEvent.keyboard("many");
  await waitFor(() => expect(options()).toHaveLength(21));
  await userEvent.click(screen.getByRole("option", { name: /All of these/ }));
  await waitFor(() => expect(at()).toBe("/workflows"));
});

test("the list of what was found is called in the reader's words", async () => {
  showPage(<Shown />);
  await userEvent.keyboard("{Control>}k{/Control}");
  expect(await screen.findByRole("listbox", { name: app.palette.found })).toBeVisible();
});
