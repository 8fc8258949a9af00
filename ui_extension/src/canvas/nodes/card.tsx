import type { NodeProps } from "@xyflow/react";
import { clsx } from "clsx";
import { memo } from "react";
import { useMark } from "../connecting";
import type { CardNode } from "../mapping";
import { faceClass, faceOf } from "./face";
import { useFilled } from "./filling";
import { Ports, useNearness } from "./ports";

/** One step, with ports that edges begin and end at. */
export const Card = memo(function Card({ data, selected }: NodeProps<CardNode>) {
  const { node, size, shown } = data;
  const mark = useMark(node.id);
  const isFilled = useFilled();
  const { isNear, listeners } = useNearness(node.id, selected);
  return (
    <div
      className={clsx(faceClass(data, selected), targetClass(mark))}
      data-target={mark?.kind}
      data-node={node.id}
      data-status={shown?.status}
      {...listeners}
    >
      {isFilled && (
        <>
          {faceOf(data)}
          <Ports id={node.id} size={size} failures={data.failures} isNear={isNear} />
        </>
      )}
    </div>
  );
});

/** While an edge is drawn: where it may not end, and where something would be lacking. */
function targetClass(mark: ReturnType<typeof useMark>): string | false {
  if (mark?.kind === "unfit") return "outline-2 outline-offset-2 outline-warning outline-dashed";
  return mark?.kind === "refused" && mark.reason !== "self" && "opacity-40";
}
