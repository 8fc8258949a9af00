// What there is to tell at the edge of the screen. One list for the page: whoever tells need not know who shows.
export type Notice = {
  id: number;
  tone: "info" | "success" | "danger";
  title: string;
  text?: string | undefined;
  /** What a person may do about it. */
  action?: { label: string; act: () => void } | undefined;
};

let notices: readonly Notice[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function set(next: readonly Notice[]): void {
  notices = next;
  for (const listener of listeners) listener();
}

export function notify(notice: Omit<Notice, "id">): void {
  lastId += 1;
  set([...notices.slice(-3), { ...notice, id: lastId }]);
}

export const dismiss = (id: number) => set(notices.filter((one) => one.id !== id));

export const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

export const current = () => notices;
