// @vitest-environment jsdom
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, expect, test } from "vitest";
import { answering, inEnglish, showPage } from "@/testing/shown";
import ui from "../../ui/messages.en.json";
import { CreateDialog } from "./create-dialog";
import workflows from "./messages.en.json";

beforeAll(() => inEnglish({ workflows, ui }));

test("of a name that makes no short one, a short name is asked for", async () => {
  const asked = answering({ "PUT /drafts/orders": { name: "orders", revision: 1 } });
  const { at } = showPage(<CreateDialog onClose={() => undefined} taken={[]} />);
  const short = screen.getByLabelText(/^Short name/);
  expect(short).not.toBeInvalid();
  await userEvent.type(screen.getByLabelText(/^Name/), "注文");
  expect(short).toBeInvalid();
  expect(screen.getByText("Write a short name: none can be made of the name.")).toBeVisible();
  await userEvent.type(short, "orders");
  await userEvent.click(screen.getByRole("button", { name: "Create draft" }));
  await waitFor(() => expect(at()).toBe("/workflows/orders/design"));
  expect(asked).toContain("PUT /drafts/orders");
});
