/**
 * Numbers that JavaScript would write otherwise than they were written. 9007199254740993 would lose its last digit, 1e400
 * all of them, and 1.0 its kind: expressions tell whole numbers from others. Such a number is kept as its text.
 */

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/;
const WHOLE = /^-?\d+$/;

/** Where an engine has it, what is written by `JSON.stringify` to the letter. */
const rawJson = (JSON as { rawJSON?: (text: string) => unknown }).rawJSON;

export class ExactNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** The nearest that JavaScript has. */
  valueOf(): number {
    return Number(this.text);
  }

  toString(): string {
    return this.text;
  }

  /** For what is written by others, such as a request's body. We write with `writeJson`, exact in every engine. */
  toJSON(): unknown {
    return rawJson === undefined ? this.valueOf() : rawJson(this.text);
  }
}

/** Null when the text is no number of JSON. */
export function numberFrom(text: string): number | ExactNumber | null {
  if (!NUMBER.test(text)) return null;
  const value = Number(text);
  return JSON.stringify(value) === text ? value : new ExactNumber(text);
}

/** The same, when all that counts is its size: 1.0 is 1. */
export function shownFrom(text: string): number | ExactNumber | null {
  if (!NUMBER.test(text)) return null;
  const value = Number(text);
  return digitsOf(String(value)) === digitsOf(text) ? value : new ExactNumber(text);
}

/** Without sign, point, power of ten, and zeros at either end: two that differ here differ in value. */
const digitsOf = (text: string) =>
  text
    .replace(/[eE].*/, "")
    .replace(/[-.]/g, "")
    .replace(/^0+|0+$/g, "");

export function isNumber(value: unknown): value is number | ExactNumber {
  return typeof value === "number" || value instanceof ExactNumber;
}

/** Whether expressions take it as a whole number: 1 is one, and 1.0 is none. */
export function isWhole(value: number | ExactNumber): boolean {
  return value instanceof ExactNumber ? WHOLE.test(value.text) : Number.isInteger(value);
}
