import { useState } from "react";
import { isExpression, toExpression, toFixed } from "@/core/expressions/template";
import type { Field } from "@/core/forms/field";
import type { Json } from "@/core/json/json";
import { useTurn } from "./use-turn";

/** Keeps the keyboard with whoever writes while a value becomes an expression, or is none any more. */
export function useWriting(
  field: Field,
  value: Json | undefined,
  onChange: (value: Json | undefined) => void,
) {
  const isDecided = field.control === "cel" || isExpression(value);
  // Where the caret goes when what is typed turns into an expression.
  const [caret, setCaret] = useState<number>();
  // An expression that is edited away stays in its editor until one leaves.
  const [isKept, setKept] = useState(false);
  const change = (next: Json | undefined, at?: number) => {
    setCaret(isExpression(next) ? at : undefined);
    onChange(next);
  };
  const turn = useTurn(value, change);
  return {
    /** An expression decides. */
    isDecided,
    isEditor: isDecided || (isKept && typeof (value ?? "") === "string"),
    caret,
    /** As a fixed value; `at`: the caret. */
    change,
    /** A fixed value becomes an expression, an expression a fixed value. */
    toggle: () =>
      isExpression(value)
        ? turn(toFixed(value), (one) => !isExpression(one))
        : turn(toExpression(value), isExpression, 4),
    /** Null, or what was there before. */
    toNothing: () =>
      value === null ? turn(undefined, (one) => one !== null) : turn(null, (one) => one === null),
    /** In the editor of expressions. */
    rewrite(next: Json | undefined) {
      setKept(true);
      onChange(next);
    },
    leave() {
      setCaret(undefined);
      setKept(false);
    },
  };
}
