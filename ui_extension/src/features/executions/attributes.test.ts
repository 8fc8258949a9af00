import { expect, test } from "vitest";
import { attributesOf } from "./attributes";

test.each([
  ["order_id=A-7", { order_id: "A-7" }],
  [" order_id = A-7 , shop=north side ", { order_id: "A-7", shop: "north side" }],
  ["link=/find?a=1&b=2", { link: "/find?a=1&b=2" }],
  ['name="Doe, Jane", says="a ""b"""', { name: "Doe, Jane", says: 'a "b"' }],
  ['empty=""', { empty: "" }],
  ["", {}],
])("%j names its values", (text, values) => {
  expect(attributesOf(text)).toEqual(values);
});

test.each(["order_id", "order_id=", "=A-7", "order_id=A-7, shop", 'name="Doe, Jane', "a=1, a=2", ","])(
  "%j does not read as names and values",
  (text) => {
    expect(attributesOf(text)).toBeNull();
  },
);
