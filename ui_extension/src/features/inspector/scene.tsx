import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useMemo, useRef } from "react";
import { lastTimelineQuery } from "@/api/last-run";
import { preview } from "@/api/preview";
import type { Catalogue } from "@/core/catalogue/activity";
import { stepsReadBy } from "@/core/document/references";
import type { WorkflowDocument } from "@/core/document/schema.gen";
import type { Past } from "@/core/expressions/sample";
import { sampleScope } from "@/core/expressions/sample";
import type { JsonObject } from "@/core/json/json";
import { type Finding, type FormScene, Scene, type Wanted } from "./context";
import { FieldRow } from "./field-row";
import { usePinned } from "./pinned";

type Props = {
  document: WorkflowDocument;
  catalogue: Catalogue;
  findings: readonly Finding[];
  scope: JsonObject;
  /** The node whose place an expression is tried at. */
  node: string | null;
  decided?: FormScene["decided"];
  wanted?: Wanted | undefined;
  children: ReactNode;
};

/** Gives a form what its fields share. */
export function FormScope({
  document,
  catalogue,
  findings,
  scope,
  node,
  decided = "all",
  wanted,
  children,
}: Props) {
  const last = useQuery(lastTimelineQuery(document.name));
  const { pins, input } = usePinned(document.name);
  const past = (last.data ?? null) as (Past & { execution: string }) | null;
  const sample = useMemo(
    () => `${past?.execution ?? ""} ${JSON.stringify([...pins])} ${JSON.stringify(input)}`,
    [past, pins, input],
  );
  // The document is another at every key; what is tried is tried with the one that is there then.
  const present = useRef(document);
  present.current = document;
  const workflow = document.name;
  const scene = useMemo<FormScene>(
    () => ({
      Row: FieldRow,
      workflow,
      decided,
      base: [],
      wanted,
      sample,
      catalogue,
      findings,
      scope,
      async preview(value, isBare, signal) {
        if (past === null && pins.size === 0 && input === undefined) return null;
        const reads = stepsReadBy(value);
        const data = sampleScope(present.current, past, pins, input, reads);
        // Where the step itself ran, the server knows what it saw: items of a loop, and all else.
        const ran = past?.steps.find((step) => step.node === node);
        const isAsItWas =
          ran !== undefined && past !== null && ![...reads].some((id) => pins.has(id)) && input === undefined;
        const at = isAsItWas ? { execution: past.execution, step: ran.path } : { scope: data };
        return await preview(value, isBare, at, signal);
      },
    }),
    [workflow, catalogue, findings, scope, past, pins, input, sample, node, decided, wanted],
  );
  return <Scene.Provider value={scene}>{children}</Scene.Provider>;
}
