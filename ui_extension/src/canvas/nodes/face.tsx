/** What a card shows, with nothing of React Flow: also what a canvas shows before it can be moved. */

import { clsx } from "clsx";
import { ChevronDown, ChevronRight, CircleAlert, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Marks } from "@/core/diagnostics/diagnostic";
import { hasRows } from "@/core/geometry/sizes";
import { StatusIcon } from "@/ui/status-icon";
import { useCanvasActions } from "../actions";
import { ChangeIcon } from "../change-icon";
import { ActivityIcon } from "../icons";
import type { CardData } from "../mapping";

/** What stands out is seen from afar, where no icon can be read. */
const TONES: Record<string, string> = {
  running: "border-status-running",
  retrying: "border-status-running",
  failed: "border-danger",
  stalled: "border-danger",
  unknown: "border-danger",
  waiting: "border-status-waiting",
  completed: "border-success/60",
  skipped: "border-dashed border-line-control",
  added: "border-success ring-2 ring-success/30",
  removed: "border-danger ring-2 ring-danger/30",
  changed: "border-warning ring-2 ring-warning/30",
};

export const faceClass = ({ node, shown }: CardData, isSelected: boolean) =>
  clsx(
    "wf-card group flex h-full w-full flex-col rounded-lg border bg-surface text-left",
    isSelected
      ? "border-accent ring-2 ring-accent/40"
      : (TONES[shown?.change ?? shown?.status ?? ""] ?? "border-line-control/60"),
    (shown?.change === "removed" || node.disabled === true) && "border-dashed",
  );

const SIGN = "wf-card-icon size-8 shrink-0 rounded-md bg-sunken";

/**
 * Icon, title, type, its ways out by name, and what is wrong with it or where it stands. Not a component: one less for
 * each card. Without `isNear`, less what cannot be read from afar.
 */
export function faceOf(data: CardData, isNear = true) {
  const { node, activity, size, shown, isCollapsed } = data;
  const isContainer = Object.keys(node.bodies ?? {}).length > 0;
  return (
    <>
      <div className="wf-card-head flex h-14 shrink-0 items-center gap-2.5 px-3">
        {isNear ? (
          <ActivityIcon name={activity?.icon ?? "box"} className={`${SIGN} p-2 text-muted`} />
        ) : (
          <span className={SIGN} />
        )}
        <Words data={data} isNear={isNear} />
        {data.marks !== undefined && <Trouble marks={data.marks} />}
        {shown?.tries !== undefined && <Tries count={shown.tries} />}
        {shown?.text !== undefined && <span className="text-xs text-muted tabular-nums">{shown.text}</span>}
        {shown?.change !== undefined && <ChangeIcon change={shown.change} />}
        {shown?.status !== undefined && <StatusIcon status={shown.status} label={shown.label} />}
        {isContainer && <Fold id={node.id} isCollapsed={isCollapsed} />}
      </div>
      {hasRows(size.ports) && (
        <div className="wf-card-rows flex flex-col">
          {size.ports.map((port) => (
            <span key={port.name} className="h-6 truncate pr-3 pl-4 text-right text-xs leading-6 text-muted">
              {port.title}
            </span>
          ))}
        </div>
      )}
    </>
  );
}

/** Both lines in one box: each box that cuts its text off is a layer of its own to the browser. */
function Words({ data: { node, activity }, isNear }: { data: CardData; isNear: boolean }) {
  return (
    <span className="wf-card-words min-w-0 flex-1 truncate text-xs leading-4.5">
      <span
        className={clsx(
          "wf-card-name text-sm font-medium",
          node.disabled === true && "text-muted line-through",
        )}
      >
        {node.title ?? node.id}
      </span>
      {isNear && (
        <>
          <br className="wf-near" />
          <span className="wf-near text-muted">{activity?.title ?? node.type}</span>
        </>
      )}
    </span>
  );
}

function Tries({ count }: { count: number }) {
  const { t } = useTranslation("canvas");
  return (
    <span
      role="img"
      className="rounded bg-warning-soft px-1 text-xs font-medium text-warning tabular-nums"
      aria-label={t("tries", { count })}
      title={t("tries", { count })}
    >
      {`×${count}`}
    </span>
  );
}

function Trouble({ marks: { errors, warnings } }: { marks: Marks }) {
  const { t } = useTranslation("canvas");
  if (errors > 0) {
    return (
      <span role="img" className="text-danger" aria-label={t("errors", { count: errors })}>
        <CircleAlert size={16} aria-hidden />
      </span>
    );
  }
  if (warnings === 0) return null;
  return (
    <span role="img" className="text-warning" aria-label={t("warnings", { count: warnings })}>
      <TriangleAlert size={16} aria-hidden />
    </span>
  );
}

function Fold({ id, isCollapsed }: { id: string; isCollapsed: boolean }) {
  const { t } = useTranslation("canvas");
  const { collapse } = useCanvasActions();
  return (
    <button
      type="button"
      className="nodrag flex size-6 items-center justify-center rounded hover:bg-hover"
      aria-label={t(isCollapsed ? "expand" : "collapse")}
      onClick={() => collapse(id, !isCollapsed)}
    >
      {isCollapsed ? <ChevronRight size={14} aria-hidden /> : <ChevronDown size={14} aria-hidden />}
    </button>
  );
}
