import { onlineManager } from "@tanstack/react-query";
import { useEffect, useState } from "react";

const AGAIN_MS = 5_000;

/**
 * Whether the platform can be reached, as far as the browser's network tells. A browser without one may still reach a
 * platform on the same machine: so it is asked before anything is said.
 */
export function useOnline(): boolean {
  const [isOnline, setOnline] = useState(true);
  useEffect(() => {
    let isOver = false;
    const look = async () => {
      const isThere = navigator.onLine || (await answers());
      if (isOver) return;
      setOnline(isThere);
      onlineManager.setOnline(isThere);
    };
    const onChange = () => void look();
    const timer = setInterval(() => navigator.onLine || onChange(), AGAIN_MS);
    addEventListener("online", onChange);
    addEventListener("offline", onChange);
    onChange();
    return () => {
      isOver = true;
      clearInterval(timer);
      removeEventListener("online", onChange);
      removeEventListener("offline", onChange);
    };
  }, []);
  return isOnline;
}

const answers = () =>
  fetch("/healthz", { cache: "no-store" }).then(
    (answer) => answer.ok,
    () => false,
  );
