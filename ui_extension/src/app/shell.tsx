import { Outlet } from "@tanstack/react-router";
import { Suspense } from "react";

/** What stands around every page. */
export function Shell() {
  return (
    <main className="h-full">
      <Suspense fallback={null}>
        <Outlet />
      </Suspense>
    </main>
  );
}
