import { useId, useState } from "react";
import { isExpression, toExpression, toFixed } from "@/core/expressions/template";
import { AnyControl } from "./any-control";
import { type RowProps, useScene } from "./context";
import { Control } from "./control";
import { ExpressionField } from "./expression-field";
import { FieldHeading } from "./field-heading";
import { useWrong, type Wrong } from "./use-wrong";
import { wiringOf } from "./wiring";

const COMPOSITE = new Set(["map", "list", "object", "any", "schema"]);

/** One field: its name, a fixed value or an expression, what it is for, and what is wrong with it. */
export function FieldRow({ field, value, path, onChange, isBare = false }: RowProps) {
  const id = useId();
  const { decided, base } = useScene();
  // An item that is a group of fields has no switch of its own: it would stand on its first field's.
  const isGroup = isBare && field.control === "object";
  const isOpen = !isGroup && (decided === "all" || field.control === "any");
  // Where the caret goes when what is typed turns into an expression.
  const [caret, setCaret] = useState<number>();
  const isDecided = field.control === "cel" || isExpression(value);
  const isComposite = COMPOSITE.has(field.control) && !isDecided;
  const wrong = useWrong(field, value, path, !isComposite);
  const about = wrong.text || field.about?.replaceAll("`", "");
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
    <div className="flex min-w-0 flex-col gap-1" data-path={[...base, ...path].join("/")}>
      <FieldHeading
        field={field}
        id={id}
        isBare={isBare}
        isDecided={isDecided}
        onToggle={isOpen || isDecided ? toggle : undefined}
      />
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
      <About id={`${id}-about`} text={about} wrong={wrong} />
    </div>
  );
}

function About({ id, text, wrong }: { id: string; text: string | undefined; wrong: Wrong }) {
  if (text === undefined) return null;
  const tone = wrong.text === "" ? "text-muted" : wrong.isError ? "text-danger" : "text-warning";
  return (
    <p id={id} className={`text-xs break-words ${tone}`}>
      {text}
    </p>
  );
}
