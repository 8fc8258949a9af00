import { useStore } from "@xyflow/react";
import { GridLook } from "./grid-look";

/** Within the canvas: its grid, which goes with its view. */
export function Grid() {
  const [x, y, zoom] = useStore(({ transform }) => transform);
  const widthPx = useStore(({ width }) => width);
  const heightPx = useStore(({ height }) => height);
  return <GridLook {...{ x, y, zoom, widthPx, heightPx }} />;
}
