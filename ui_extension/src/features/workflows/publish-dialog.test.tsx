// @vitest-environment jsdom
import { screen } from "@testing-library/react";
import { beforeAll, expect, test } from "vitest";
import { answering, inEnglish, showPage } from "@/testing/shown";
import ui from "../../ui/messages.en.json";
import workflows from "./messages.en.json";
import { PublishDialog } from "./publish-dialog";

beforeAll(() => inEnglish({ workflows, ui }));

test("where nothing differs there is nothing to publish", async () => {
  answering({
    "GET /workflows/shop/versions": [{ version: "1.0.0" }],
    "GET /workflows/shop/diff": { before: "1.0.0", after: "draft", bump: "patch", changes: [] },
  });
  showPage(<PublishDialog name="shop" version="1.0.0" onClose={() => undefined} />);
  expect(await screen.findByText("Nothing differs.")).toBeVisible();
  expect(screen.getByRole("button", { name: /^Publish/ })).toBeDisabled();
});

test("the first version is 1.0.0, and asks nothing", () => {
  const asked = answering({});
  showPage(<PublishDialog name="shop" version={null} onClose={() => undefined} />);
  expect(screen.getByRole("button", { name: "Publish 1.0.0" })).toBeEnabled();
  expect(asked).toEqual([]);
});
