import { useEffect } from "react";
import { useTranslation } from "react-i18next";

/**
 * A page whose files do not come makes the router load everything anew, which helps when there is a newer build. While
 * nobody answers, that would leave the browser's own error page; with a message that is not the browser's, the router
 * shows the page's error in its place.
 */
export function useShellKept(isAway: boolean): void {
  const { t } = useTranslation();
  useEffect(() => {
    if (!isAway) return;
    const onMissing = (event: VitePreloadErrorEvent) => {
      event.payload.message = t("broken.notLoaded");
    };
    addEventListener("vite:preloadError", onMissing);
    return () => removeEventListener("vite:preloadError", onMissing);
  }, [isAway, t]);
}
