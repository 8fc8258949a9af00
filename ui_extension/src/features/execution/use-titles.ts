import { useCallback } from "react";
import type { ExecutionDetail } from "@/api/words";
import { indexOf } from "@/core/document/scopes";
import { useDocument } from "./use-document";

/** The title of a node, where it has one. */
export function useTitles(execution: ExecutionDetail): (node: string | undefined) => string | undefined {
  const { document } = useDocument(execution);
  return useCallback(
    (node) => (document && node && indexOf(document).nodes.get(node)?.node.title) || undefined,
    [document],
  );
}
