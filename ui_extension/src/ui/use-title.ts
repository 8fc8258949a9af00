import { useEffect } from "react";

/** What the browser's tab is called: the page's own name first, since a narrow tab shows only that. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · wfplatform`;
  }, [title]);
}
