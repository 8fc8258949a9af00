import { clsx } from "clsx";
import { type ComponentType, lazy, Suspense, useCallback, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { ConnectionHint } from "@/canvas/connection-hint";
import { WorkflowCanvas } from "@/canvas/workflow-canvas";
import { marksOf } from "@/core/diagnostics/diagnostic";
import { AddDialog } from "./add-dialog";
import { BindDialog, type BindOffer } from "./bind-dialog";
import type { Doors } from "./commands";
import { ConflictDialog } from "./conflict-dialog";
import { FindDialog } from "./find-dialog";
import { type InspectorProps, InspectorSlot } from "./inspector-slot";
import { SheetBar, useSheet } from "./sheet";
import { SidePanel } from "./side";
import { useDesigner, useDesignerStore } from "./store";
import { Toolbar, type View } from "./toolbar";
import { useAdding } from "./use-adding";
import type { Autosave } from "./use-autosave";
import { useCanvasEdits } from "./use-canvas-actions";
import { useKeys } from "./use-keys";

const TextView = lazy(async () => ({ default: (await import("./text-view")).TextView }));

type Props = {
  autosave: Autosave;
  node?: string | undefined;
  inspector?: ComponentType<InspectorProps> | undefined;
  onPublish?: (() => void) | undefined;
  onTest?: (() => void) | undefined;
};

/** One open workflow: the canvas and all that stands around it. */
export function Designer({ autosave, node, inspector, onPublish, onTest }: Props) {
  const store = useDesignerStore();
  const [view, setView] = useState<View>("canvas");
  const sheet = useSheet(store);
  const [isFinding, setFinding] = useState(false);
  const [offer, setOffer] = useState<BindOffer | null>(null);
  const adding = useAdding();
  const { begin } = adding;
  const actions = useCanvasEdits(setOffer, adding.setAdding);
  const doors = useMemo<Doors>(
    () => ({
      readText: () => navigator.clipboard.readText(),
      writeText: (text) => navigator.clipboard.writeText(text),
      openAdd: begin,
      openFind: () => setFinding(true),
    }),
    [begin],
  );
  useKeys(store, doors);
  useEffect(() => {
    if (node !== undefined) store.getState().show(node);
  }, [store, node]);

  return (
    <div className="flex h-full min-h-0 flex-col">
      <Toolbar {...{ doors, view, onPublish, onTest }} onView={setView} status={autosave.status} />
      <div className="flex min-h-0 flex-1 max-lg:flex-col">
        <SidePanel
          side={sheet.side}
          isUp={sheet.up === "side"}
          onSide={sheet.onSide}
          onChoose={(activity) => adding.choose(activity, adding.free())}
          onAddBehind={adding.behind}
        />
        <div className="min-h-0 min-w-0 flex-1">
          {view === "canvas" ? (
            <Drawn actions={actions} />
          ) : (
            <Suspense fallback={null}>
              <TextView key={view} format={view} />
            </Suspense>
          )}
        </div>
        <div
          className={clsx(
            "w-80 shrink-0 overflow-y-auto border-l border-line bg-surface empty:hidden",
            "max-lg:h-[55%] max-lg:w-full max-lg:border-t max-lg:border-l-0",
            sheet.up !== "setup" && "max-lg:hidden",
          )}
        >
          <InspectorSlot inspector={inspector} isSaved={autosave.status === "saved"} />
        </div>
      </div>
      <SheetBar sheet={sheet} />
      <AddDialog
        isOpen={adding.adding !== null}
        behind={adding.adding?.after?.node ?? null}
        onClose={() => adding.setAdding(null)}
        onChoose={(activity) => adding.adding !== null && adding.choose(activity, adding.adding)}
      />
      <FindDialog isOpen={isFinding} onClose={() => setFinding(false)} />
      <BindDialog offer={offer} onClose={() => setOffer(null)} />
      <ConflictDialog autosave={autosave} />
    </div>
  );
}

function Drawn({ actions }: { actions: ReturnType<typeof useCanvasEdits> }) {
  const { t } = useTranslation("designer");
  const document = useDesigner((state) => state.document);
  const catalogue = useDesigner((state) => state.catalogue);
  const diagnostics = useDesigner((state) => state.diagnostics);
  const focus = useDesigner((state) => state.focus);
  const selection = useDesigner((state) => state.selection);
  const marks = useMemo(() => marksOf(diagnostics), [diagnostics]);
  const selected = useMemo(() => [...selection.nodes, ...selection.edges], [selection]);
  const unfit = useCallback((fields: readonly string[]) => t("unfit", { fields: fields.join(", ") }), [t]);
  return (
    <WorkflowCanvas
      document={document}
      catalogue={catalogue}
      marks={marks}
      actions={actions}
      selection={selected}
      focus={focus}
    >
      <ConnectionHint
        document={document}
        catalogue={catalogue}
        refusal={(reason) => t(`refused.${reason}`)}
        unfit={unfit}
      />
    </WorkflowCanvas>
  );
}
