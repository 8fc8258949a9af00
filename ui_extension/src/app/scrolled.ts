// How far each page was scrolled: who goes back finds it so, and a page that is new begins at its top.
import type { AnyRouter } from "@tanstack/react-router";

const page = () => document.getElementById("main");

export function keepScrolled(router: AnyRouter): void {
  const kept = new Map<string | undefined, number>();
  router.subscribe("onBeforeLoad", ({ fromLocation }) => {
    if (fromLocation) kept.set(fromLocation.state.__TSR_key, page()?.scrollTop ?? 0);
  });
  router.subscribe("onRendered", ({ pathChanged, toLocation }) => {
    if (pathChanged) page()?.scrollTo({ top: kept.get(toLocation.state.__TSR_key) ?? 0 });
  });
}
