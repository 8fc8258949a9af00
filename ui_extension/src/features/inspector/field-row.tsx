import { clsx } from "clsx";
import { useId, useState } from "react";
import { isExpression, toExpression, toFixed } from "@/core/expressions/template";
import { AnyControl } from "./any-control";
import type { RowProps } from "./context";
import { Control } from "./control";
import { ExpressionField } from "./expression-field";
import { FieldHeading } from "./field-heading";
import { useWrong } from "./use-wrong";
import { wiringOf } from "./wiring";

const COMPOSITE = new Set(["map", "list", "object", "any"]);

/** One field: its name, a fixed value or an expression, what it is for, and what is wrong with it. */
export function FieldRow({ field, value, path, onChange, isBare = false }: RowProps) {
  const id = useId();
  // Where the caret goes when what is typed turns into an expression.
  const [caret, setCaret] = useState<number>();
  const isDecided = field.control === "cel" || isExpression(value);
  const isComposite = COMPOSITE.has(field.control) && !isDecided;
  const wrong = useWrong(field, value, path, !isComposite);
  const about = wrong.text || field.about;
  const isNamed = isBare || isComposite || isDecided || field.control === "code";
  const wiring = wiringOf(id, {
    about: about === undefined ? undefined : `${id}-about`,
    isWrong: wrong.isError && !isComposite,
    name: isNamed ? field.title : undefined,
  });
  const Fixed = field.control === "any" ? AnyControl : Control;
  const toggle = () => {
    setCaret(isDecided ? undefined : 4);
    onChange(isDecided ? toFixed(value) : toExpression(value));
  };
  const change = (next: typeof value, at?: number) => {
    setCaret(at);
    onChange(next);
  };
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <FieldHeading field={field} id={id} isBare={isBare} isDecided={isDecided} onToggle={toggle} />
      {isDecided ? (
        <ExpressionField
          field={field}
          value={String(value ?? "")}
          wiring={wiring}
          caret={caret}
          onChange={onChange}
        />
      ) : (
        <Fixed field={field} value={value} path={path} wiring={wiring} onChange={change} />
      )}
      {about !== undefined && (
        <p
          id={`${id}-about`}
          className={clsx(
            "text-xs break-words",
            wrong.text === "" ? "text-muted" : wrong.isError ? "text-danger" : "text-warning",
          )}
        >
          {about}
        </p>
      )}
    </div>
  );
}
