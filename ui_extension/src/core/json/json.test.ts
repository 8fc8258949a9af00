import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { json } from "../../testing/arbitrary.ts";
import { entriesOf, isEqual, type JsonObject, withKey, withoutKey } from "./json.ts";
import { parseJson } from "./parse.ts";
import { writeJson } from "./write.ts";

describe("JSON", () => {
  test("is written as it was read, integer-like keys in their places", () => {
    const text = '{"b":1,"404":{"z":null,"7":[]},"200":"ok","__proto__":{"x":1},"a":[1.5,"\\"",{}]}';
    expect(writeJson(parseJson(text))).toBe(text);
  });

  test("survives any number of round trips", () => {
    fc.assert(
      fc.property(json, fc.constantFrom(0, 2), (value, indent) => {
        const text = writeJson(value, indent);
        expect(writeJson(parseJson(text), indent)).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(writeJson(value)));
      }),
    );
  });

  test("is refused where it is none", () => {
    expect(() => parseJson('{"1": 2,}')).toThrow(SyntaxError);
  });

  test("a new key stands where it is wanted", () => {
    const object: JsonObject = { a: 1, b: 2 };
    expect(entriesOf(withKey(object, "1", 3, "a")).map(([key]) => key)).toEqual(["a", "1", "b"]);
    expect(entriesOf(withKey(object, "c", 3, null)).map(([key]) => key)).toEqual(["c", "a", "b"]);
    expect(entriesOf(withKey(object, "c", 3)).map(([key]) => key)).toEqual(["a", "b", "c"]);
    expect(entriesOf(withoutKey(withKey(object, "1", 3, "a"), "a")).map(([key]) => key)).toEqual(["1", "b"]);
  });

  test("equality looks at values, not at the order of keys", () => {
    expect(isEqual({ a: [1, { b: null }], c: 2 }, { c: 2, a: [1, { b: null }] })).toBe(true);
    expect(isEqual({ a: 1 }, { b: 1 })).toBe(false);
    expect(isEqual([1, 2], [2, 1])).toBe(false);
  });
});
