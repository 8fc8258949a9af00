import { clsx } from "clsx";
import {
  type ComponentType,
  lazy,
  memo,
  type RefObject,
  Suspense,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import type { CanvasView } from "@/canvas/view";
import { WorkflowCanvas } from "@/canvas/workflow-canvas";
import type { Activity } from "@/core/catalogue/activity";
import { marksOf, rolledUp } from "@/core/diagnostics/diagnostic";
import type { BindOffer } from "./bind-dialog";
import { CanvasHints } from "./canvas-hints";
import { CanvasMenu } from "./canvas-menu";
import { ConflictDialog } from "./conflict-dialog";
import { type DialogName, Dialogs } from "./dialogs";
import type { Doors } from "./doors";
import { type InspectorProps, InspectorSlot } from "./inspector-slot";
import { SheetBar, useSheet } from "./sheet";
import { SidePanel } from "./side";
import { useDesigner, useDesignerStore } from "./store";
import { Toolbar, type View } from "./toolbar";
import { useAdding } from "./use-adding";
import type { Autosave } from "./use-autosave";
import { useCanvasEdits } from "./use-canvas-actions";
import { KEEPS_KEYS, TAKES_KEYS, useKeys } from "./use-keys";
import { useOffers } from "./use-offers";
import { useTelling } from "./use-telling";

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
  const [dialog, setDialog] = useState<DialogName | null>(null);
  const closeDialog = useCallback(() => setDialog(null), []);
  const [offer, setOffer] = useState<BindOffer | null>(null);
  const adding = useAdding();
  const { begin, insert, choose, free } = adding;
  const onChoose = useCallback((activity: Activity) => choose(activity, free()), [choose, free]);
  const tell = useTelling();
  const actions = useCanvasEdits(setOffer, adding.setAdding, tell);
  const canvas = useRef<CanvasView>(null);
  const doors = useMemo<Doors>(
    () => ({
      readText: () => navigator.clipboard.readText(),
      writeText: (text) => navigator.clipboard.writeText(text),
      openAdd: begin,
      openInsert: insert,
      openFind: () => setDialog("find"),
      openMove: () => setDialog("move"),
      openRename: () => setDialog("rename"),
      openKeys: () => setDialog("keys"),
      zoom: (how) => canvas.current?.zoom(how),
      write: (id) => canvas.current?.write(id),
      pointed: () => canvas.current?.pointed() ?? null,
      middle: () => canvas.current?.middle() ?? null,
      tell,
    }),
    [begin, insert, tell],
  );
  useKeys(store, doors);
  useOffers(doors);
  useEffect(() => {
    if (node !== undefined) store.getState().show(node);
  }, [store, node]);

  return (
    // Beside the text, nothing shows what a key without Ctrl would do.
    <div {...(view === "canvas" ? TAKES_KEYS : KEEPS_KEYS)} className="flex h-full min-h-0 flex-col">
      <Toolbar {...{ doors, view, onPublish, onTest }} onView={setView} status={autosave.status} />
      <div className="flex min-h-0 flex-1 max-lg:flex-col">
        <SidePanel
          side={sheet.side}
          isUp={sheet.up === "side"}
          onSide={sheet.onSide}
          onChoose={onChoose}
          onAddBehind={adding.behind}
          onConnect={actions.connect}
        />
        <div className="min-h-0 min-w-0 flex-1">
          {view === "canvas" ? (
            <CanvasMenu doors={doors} view={canvas} onTest={onTest}>
              <Drawn actions={actions} view={canvas} />
            </CanvasMenu>
          ) : (
            <Suspense fallback={null}>
              <TextView key={view} format={view} />
            </Suspense>
          )}
        </div>
        {inspector !== undefined && (
          // There from the start, so that the canvas does not have to make room for it.
          <div
            {...KEEPS_KEYS}
            className={clsx(
              "w-80 shrink-0 overflow-y-auto border-l border-line bg-surface",
              "max-lg:h-[55%] max-lg:w-full max-lg:border-t max-lg:border-l-0",
              sheet.up !== "setup" && "max-lg:hidden",
            )}
          >
            <InspectorSlot inspector={inspector} isSaved={autosave.status === "saved"} />
          </div>
        )}
      </div>
      <SheetBar sheet={sheet} />
      <Dialogs
        open={dialog}
        onClose={closeDialog}
        adding={adding}
        offer={offer}
        onOffered={() => setOffer(null)}
        tell={tell}
      />
      <ConflictDialog autosave={autosave} />
    </div>
  );
}

type DrawnProps = { actions: ReturnType<typeof useCanvasEdits>; view: RefObject<CanvasView | null> };

/** By itself: drawn anew when the document is another, and not when only its saving is told of. */
const Drawn = memo(function Drawn({ actions, view }: DrawnProps) {
  const document = useDesigner((state) => state.document);
  const catalogue = useDesigner((state) => state.catalogue);
  const diagnostics = useDesigner((state) => state.diagnostics);
  const focus = useDesigner((state) => state.focus);
  const isSelectingSeveral = useDesigner((state) => state.isSelectingSeveral);
  const selection = useDesigner((state) => state.selection);
  const found = useMemo(() => marksOf(diagnostics), [diagnostics]);
  const marks = useMemo(() => rolledUp(found, document), [found, document]);
  const selected = useMemo(() => [...selection.nodes, ...selection.edges], [selection]);
  return (
    <WorkflowCanvas
      document={document}
      catalogue={catalogue}
      marks={marks}
      actions={actions}
      selection={selected}
      isSelectingSeveral={isSelectingSeveral}
      focus={focus}
      view={view}
    >
      <CanvasHints />
    </WorkflowCanvas>
  );
});
