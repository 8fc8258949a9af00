import { type RefObject, useLayoutEffect, useRef } from "react";
import { TextArea } from "@/ui/field";
import type { Wiring } from "./wiring";

/** Where somebody writes: two places in a text, the same one when nothing is selected. */
export interface Caret {
  readonly anchor: number;
  readonly head: number;
}

type Props = {
  wiring: Wiring;
  value: string;
  /** Where to begin to write at once. */
  caret: number | undefined;
  /** Told at the end: where somebody writes who has the keyboard here. */
  held: RefObject<Caret | undefined>;
  onChange: (text: string) => void;
  onLeave: () => void;
};

/** Stands where an expression's editor will: who is quicker than that writes here, and goes on there. */
export function ExpressionStandIn({ wiring, value, caret, held, onChange, onLeave }: Props) {
  const own = useRef<HTMLTextAreaElement>(null);
  const first = useRef(caret);
  useLayoutEffect(() => {
    const place = own.current;
    if (place === null) return;
    if (first.current !== undefined) {
      place.focus();
      place.setSelectionRange(first.current, first.current);
    }
    return () => {
      const isHere = document.activeElement === place;
      held.current = isHere ? { anchor: place.selectionStart, head: place.selectionEnd } : undefined;
    };
  }, [held]);
  return (
    <TextArea
      {...wiring}
      ref={own}
      isGrowing
      className="font-mono !text-xs"
      spellCheck={false}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onBlur={({ target }) => {
        if (document.activeElement !== target) onLeave();
      }}
    />
  );
}
