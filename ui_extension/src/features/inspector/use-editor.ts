import { useEffect, useState } from "react";
import { oneByOne } from "./one-by-one";

type Editor = typeof import("./expression-editor").ExpressionEditor;

let loaded: Editor | undefined;

/** Who cannot load it goes on in what stands in for it. */
const load = () =>
  import("./expression-editor").then(
    (module) => {
      loaded = module.ExpressionEditor;
    },
    () => undefined,
  );

/** Asked for before it is needed, so that nothing that is typed waits for it. */
export const preload = () => void load();

/**
 * The editor of expressions. At once, where it is there, for who writes in this place already; the others of a panel
 * come one by one behind it, since each lays out the page while it is made. Not `lazy`, which draws something else first
 * in any case.
 */
export function useEditor(isWrittenIn: boolean): Editor | undefined {
  const [editor, setEditor] = useState(() => (isWrittenIn ? loaded : undefined));
  useEffect(() => {
    if (editor !== undefined) return;
    let leave: (() => void) | undefined = () => undefined;
    void load().then(() => {
      if (leave !== undefined) leave = oneByOne(() => setEditor(() => loaded));
    });
    return () => {
      leave?.();
      leave = undefined;
    };
  }, [editor]);
  return editor;
}
