import { useMemo, useRef } from "react";
import type { Catalogue } from "@/core/catalogue/activity";
import type { WorkflowDocument } from "@/core/document/schema.gen";
import { readAlike, scopeOfExpressions } from "@/core/expressions/scope";
import type { JsonObject } from "@/core/json/json";

interface Known {
  readonly document: WorkflowDocument;
  readonly catalogue: Catalogue;
  readonly id: string | null;
  readonly scope: JsonObject;
}

/** What a node's expressions may read: the same object until that is something else, so that forms stay as they are. */
export function useExpressionScope(
  document: WorkflowDocument,
  catalogue: Catalogue,
  id: string | null,
): JsonObject {
  const last = useRef<Known>(undefined);
  return useMemo(() => {
    const known = last.current;
    const isSame =
      known !== undefined &&
      known.catalogue === catalogue &&
      known.id === id &&
      readAlike(known.document, document);
    const scope = isSame ? known.scope : scopeOfExpressions(document, catalogue, id);
    last.current = { document, catalogue, id, scope };
    return scope;
  }, [document, catalogue, id]);
}
