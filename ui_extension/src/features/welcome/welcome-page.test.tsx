// @vitest-environment jsdom
import { screen } from "@testing-library/react";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { answering, inEnglish, NEVER, showPage } from "@/testing/shown";
import ui from "../../ui/messages.en.json";
import welcome from "./messages.en.json";
import { chooseWorkflow, startOver } from "./progress";
import { WelcomePage } from "./welcome-page";

const CREATE = "Create my first workflow";

beforeAll(() => inEnglish({ welcome, ui }));
beforeEach(startOver);

test("while it is not known how far somebody came, nothing is offered to be done again", async () => {
  chooseWorkflow("mine");
  answering({ "GET /drafts/mine": NEVER });
  showPage(<WelcomePage />);
  expect(screen.getByRole("button", { name: "Begin again" })).toBeVisible();
  expect(screen.queryByRole("button", { name: CREATE })).toBeNull();
});

test("what could not be asked is said, and nothing is offered", async () => {
  chooseWorkflow("mine");
  answering({ "GET /drafts/mine": 500, "GET /executions": { items: [], next: null } });
  showPage(<WelcomePage />);
  expect(await screen.findByText(/refused: 500/)).toBeVisible();
  expect(screen.queryByRole("button", { name: CREATE })).toBeNull();
});

test("who comes for the first time begins at once", () => {
  answering({});
  showPage(<WelcomePage />);
  expect(screen.getByRole("button", { name: CREATE })).toBeVisible();
});

const MINE = {
  "GET /drafts/mine": { name: "mine", revision: 1, document: {} },
  "GET /workflows/mine": { name: "mine", version: "1.0.0", document: {} },
};
const ran = (status: string) => ({ items: [{ id: "one", workflow: "mine", status }], next: null });

test("a test of the draft is no step of the path", async () => {
  chooseWorkflow("mine");
  const asked = answering({
    "GET /drafts/mine": MINE["GET /drafts/mine"],
    "GET /executions": ran("completed"),
  });
  showPage(<WelcomePage />);
  expect(await screen.findByRole("button", { name: "Publish version 1.0.0" })).toBeVisible();
  expect(asked.find((one) => one.includes("/executions"))).toContain("mode=live");
});

test("what failed can be looked at, and run again", async () => {
  chooseWorkflow("mine");
  answering({ ...MINE, "GET /executions": ran("failed") });
  showPage(<WelcomePage />);
  expect(await screen.findByText("It did not get to its end")).toBeVisible();
  expect(screen.getByRole("link", { name: "Watch" })).toBeVisible();
  expect(screen.getByRole("button", { name: "Run it" })).toBeEnabled();
});
