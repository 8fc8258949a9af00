// @vitest-environment jsdom
import { fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { beforeAll, expect, test, vi } from "vitest";
import { withoutResizing } from "../testing/observers";
import { inEnglish } from "../testing/shown";
import { Field, Input } from "./field";
import { FormDialog } from "./form-dialog";
import { Menu, MenuItem } from "./menu";
import ui from "./messages.en.json";
import { notify } from "./toast-store";
import { Toaster } from "./toaster";

beforeAll(async () => {
  await inEnglish({ ui });
  // jsdom captures no pointers; notices ask whether one is.
  Element.prototype.hasPointerCapture = () => false;
});

function Asking({ onSubmit = () => undefined, isRefused = false }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        Ask
      </button>
      <Menu trigger={<button type="button">More</button>}>
        <MenuItem onSelect={() => setOpen(true)}>Ask from here</MenuItem>
      </Menu>
      {isOpen && (
        <FormDialog
          title="Asked"
          submit="Do it"
          problem={isRefused ? { title: "No" } : null}
          onSubmit={onSubmit}
          onClose={() => setOpen(false)}
        >
          <Field label="Why">{(wiring) => <Input {...wiring} />}</Field>
          <Field label="When" error={isRefused ? "Not then" : undefined}>
            {(wiring) => <Input {...wiring} />}
          </Field>
        </FormDialog>
      )}
      <Toaster />
    </>
  );
}

const beside = () => {
  const overlay = document.querySelector("[data-radix-portal] > [data-state=open], .fixed.inset-0");
  fireEvent.pointerDown(overlay as Element);
  fireEvent.click(overlay as Element);
};
const dialog = () => screen.queryByRole("dialog");
const opened = async () => {
  await userEvent.click(screen.getByRole("button", { name: "Ask" }));
  // A dialog hears of clicks beside it when the click that opened it is over.
  await new Promise((done) => setTimeout(done));
};

test("one begins in the first field, and comes back to what opened the dialog", async () => {
  render(<Asking />);
  await opened();
  expect(screen.getByLabelText("Why")).toHaveFocus();
  await userEvent.keyboard("{Escape}");
  expect(dialog()).toBeNull();
  await waitFor(() => expect(screen.getByRole("button", { name: "Ask" })).toHaveFocus());
});

test("of a menu that opened it one comes back to the menu's button", async () => {
  withoutResizing();
  render(<Asking />);
  screen.getByRole("button", { name: "More" }).focus();
  await userEvent.keyboard("{Enter}");
  await userEvent.click(await screen.findByRole("menuitem", { name: "Ask from here" }));
  await userEvent.click(await screen.findByRole("button", { name: "Cancel" }));
  await waitFor(() => expect(screen.getByRole("button", { name: "More" })).toHaveFocus());
  vi.unstubAllGlobals();
});

test("a click beside it closes it, unless something was typed", async () => {
  render(<Asking />);
  await opened();
  beside();
  await waitFor(() => expect(dialog()).toBeNull());
  await opened();
  await userEvent.type(screen.getByLabelText("Why"), "since");
  beside();
  await new Promise((done) => setTimeout(done, 20));
  expect(screen.getByLabelText("Why")).toHaveValue("since");
});

test("what is told at the edge of the screen is closed without the dialog", async () => {
  render(<Asking />);
  await opened();
  notify({ tone: "danger", title: "Something else" });
  const notice = (await screen.findByText("Something else")).closest("li") as HTMLElement;
  await userEvent.click(within(notice).getByRole("button", { name: "Close", hidden: true }));
  await waitFor(() => expect(screen.queryByText("Something else")).toBeNull());
  expect(dialog()).not.toBeNull();
});

test("a double click does it once", async () => {
  const onSubmit = vi.fn();
  render(<Asking onSubmit={onSubmit} />);
  await opened();
  await userEvent.dblClick(screen.getByRole("button", { name: "Do it" }));
  expect(onSubmit).toHaveBeenCalledOnce();
});

test("what is refused is told above the buttons, and one is led to the field that is wrong", async () => {
  const { rerender } = render(<Asking />);
  await opened();
  rerender(<Asking isRefused />);
  expect(screen.getByText("No")).toBeVisible();
  expect(screen.getByLabelText("When")).toHaveFocus();
});
