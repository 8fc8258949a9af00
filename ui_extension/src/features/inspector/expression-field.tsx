import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, type SyntheticEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { typeOf } from "@/core/expressions/complete";
import { schemaAt } from "@/core/expressions/paths";
import { innerOf, wrapped } from "@/core/expressions/template";
import type { Field } from "@/core/forms/field";
import { fits } from "@/core/graph/binding";
import type { Json } from "@/core/json/json";
import { Input } from "@/ui/field";
import { useScene } from "./context";
import type { Wiring } from "./wiring";

const load = () => import("./expression-editor");
const Editor = lazy(async () => ({ default: (await load()).ExpressionEditor }));

/** Asked for before it is needed, so that nothing that is typed waits for it. */
export const preload = () => void load();

type Props = {
  field: Field;
  value: string;
  wiring: Wiring;
  caret?: number | undefined;
  onChange: (value: Json | undefined) => void;
};

const QUIET_MS = 300;
const TEXTS = new Set(["text", "lines", "code", "cron", "zone", "duration"]);

/** An expression, what kind of value it gives, and the value itself with the data of the last run. */
export function ExpressionField({ field, value, wiring, caret, onChange }: Props) {
  const { t } = useTranslation("inspector");
  const scene = useScene();
  const isBare = field.control === "cel";
  // A text may hold expressions among words; of other fields the whole is one, and its braces are not shown.
  const inner = isBare || TEXTS.has(field.control) ? null : innerOf(value);
  const shown = inner ?? value;
  const settled = useSettled(value);
  const preview = useQuery({
    queryKey: ["preview", scene.workflow, settled, isBare, scene.sample],
    queryFn: ({ signal }) => scene.preview(settled, isBare, signal),
    enabled: settled.trim() !== "" && innerOf(settled)?.trim() !== "",
    retry: false,
    staleTime: 30_000,
    placeholderData: (before) => before,
  });
  const read = schemaAt(scene.scope, inner ?? innerOf(value) ?? (isBare ? value : ""));
  const given = read === null ? "" : typeOf(read);
  const change = (text: string) => onChange(inner !== null ? wrapped(text) : text === "" ? undefined : text);
  const held = useRef<number>(undefined);
  const hold = (event: SyntheticEvent<HTMLInputElement>) => {
    held.current = event.currentTarget.selectionEnd ?? undefined;
  };
  const isUnfit = !isBare && read !== null && innerOf(value) !== null && fits(read, field.schema) === "no";
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <Suspense
        fallback={
          // Who is quicker than the editor writes here, and goes on there.
          <Input
            {...wiring}
            className="font-mono !text-xs"
            value={shown}
            onChange={(event) => {
              hold(event);
              change(event.target.value);
            }}
            onFocus={hold}
            onSelect={hold}
            onBlur={() => {
              held.current = undefined;
            }}
          />
        }
      >
        <Editor
          wiring={wiring}
          value={shown}
          isBare={isBare || inner !== null}
          caret={caret === undefined ? undefined : inner === null ? caret : 0}
          scope={scene.scope}
          functions={scene.catalogue.around.functions}
          held={held}
          onChange={change}
        />
      </Suspense>
      {isUnfit && (
        <p className="text-xs text-warning">
          {t("expression.unfit", { given: t(typeKey(given)), wanted: t(typeKey(typeOf(field.schema))) })}
        </p>
      )}
      {preview.data && "value" in preview.data && (
        <p
          className="truncate rounded bg-sunken px-2 py-0.5 font-mono text-xs text-muted"
          title={said(preview.data.value)}
        >
          <span className="sr-only">{t("expression.value")} </span>
          <span aria-hidden>= </span>
          {said(preview.data.value)}
        </p>
      )}
      {preview.data && "why" in preview.data && (
        <p className="text-xs break-words text-muted">{t("expression.noValue", { why: preview.data.why })}</p>
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

/** The value once nobody has typed for a moment. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), QUIET_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
