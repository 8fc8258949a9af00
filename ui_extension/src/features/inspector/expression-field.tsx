import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { typeOf } from "@/core/expressions/complete";
import { schemaAt } from "@/core/expressions/paths";
import { innerOf, wrapped } from "@/core/expressions/template";
import type { Field } from "@/core/forms/field";
import { fits } from "@/core/graph/binding";
import type { Json } from "@/core/json/json";
import { useScene } from "./context";
import { type Caret, ExpressionStandIn } from "./expression-stand-in";
import { useEditor } from "./use-editor";
import { usePreview } from "./use-preview";
import type { Wiring } from "./wiring";

type Props = {
  field: Field;
  value: string;
  wiring: Wiring;
  caret?: number | undefined;
  onChange: (value: Json | undefined) => void;
  onLeave: () => void;
};

const TEXTS = new Set(["text", "lines", "code", "cron", "zone", "duration"]);

/** An expression, what kind of value it gives, and the value itself with the data of the last run. */
export function ExpressionField({ field, value, wiring, caret, onChange, onLeave }: Props) {
  const { t } = useTranslation("inspector");
  const scene = useScene();
  const isBare = field.control === "cel";
  // A text may hold expressions among words; of other fields the whole is one, and its braces are not shown.
  const inner = isBare || TEXTS.has(field.control) ? null : innerOf(value);
  const shown = inner ?? value;
  const preview = usePreview(value, isBare);
  const read = schemaAt(scene.scope, inner ?? innerOf(value) ?? (isBare ? value : ""));
  const given = read === null ? "" : typeOf(read);
  const change = (text: string) => onChange(inner !== null ? wrapped(text) : text === "" ? undefined : text);
  const Editor = useEditor(caret !== undefined);
  const held = useRef<Caret>(undefined);
  const first = caret === undefined || inner === null ? caret : 0;
  const isUnfit = !isBare && read !== null && innerOf(value) !== null && fits(read, field.schema) === "no";
  return (
    <div className="flex min-w-0 flex-col gap-1">
      {Editor === undefined ? (
        <ExpressionStandIn
          wiring={wiring}
          value={shown}
          caret={first}
          held={held}
          onChange={change}
          onLeave={onLeave}
        />
      ) : (
        <Editor
          wiring={wiring}
          value={shown}
          isBare={isBare || inner !== null}
          caret={first}
          held={held}
          scope={scene.scope}
          functions={scene.catalogue.around.functions}
          onChange={change}
          onLeave={onLeave}
        />
      )}
      {isUnfit && (
        <p className="text-xs text-warning">
          {t("expression.unfit", { given: t(typeKey(given)), wanted: t(typeKey(typeOf(field.schema))) })}
        </p>
      )}
      {preview && "value" in preview && (
        <p
          className="truncate rounded bg-sunken px-2 py-0.5 font-mono text-xs text-muted"
          title={said(preview.value)}
        >
          <span className="sr-only">{t("expression.value")} </span>
          <span aria-hidden>= </span>
          {said(preview.value)}
        </p>
      )}
      {preview && "why" in preview && (
        <p className="text-xs break-words text-muted">{t("expression.noValue", { why: preview.why })}</p>
      )}
    </div>
  );
}

type TypeKey =
  | "type.string"
  | "type.number"
  | "type.integer"
  | "type.boolean"
  | "type.array"
  | "type.object"
  | "type.any";
const TYPES = new Set(["string", "number", "integer", "boolean", "array", "object"]);
const typeKey = (type: string) => (TYPES.has(type) ? `type.${type}` : "type.any") as TypeKey;

const said = (value: unknown) => {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 400 ? `${text.slice(0, 400)}…` : text;
};
