/** Data that somebody pinned in place of what steps gave, and a sample input: kept in this browser, by workflow. */
import { useEffect, useMemo, useRef } from "react";
import { create } from "zustand";
import { renamedBetween } from "@/core/document/renamed";
import type { WorkflowDocument } from "@/core/document/schema.gen";
import type { Pin } from "@/core/expressions/sample";
import type { Json } from "@/core/json/json";

interface Kept {
  readonly pins: Readonly<Record<string, Pin>>;
  readonly input?: Json;
}

const NONE: Kept = { pins: {} };
const keyOf = (workflow: string) => `wf.pinned.${workflow}`;

const usePins = create<{ readonly kept: Readonly<Record<string, Kept>> }>(() => ({ kept: {} }));

function read(workflow: string): Kept {
  try {
    return (JSON.parse(localStorage.getItem(keyOf(workflow)) ?? "null") as Kept | null) ?? NONE;
  } catch {
    return NONE;
  }
}

function write(workflow: string, next: Kept): void {
  usePins.setState(({ kept }) => ({ kept: { ...kept, [workflow]: next } }));
  try {
    localStorage.setItem(keyOf(workflow), JSON.stringify(next));
  } catch {
    // A browser that is full or keeps nothing: pinned until it is closed.
  }
}

export function usePinned(workflow: string) {
  const known = usePins((state) => state.kept[workflow]);
  const kept = useMemo(() => known ?? read(workflow), [known, workflow]);
  const pins = useMemo<ReadonlyMap<string, Pin>>(() => new Map(Object.entries(kept.pins)), [kept]);
  return {
    pins,
    input: kept.input,
    pin: (id: string, value: Pin) => write(workflow, { ...kept, pins: { ...kept.pins, [id]: value } }),
    unpin: (id: string) => {
      const { [id]: _, ...rest } = kept.pins;
      write(workflow, { ...kept, pins: rest });
    },
    setInput: (input: Json | undefined) =>
      write(workflow, { pins: kept.pins, ...(input === undefined ? {} : { input }) }),
  };
}

/** A step that goes on under another id takes its pin along: also when that is undone, or done elsewhere. */
export function usePinsFollowing(document: WorkflowDocument): void {
  const last = useRef(document);
  useEffect(() => {
    const renamed = renamedBetween(last.current, document);
    last.current = document;
    if (renamed !== null) rename(document.name, ...renamed);
  }, [document]);
}

function rename(workflow: string, from: string, to: string): void {
  const kept = usePins.getState().kept[workflow] ?? read(workflow);
  const { [from]: pin, ...rest } = kept.pins;
  if (pin !== undefined) write(workflow, { ...kept, pins: { ...rest, [to]: pin } });
}
