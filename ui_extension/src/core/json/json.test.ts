import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { json } from "../../testing/arbitrary.ts";
import { entriesOf, isEqual, type JsonObject, withKey, withoutKey } from "./json.ts";
import { parseJson, parseShown } from "./parse.ts";
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

  test.each([
    "9007199254740993",
    "-9223372036854775808",
    "18446744073709551615",
    "1.0",
    "0.10",
    "1e5",
    "1E400",
    "-0",
    "-0.0",
    "0.0000001",
    "0.1234567890123456789",
    "123456789.123456789",
    "100000000000000000000000",
  ])("%s stays as it was written", (number) => {
    const text = `{"a":${number},"b":[${number},1],"c":"${number}"}`;
    expect(writeJson(parseJson(text))).toBe(text);
    expect(JSON.stringify(parseJson(text))).toBe(text);
    expect(writeJson(parseJson(number))).toBe(number);
  });

  test.each(["0", "-1", "15", "0.5", "-273.15", "9007199254740991", "1e-7", "1e+21"])(
    "%s is a number of JavaScript's own",
    (number) => {
      expect(parseJson(`[${number}]`)).toEqual([Number(number)]);
    },
  );

  test("of what is looked at only, long numbers stay as they are, and the rest is JavaScript's own", () => {
    const text =
      '{"a":9007199254740993,"b":[0.12345678901234567890,1e400,-18446744073709551615],"c":"9007199254740993"}';
    expect(writeJson(parseShown(text))).toBe(text);
    const near = '{"a":[1.0,12.50,1e5,9007199254740992,100000000000000000000000,0.1234567890123456]}';
    expect(parseShown(near)).toEqual({ a: [1, 12.5, 1e5, 2 ** 53, 1e23, 0.1234567890123456] });
  });

  test("whatever number there is, it is written as it was read", () => {
    const digits = (most: number) =>
      fc
        .array(fc.constantFrom(..."0123456789"), { minLength: 1, maxLength: most })
        .map((all) => all.join(""));
    const whole = digits(22).map((text) => text.replace(/^0+(?=\d)/, ""));
    const tail = fc.oneof(
      fc.constant(""),
      digits(20).map((text) => `.${text}`),
    );
    const exponent = fc.oneof(
      fc.constant(""),
      fc.integer({ min: -400, max: 400 }).map((by) => `e${by}`),
    );
    fc.assert(
      fc.property(fc.constantFrom("", "-"), whole, tail, exponent, (...parts) => {
        const text = `[${parts.join("")}]`;
        expect(writeJson(parseJson(text))).toBe(text);
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
    expect(isEqual(parseJson("9007199254740993"), parseJson("9007199254740993"))).toBe(true);
    expect(isEqual(parseJson("9007199254740993"), parseJson("9007199254740992"))).toBe(false);
    expect(isEqual(parseJson("1.0"), 1)).toBe(false);
  });
});
