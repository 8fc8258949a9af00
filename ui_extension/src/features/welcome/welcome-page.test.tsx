// @vitest-environment jsdom
import { screen } from "@testing-library/react";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { answering, inEnglish, NEVER, showPage } from "@/testing/page";
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
