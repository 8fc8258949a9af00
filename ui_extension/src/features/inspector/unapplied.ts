/** Texts that cannot be applied as they stand: kept while the designer is open, whatever is looked at meanwhile. */
import { useCallback } from "react";
import { create } from "zustand";
import type { Json } from "@/core/json/json";

export interface Unapplied {
  readonly text: string;
  readonly why: string;
  /** What it was to replace: once that is another, the text is no longer about what is there. */
  readonly instead?: Json;
}

const useTexts = create<Readonly<Record<string, Unapplied | undefined>>>(() => ({}));

export function useUnapplied(key: string): readonly [Unapplied | undefined, (next?: Unapplied) => void] {
  const kept = useTexts((texts) => texts[key]);
  const keep = useCallback((next?: Unapplied) => useTexts.setState({ [key]: next }), [key]);
  return [kept, keep];
}

export function useIsAnyUnapplied(keys: readonly string[]): boolean {
  return useTexts((texts) => keys.some((key) => texts[key] !== undefined));
}
