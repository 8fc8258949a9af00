import { useSyncExternalStore } from "react";

function subscribe(changed: () => void): () => void {
  addEventListener("online", changed);
  addEventListener("offline", changed);
  return () => {
    removeEventListener("online", changed);
    removeEventListener("offline", changed);
  };
}

/** Whether the browser has a network. That it has one does not say that the gateway is heard. */
export const useOnline = () => useSyncExternalStore(subscribe, () => navigator.onLine);
