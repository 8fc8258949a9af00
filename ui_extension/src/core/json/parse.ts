/**
 * JSON text to a value. The engine's own parser, unless a key would lose its place or a number its digits: then a slower
 * one that keeps them.
 */

import { numberFrom, shownFrom } from "./exact.ts";
import { fromEntries, type Json } from "./json.ts";

const KEY_OUT_OF_PLACE = /"(?:0|[1-9]\d*|__proto__|\\u[0-9a-fA-F]{4}[^"]*)"\s*:/;
/** Finds every number that JavaScript would write otherwise. What only looks like one, in a text, costs time alone. */
const NUMBER_OUT_OF_SHAPE = /\d[\d.]{15}|\.\d*0(?!\d)|\.0{6}|\d[eE][-+\d]|-0(?![.\d])/;

/** Finds every number that may have more digits, or another size, than JavaScript's have. */
const MANY_DIGITS = /\d[\d.]{15}|\d[eE][-+]?\d{3}/;

/** Raises SyntaxError. */
export function parseJson(text: string): Json {
  const value = JSON.parse(text) as Json;
  const isPlain = !KEY_OUT_OF_PLACE.test(text) && !NUMBER_OUT_OF_SHAPE.test(text);
  return isPlain ? value : new Reader(text).document();
}

/** As `parseJson`, for what is looked at only: a number keeps its text when JavaScript has no such number. */
export function parseShown(text: string): Json {
  const value = JSON.parse(text) as Json;
  return MANY_DIGITS.test(text) ? new Reader(text, shownFrom).document() : value;
}

/** Reads text that is known to be valid JSON. */
class Reader {
  private readonly text: string;
  private readonly number: typeof numberFrom;
  private at = 0;

  constructor(text: string, number = numberFrom) {
    this.text = text;
    this.number = number;
  }

  document(): Json {
    this.space();
    return this.value();
  }

  private value(): Json {
    switch (this.text[this.at]) {
      case "{":
        return fromEntries(this.items("}", () => this.member()));
      case "[":
        return this.items("]", () => this.value());
      case '"':
        return this.string();
      default:
        return this.word();
    }
  }

  private word(): Json {
    const text = this.token(/[^\s,\]}]+/y);
    return this.number(text) ?? (JSON.parse(text) as Json);
  }

  private items<Item>(close: string, item: () => Item): Item[] {
    const items: Item[] = [];
    this.at += 1;
    this.space();
    while (this.text[this.at] !== close) {
      items.push(item());
      this.space();
      if (this.text[this.at] === ",") this.at += 1;
      this.space();
    }
    this.at += 1;
    return items;
  }

  private member(): [string, Json] {
    const key = this.string();
    this.space();
    this.at += 1; // the colon
    this.space();
    return [key, this.value()];
  }

  private string(): string {
    return JSON.parse(this.token(/"(?:[^"\\]|\\.)*"/y)) as string;
  }

  private space(): void {
    this.token(/\s*/y);
  }

  private token(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? "";
    this.at += found.length;
    return found;
  }
}
