import { useLayoutEffect, useRef } from "react";
import { WRITTEN } from "./use-wanted";

/** Rows that go leave the keyboard to the row in their place, or else to what adds one: the last button of the group. */
export function useRefocus<Group extends HTMLElement = HTMLFieldSetElement>() {
  const group = useRef<Group>(null);
  const gone = useRef<number>(undefined);
  useLayoutEffect(() => {
    const at = gone.current;
    gone.current = undefined;
    if (at === undefined || group.current === null) return;
    const row = group.current.querySelectorAll(":scope > [data-row]")[at];
    const place = row?.querySelector<HTMLElement>(WRITTEN);
    (place ?? [...group.current.querySelectorAll<HTMLElement>("button")].at(-1))?.focus();
  });
  const left = (at: number) => {
    gone.current = at;
  };
  return { group, left };
}
