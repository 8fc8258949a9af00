import { expect, test } from "vitest";
import { begun, isName, nameOf, TEMPLATES } from "./templates";

test.each([
  ["Approve an order!", "approve-an-order"],
  ["  Größe prüfen ", "groesse-pruefen"],
  ["2nd try", "nd-try"],
  ["???", ""],
  ["Ärger über Öl", "aerger-ueber-oel"],
  ["Café crème", "cafe-creme"],
  ["注文", ""],
])("the title %j gives the name %j", (title, name) => {
  expect(nameOf(title)).toBe(name);
});

test("a name is what the gateway takes for one", () => {
  expect(["a", "order-2"].every(isName)).toBe(true);
  expect(["", "2a", "A", "a_b", "a".repeat(64)].some(isName)).toBe(false);
});

test("a document begun from a template has its own name and shares nothing that is changed later", () => {
  const document = begun("greet", "hello-there", "Hello there");

  expect(document).toMatchObject({ name: "hello-there", title: "Hello there", schema: "wfplatform/v1" });
  expect(TEMPLATES.greet.name).toBe("greet");
});
