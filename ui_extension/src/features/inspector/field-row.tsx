import { clsx } from "clsx";
import { useId } from "react";
import { canBeNothing, type Field } from "@/core/forms/field";
import { AnyControl } from "./any-control";
import { type RowProps, useScene } from "./context";
import { Control } from "./control";
import { ExpressionField } from "./expression-field";
import { FieldHeading } from "./field-heading";
import { useWriting } from "./use-writing";
import { useWrong, type Wrong } from "./use-wrong";
import { wiringOf } from "./wiring";

const HAS_NOTHING = new Set(["choice", "any"]);
const COMPOSITE = new Set(["map", "list", "object", "any", "schema"]);

/** One field: its name, a fixed value or an expression, what it is for, and what is wrong with it. */
export function FieldRow({ field, value, path, onChange, isBare = false }: RowProps) {
  const id = useId();
  const { decided, base } = useScene();
  const isOpen = mayBeDecided(field, isBare, decided);
  const writing = useWriting(field, value, onChange);
  const { isDecided, isEditor } = writing;
  const isNullable = hasNothing(field, isBare);
  const isComposite = COMPOSITE.has(field.control) && !isEditor;
  const wrong = useWrong(field, value, path, !isComposite || field.control === "schema");
  const about = wrong.text || field.about?.replaceAll("`", "");
  const isNamed = isBare || isComposite || isEditor || field.control === "code";
  const wiring = wiringOf(id, {
    about: about === undefined ? undefined : `${id}-about`,
    isWrong: wrong.isError && !isComposite,
    name: isNamed ? field.title : undefined,
  });
  const Fixed = field.control === "any" ? AnyControl : Control;
  return (
    <div className={lookOf(isBare, isEditor, field, isNullable)} data-path={[...base, ...path].join("/")}>
      <FieldHeading
        field={field}
        id={id}
        isBare={isBare}
        isDecided={isDecided}
        onToggle={isOpen || isDecided ? writing.toggle : undefined}
        isNothing={isNullable ? value === null : undefined}
        onNothing={writing.toNothing}
      />
      {isEditor ? (
        <ExpressionField
          field={field}
          value={String(value ?? "")}
          wiring={wiring}
          caret={writing.caret}
          onChange={writing.rewrite}
          onLeave={writing.leave}
        />
      ) : (
        <Fixed
          field={field}
          value={value}
          path={path}
          wiring={wiring}
          isNeeded={isBare}
          onChange={writing.change}
        />
      )}
      <About id={`${id}-about`} text={about} wrong={wrong} />
    </div>
  );
}

/** An item that is a group of fields has no switch of its own: it would stand on its first field's. */
const mayBeDecided = ({ control }: Field, isBare: boolean, decided: "all" | "values") =>
  !(isBare && control === "object") && (decided === "all" || control === "any");

/** Choices and values of any kind have null among what is chosen from. */
const hasNothing = (field: Field, isBare: boolean) =>
  !HAS_NOTHING.has(field.control) && !(isBare && field.control === "object") && canBeNothing(field, isBare);

/** The switch stands beside a control; of a value of any kind it stands beside the kind, and the value is below. */
const lookOf = (isBare: boolean, isEditor: boolean, { control }: Field, isNullable: boolean) =>
  clsx(
    "flex min-w-0 flex-col gap-1",
    isBare && "relative",
    isBare && (isEditor || control !== "any") && (isNullable ? "pr-14" : "pr-7"),
  );

function About({ id, text, wrong }: { id: string; text: string | undefined; wrong: Wrong }) {
  if (text === undefined) return null;
  const tone = wrong.text === "" ? "text-muted" : wrong.isError ? "text-danger" : "text-warning";
  return (
    <p id={id} className={`text-xs break-words ${tone}`}>
      {text}
    </p>
  );
}
