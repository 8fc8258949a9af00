// @vitest-environment jsdom
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, expect, test } from "vitest";
import { answering, inEnglish, showPage } from "@/testing/page";
import ui from "../../ui/messages.en.json";
import workflows from "./messages.en.json";
import { RunDialog } from "./run-dialog";

const taking = (...fields: string[]) => ({
  input: {
    type: "object",
    properties: Object.fromEntries(fields.map((field) => [field, { type: "string" }])),
  },
});

beforeAll(() => inEnglish({ workflows, ui }));

const show = (published: object, draft: object | null = null) => {
  answering({});
  showPage(
    <RunDialog name="shop" published={published as never} draft={draft as never} onClose={() => undefined} />,
  );
};

test("what was typed stays when something else is to run, and when one goes back", async () => {
  show(taking("who", "old"), taking("who", "new"));
  await userEvent.type(screen.getByLabelText("Who"), "Ida");
  await userEvent.type(screen.getByLabelText("Old"), "one");
  await userEvent.selectOptions(screen.getByLabelText("What runs"), "draft");
  expect(screen.getByLabelText("Who")).toHaveValue("Ida");
  await userEvent.type(screen.getByLabelText("New"), "two");
  await userEvent.selectOptions(screen.getByLabelText("What runs"), "published");
  expect(screen.getByLabelText("Old")).toHaveValue("one");
  await userEvent.selectOptions(screen.getByLabelText("What runs"), "draft");
  expect(screen.getByLabelText("New")).toHaveValue("two");
});

test("an input of any shape has a name", () => {
  show({});
  expect(screen.getByLabelText("Input (as JSON)")).toBeVisible();
});
