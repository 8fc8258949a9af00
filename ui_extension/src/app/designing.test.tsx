// @vitest-environment jsdom
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { DesignerPage } from "@/features/designer";
import { loadDialogs } from "@/features/workflows";
import { withoutLayout } from "@/testing/designing";
import { answering, shown } from "@/testing/shown";
import { aWorkflow } from "@/testing/workflows";
import { TooltipProvider } from "@/ui/tooltip";
import { Designing } from "./designing";

beforeAll(() => Promise.all([DesignerPage.preload?.(), loadDialogs()]));
beforeEach(withoutLayout);

test("from the designer the published version is run as well, also dry, and the draft first", async () => {
  const document = aWorkflow(["a"], [], { name: "shop" });
  answering({
    "GET /activities": { activities: [], triggers: [], functions: [], connections: [] },
    "GET /drafts/shop": { name: "shop", revision: 1, document },
    "GET /workflows/shop": { name: "shop", version: "1.0.0", document },
    "POST /validate": { diagnostics: [] },
  });
  await shown(
    <TooltipProvider>
      <Designing workflow="shop" />
    </TooltipProvider>,
  );
  await userEvent.click(await screen.findByRole("button", { name: "Test" }));
  const choice = await screen.findByLabelText("What runs");
  expect(choice).toHaveDisplayValue("The draft, as a test");
  await userEvent.selectOptions(choice, "The published version");
  expect(screen.getByLabelText(/^Dry run/)).toBeVisible();
});
