import { notify } from "./toast-store";

type Words = { copied: string; refused: string };

/** Puts a text on the clipboard, and tells whether the browser did so. */
export const copyText = (text: string, { copied, refused }: Words): Promise<void> =>
  navigator.clipboard.writeText(text).then(
    () => notify({ tone: "success", title: copied }),
    () => notify({ tone: "danger", title: refused }),
  );
