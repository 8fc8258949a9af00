import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { findingSaid } from "@/api/codes";
import { type Diagnostic, placeIn } from "@/core/diagnostics/diagnostic";
import type { Finding } from "./context";

/** What was found wrong with a step, or with the workflow itself (`null`): in words, with the field that each is about. */
export function useFindings(diagnostics: readonly Diagnostic[], node: string | null): readonly Finding[] {
  const { t } = useTranslation("api");
  // biome-ignore lint/correctness/useExhaustiveDependencies: in another language they are said anew
  return useMemo(
    () =>
      diagnostics
        .filter((one) => (one.node ?? null) === node)
        .map((one) => ({
          path: placeIn(one),
          text: findingSaid(one),
          isError: one.severity === "error",
        })),
    [diagnostics, node, t],
  );
}
