import { useRef } from "react";
import { isEqual, type Json } from "@/core/json/json";

type Value = Json | undefined;

/**
 * Turns a value into one of another form. As long as nothing is written in its place, turning back gives what was there:
 * whoever misses a button loses nothing.
 */
export function useTurn(value: Value, change: (next: Value, caret?: number) => void) {
  const kept = useRef<{ readonly before: readonly Value[]; readonly instead: Value }>(undefined);
  return (fresh: Value, isOfForm: (one: Value) => boolean, caret?: number) => {
    const last = kept.current;
    // Rows of a map have a text where nothing is given.
    const isUntouched = last !== undefined && isEqual(last.instead ?? "", value ?? "");
    const before = isUntouched ? last.before : [];
    const found = before.findLastIndex(isOfForm);
    const instead = found < 0 ? fresh : before[found];
    kept.current = { before: [...before, value], instead };
    change(instead, caret);
  };
}
