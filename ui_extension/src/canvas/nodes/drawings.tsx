import { type NodeProps, NodeResizer } from "@xyflow/react";
import { type KeyboardEvent, memo } from "react";
import { useTranslation } from "react-i18next";
import { useCanvasActions } from "../actions";
import type { GroupNode, NoteNode } from "../mapping";
import { useLiveText } from "./use-live-text";

/** Words on the canvas, for whoever reads the workflow. */
export const NoteCard = memo(function NoteCard({ data, selected }: NodeProps<NoteNode>) {
  const { t } = useTranslation("canvas");
  const { isEditable, note } = useCanvasActions();
  const typed = useLiveText(data.note.text ?? "", (text) => note(data.note.id, { text }));
  return (
    <div className="h-full w-full rounded-md border border-warning/50 bg-warning-soft p-2 shadow-sm">
      <NodeResizer
        isVisible={isEditable && selected}
        minWidth={120}
        minHeight={60}
        onResizeEnd={(_, { x, y, width, height }) => note(data.note.id, { x, y, width, height })}
      />
      <textarea
        className="nodrag nowheel h-full w-full resize-none bg-transparent text-sm text-text outline-none"
        aria-label={t("note")}
        readOnly={!isEditable}
        onKeyDown={leaveText}
        {...typed}
      />
    </div>
  );
});

/** Back to what holds the text, where keys are for the canvas. */
function leaveText(event: KeyboardEvent<HTMLElement>): void {
  if (event.key === "Escape") event.currentTarget.closest<HTMLElement>(".react-flow__node")?.focus();
}

/** A frame around nodes: it goes where they go, and they go where it is dragged by its bar. */
export const GroupFrame = memo(function GroupFrame({ data, selected }: NodeProps<GroupNode>) {
  const { t } = useTranslation("canvas");
  const { isEditable, group } = useCanvasActions();
  const typed = useLiveText(data.group.title ?? "", (title) => group(data.group.id, title));
  return (
    <div
      className={`h-full w-full rounded-xl border-2 ${selected ? "border-accent" : "border-line-control/40"} bg-info-soft/40`}
    >
      <div className={`flex h-8 items-center px-3 ${isEditable ? "wf-frame-bar cursor-grab" : ""}`}>
        <input
          className="nodrag field-sizing-content min-w-40 max-w-full bg-transparent text-xs font-semibold text-text outline-none placeholder:text-muted"
          aria-label={t("group")}
          placeholder={t("group")}
          readOnly={!isEditable}
          onKeyDown={leaveText}
          {...typed}
        />
      </div>
    </div>
  );
});
