// @vitest-environment jsdom
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, expect, test } from "vitest";
import { answering, inEnglish, showPage } from "@/testing/shown";
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

const REFUSED = {
  status: 422,
  code: "WF-STA-003",
  detail: "refused",
  title: "",
  remedy: "",
  diagnostics: [{ code: "", message: "say yes", pointer: "/input/sure", hint: "" }],
};
const ORDER = {
  input: {
    type: "object",
    required: ["sure"],
    properties: {
      number: { type: "integer" },
      price: { type: "number" },
      ids: { type: "array" },
      sure: { type: "boolean", description: "It costs money." },
    },
  },
};

test("numbers keep all their digits on the way", async () => {
  let sent = "";
  answering({
    "POST /workflows/shop/executions": async (_: URL, request: Request) => {
      sent = await request.text();
      return { id: "one" };
    },
  });
  showPage(<RunDialog name="shop" published={ORDER as never} draft={null} onClose={() => undefined} />);
  await userEvent.type(screen.getByLabelText("Number"), "12345678901234567890");
  await userEvent.type(screen.getByLabelText("Price"), "1.05");
  expect(screen.getByLabelText("Price")).toHaveValue(1.05);
  await userEvent.type(screen.getByLabelText("Ids (as JSON)"), "[[12345678901234567891]");
  await userEvent.click(screen.getByRole("button", { name: "Run" }));
  await waitFor(() =>
    expect(sent).toBe(
      '{"input":{"sure":false,"number":12345678901234567890,"price":1.05,"ids":[12345678901234567891]},"mode":"live"}',
    ),
  );
});

test("a box says what it is about, and what is wrong with it", async () => {
  answering({ "POST /workflows/shop/executions": () => Response.json(REFUSED, { status: 422 }) });
  showPage(<RunDialog name="shop" published={ORDER as never} draft={null} onClose={() => undefined} />);
  expect(screen.getByLabelText("Sure")).toHaveAccessibleDescription("It costs money.");
  await userEvent.click(screen.getByRole("button", { name: "Run" }));
  await waitFor(() => expect(screen.getByLabelText("Sure")).toHaveAccessibleDescription("say yes"));
});
