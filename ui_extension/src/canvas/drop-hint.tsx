import { Panel } from "@xyflow/react";
import type { Scope } from "@/core/document/scopes";
import { useDropping } from "./dropping";

/** While steps are dragged over another graph: what letting go would do. `text` is null when it says nothing. */
export function DropHint({ text }: { text: (ids: readonly string[], scope: Scope) => string | null }) {
  const { ids, scope } = useDropping();
  const said = scope === null || ids.length === 0 ? null : text(ids, scope);
  if (said === null) return null;
  return (
    <Panel position="top-center">
      <div
        role="status"
        className="whitespace-nowrap rounded-md border border-line bg-surface px-3 py-1.5 text-sm shadow-raised"
      >
        {said}
      </div>
    </Panel>
  );
}
