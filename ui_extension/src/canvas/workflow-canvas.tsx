import "./styles";
import {
  type Connection,
  Controls,
  type EdgeTypes,
  type FinalConnectionState,
  type NodeTypes,
  ReactFlow,
  ReactFlowProvider,
  useStoreApi,
} from "@xyflow/react";
import {
  type DragEvent,
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { useTranslation } from "react-i18next";
import { nodeOf } from "@/core/document/commands/nodes";
import { ROOT } from "@/core/document/scopes";
import { centre, type Point } from "@/core/geometry/shapes";
import { GRID_PX } from "@/core/geometry/sizes";
import type { End } from "@/core/graph/ends";
import { mayConnect } from "@/core/graph/legality";
import { portsOf } from "@/core/graph/ports";
import { type CanvasActions, CanvasActionsContext } from "./actions";
import { useDistance } from "./distance";
import { overScope, useDropTarget } from "./dropping";
import { RouteEdge } from "./edges/route-edge";
import { WallsContext } from "./edges/walls";
import { type FirstLook, firstLook, tell, usualRoom } from "./first-look";
import { useFitting } from "./fitting";
import { FlowProvider, useFlow } from "./flow";
import { useGivingUp } from "./giving-up";
import { Grid } from "./grid";
import { GuideLines } from "./guides";
import { CanvasMap } from "./map";
import type { DrawnEdge, DrawnNode, Wanted } from "./mapping";
import { useMeasured } from "./measured";
import { Area } from "./nodes/area";
import { Card } from "./nodes/card";
import { GroupFrame, NoteCard } from "./nodes/drawings";
import { useNotedMoves } from "./nodes/filling";
import { onceDrawn } from "./once-drawn";
import { useStayingInView } from "./staying-in-view";
import { useDrawing } from "./use-drawing";
import { type CanvasView, ViewHandle } from "./view";
import { isShown, rectOf } from "./viewport";
import { cardAt, useWhere } from "./where";

/** What the palette's entries carry while they are dragged. */
export const DRAGGED_ACTIVITY = "application/x-wfplatform-activity";

const NODE_TYPES: NodeTypes = { card: Card, area: Area, note: NoteCard, frame: GroupFrame };
const EDGE_TYPES: EdgeTypes = { route: RouteEdge };
const SELECTION_KEYS = ["Shift", "Meta", "Control"];
const PRO_OPTIONS = { hideAttribution: true };
const onDragLeave = (event: DragEvent) =>
  event.currentTarget.contains(event.relatedTarget as Node | null) || overScope(null);
const SNAP: [number, number] = [GRID_PX / 2, GRID_PX / 2];

type Props = Wanted & {
  readonly actions: CanvasActions;
  /** Selected from outside: by the outline, a problem, a link. */
  readonly selection?: readonly string[];
  /** A click adds to what is selected, as with a key that is held. */
  readonly isSelectingSeveral?: boolean;
  /** Is brought into view whenever `at` changes. */
  readonly focus?: { readonly id: string; readonly at: number } | undefined;
  /** Is given what can be asked of the view. */
  readonly view?: RefObject<CanvasView | null>;
  /** How large it will be, for what is shown first; without, as large as the page leaves it. */
  readonly room?: { readonly widthPx: number; readonly heightPx: number };
  /** It is one part of a page that scrolls: the wheel is the page's, and there is no map. */
  readonly isInPage?: boolean;
  readonly children?: ReactNode;
};

/** A document as a drawing. With `READ_ONLY` actions it only shows. */
export function WorkflowCanvas({ selection, room, ...props }: Props) {
  const { actions } = props;
  const drawn = useDrawing(props, actions, selection);
  const [first] = useState(() => firstLook(drawn.drawing, actions.isEditable, room ?? usualRoom()));
  return (
    <ReactFlowProvider
      initialNodes={drawn.nodes}
      initialEdges={drawn.edges}
      initialWidth={first.widthPx}
      initialHeight={first.heightPx}
    >
      <FlowProvider>
        <CanvasActionsContext.Provider value={actions}>
          <Inner {...props} drawn={drawn} first={first} />
        </CanvasActionsContext.Provider>
      </FlowProvider>
    </ReactFlowProvider>
  );
}

type InnerProps = Omit<Props, "selection" | "room"> & {
  readonly drawn: ReturnType<typeof useDrawing>;
  readonly first: FirstLook;
};

function Inner({
  actions,
  focus,
  view,
  isSelectingSeveral = false,
  isInPage = false,
  children,
  drawn,
  first,
  ...wanted
}: InnerProps) {
  const { t } = useTranslation("canvas");
  const { drawing, nodes, edges, walls, onNodesChange, onEdgesChange, lift, giveUp, isGivenUp } = drawn;
  const flow = useFlow();
  const store = useStoreApi<DrawnNode, DrawnEdge>();
  useState(() => tell(store, first));
  const where = useWhere();
  const drags = useDropTarget(lift);
  useGivingUp(giveUp);
  const distance = useDistance(first.viewport.zoom);
  // What happens asks for the document as it is then. So all that React Flow is given besides nodes and edges stays the
  // same from one document to the next, and nothing else is drawn anew.
  const present = useRef({ drawing, document: wanted.document, catalogue: wanted.catalogue });
  present.current = { drawing, document: wanted.document, catalogue: wanted.catalogue };
  useFitting(isInPage, first, present);
  useStayingInView();
  useNotedMoves();
  const element = useMeasured();

  useEffect(() => store.setState({ multiSelectionActive: isSelectingSeveral }), [store, isSelectingSeveral]);
  useEffect(() => {
    if (focus === undefined) return;
    // By the next frame, what a dialog gives the focus back to has it.
    const frame = requestAnimationFrame(() => onceDrawn(store.getState().domNode, focus.id, takeOver));
    return () => cancelAnimationFrame(frame);
  }, [store, focus]);
  useEffect(() => {
    if (focus === undefined) return;
    const rect = rectOf(focus.id, present.current.drawing);
    const pane = store.getState();
    if (rect === null || isShown(rect, flow.getViewport(), pane)) return;
    const { x, y } = centre(rect);
    void flow.setCenter(x, y, { zoom: Math.min(1, Math.max(0.6, flow.getZoom())) });
  }, [flow, store, focus]);

  const isValid = useCallback((wish: Connection | DrawnEdge) => {
    const { document, catalogue } = present.current;
    const from = { node: wish.source, port: wish.sourceHandle ?? "out" };
    return mayConnect(document, catalogue, from, wish.target).legal;
  }, []);
  const onConnect = useCallback(
    (wish: Connection) => {
      if (isGivenUp.current) return;
      actions.connect({ node: wish.source, port: wish.sourceHandle ?? "out" }, wish.target);
    },
    [actions, isGivenUp],
  );
  /** Let go anywhere on a card, not on its way in alone. */
  const endedOn = useCallback(
    (from: End, to: string) => {
      const { document, catalogue } = present.current;
      const verdict = mayConnect(document, catalogue, from, to);
      if (verdict.legal) actions.connect(from, to);
      // Back on its own card, the person has thought better of it.
      else if (verdict.reason !== "self") actions.refused(verdict.reason);
    },
    [actions],
  );
  const onConnectEnd = useCallback(
    (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
      const { fromNode, fromHandle, toNode } = state;
      if (isGivenUp.current || state.isValid === true || fromNode === null) return;
      const screen = letGoAt(event);
      const { nodeLookup } = store.getState();
      const over = toNode?.id ?? cardAt(nodeLookup, flow.screenToFlowPosition(screen));
      if (fromHandle?.type === "target") {
        // Drawn backwards, to the step that shall lead here.
        if (over !== null) endedOn({ node: over, port: firstPort(present.current, over) }, fromNode.id);
        return;
      }
      const from = { node: fromNode.id, port: fromHandle?.id ?? "out" };
      // What it shall lead to stands beside it, wherever the edge was let go.
      const scope = fromNode.parentId ?? ROOT;
      if (over === null) actions.intoVoid(from, where(screen, scope).at, screen);
      else endedOn(from, over);
    },
    [actions, where, flow, store, endedOn, isGivenUp],
  );
  const onNodeDoubleClick = useCallback((_: unknown, node: DrawnNode) => actions.open(node.id), [actions]);
  const onDragOver = useCallback(
    (event: DragEvent) => {
      event.preventDefault();
      const { scope } = where({ x: event.clientX, y: event.clientY });
      overScope(scope === ROOT ? null : scope);
    },
    [where],
  );
  const onDrop = (event: DragEvent) => {
    const type = event.dataTransfer.getData(DRAGGED_ACTIVITY);
    if (type === "") return;
    event.preventDefault();
    overScope(null);
    const screen = { x: event.clientX, y: event.clientY };
    const { scope, at } = where(screen);
    actions.drop(type, scope, at, edgeAt(screen));
  };
  const label = useMemo(() => ({ "aria-label": t("canvas") }), [t]);
  const labels = useMemo(
    () => ({
      "controls.ariaLabel": t("view.controls"),
      "controls.zoomIn.ariaLabel": t("view.in"),
      "controls.zoomOut.ariaLabel": t("view.out"),
      "controls.fitView.ariaLabel": t("view.fit"),
      "handle.ariaLabel": t("view.handle"),
      "node.a11yDescription.default": t("view.nodeHelp"),
      "node.a11yDescription.keyboardDisabled": t("view.nodeHelp"),
      "edge.a11yDescription.default": t("view.edgeHelp"),
    }),
    [t],
  );

  return (
    <WallsContext.Provider value={walls}>
      <ReactFlow<DrawnNode, DrawnEdge>
        ref={element}
        {...label}
        ariaLabelConfig={labels}
        className={distance}
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onConnect={onConnect}
        onConnectEnd={onConnectEnd}
        isValidConnection={isValid}
        onNodeDoubleClick={onNodeDoubleClick}
        {...drags}
        onDragOver={onDragOver}
        onDragLeave={onDragLeave}
        onDrop={onDrop}
        defaultViewport={first.viewport}
        nodesDraggable={actions.isEditable}
        nodesConnectable={actions.isEditable}
        edgesReconnectable={false}
        edgesFocusable={actions.isEditable}
        // Whoever has the canvas has the keys, and knows when they are meant for it.
        deleteKeyCode={null}
        multiSelectionKeyCode={SELECTION_KEYS}
        connectionRadius={40}
        minZoom={0.02}
        maxZoom={8}
        snapToGrid
        snapGrid={SNAP}
        onlyRenderVisibleElements
        elevateNodesOnSelect={false}
        zoomOnDoubleClick={false}
        zoomOnScroll={!isInPage}
        preventScrolling={!isInPage}
        proOptions={PRO_OPTIONS}
      >
        <Grid />
        {!isInPage && <CanvasMap />}
        <Controls position="bottom-left" showInteractive={false} />
        <GuideLines />
        {view !== undefined && <ViewHandle view={view} />}
        {children}
      </ReactFlow>
    </WallsContext.Provider>
  );
}

/** Whoever had the keyboard on a card has it on what is shown now. */
function takeOver(node: HTMLElement): void {
  if (window.document.activeElement?.matches(".react-flow__node")) node.focus({ preventScroll: true });
}

function letGoAt(event: MouseEvent | TouchEvent): Point {
  const touch = "changedTouches" in event ? event.changedTouches[0] : event;
  return { x: touch?.clientX ?? 0, y: touch?.clientY ?? 0 };
}

function firstPort({ document, catalogue }: Pick<Wanted, "document" | "catalogue">, id: string): string {
  const node = nodeOf(document, id);
  return (node === undefined ? undefined : portsOf(node, catalogue.get(node.type))[0]?.name) ?? "out";
}

function edgeAt({ x, y }: Point): string | null {
  const found = window.document.elementFromPoint(x, y)?.closest(".react-flow__edge");
  return found?.getAttribute("data-id") ?? null;
}
