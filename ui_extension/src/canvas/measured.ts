import { useStoreApi } from "@xyflow/react";
import { type RefObject, useLayoutEffect, useRef } from "react";

/**
 * For the canvas's element: how large it is, as soon as it is there. React Flow would ask for it in the midst of its
 * effects, and there the browser would have to lay out the whole page: with them one long task.
 */
export function useMeasured(): RefObject<HTMLDivElement | null> {
  const store = useStoreApi();
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const { offsetWidth: width, offsetHeight: height } = element.current as HTMLDivElement;
    const known = store.getState();
    const isKnown = width === known.width && height === known.height;
    // What is not shown has no size yet.
    if (!isKnown && width > 0 && height > 0) store.setState({ width, height });
  }, [store]);
  return element;
}
