import type { NodeProps } from "@xyflow/react";
import { memo } from "react";
import { useDropping } from "../dropping";
import type { AreaNode } from "../mapping";
import { AreaLook } from "./area-look";

/** A body of a container: a graph of its own, whose border no edge crosses. */
export const Area = memo(function Area({ id, data }: NodeProps<AreaNode>) {
  return <AreaLook data={data} isTarget={useDropping((state) => state.scope === id)} />;
});
