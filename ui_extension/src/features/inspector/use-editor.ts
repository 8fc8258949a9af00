import { useEffect, useState } from "react";

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

/** The editor of expressions, at once where it is there. Not `lazy`, which draws something else first in any case. */
export function useEditor(): Editor | undefined {
  const [editor, setEditor] = useState(() => loaded);
  useEffect(() => {
    if (editor === undefined) void load().then(() => setEditor(() => loaded));
  }, [editor]);
  return editor;
}
