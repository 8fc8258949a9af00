import { expect, test } from "vitest";
import { anActivity } from "../../testing/workflows.ts";
import german from "./messages.de.json";
import { said } from "./said.ts";

const PORT = { type: "string", title: "Port" };
const CASE = { type: "object", properties: { port: PORT } };
const decision = anActivity("flow.decision@1", {
  title: "Decision",
  category: "Flow",
  config_schema: { properties: { cases: { type: "array", title: "Cases", items: CASE } } },
});
const own = anActivity("acme.ship@1", { title: "Ship", category: "Acme" });
const AROUND = { functions: [], connections: [] };
const webhook = { type: "webhook@1", config_schema: { properties: { path: { type: "string" } } } };

test("what comes with the platform is called in the reader's language, down to the fields of lists", () => {
  const { activities, triggers } = said({ activities: [decision], triggers: [webhook], ...AROUND }, german);
  expect(activities[0]).toMatchObject({ title: "Entscheidung", category: "Steuerung" });
  expect(activities[0]?.config_schema).toMatchObject({
    properties: {
      cases: { type: "array", title: "Fälle", items: { properties: { port: { title: "Ausgang" } } } },
    },
  });
  expect(triggers[0]?.config_schema).toMatchObject({
    properties: { path: { type: "string", title: "Pfad" } },
  });
});

test("a plugin's kind of step stays as it is written", () => {
  const { activities } = said({ activities: [own], triggers: [], ...AROUND }, german);
  expect(activities).toEqual([own]);
});
