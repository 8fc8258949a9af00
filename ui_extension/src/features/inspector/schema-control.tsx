import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { shapeOf } from "@/core/forms/shape";
import { isEqual, isObject, type JsonObject } from "@/core/json/json";
import { parseJson } from "@/core/json/parse";
import { writeJson } from "@/core/json/write";
import { ShapeParts } from "./shape-fields";
import { ShapeSelect } from "./shape-select";
import type { Wiring } from "./wiring";

const CodeEditor = lazy(async () => ({ default: (await import("./code-editor")).CodeEditor }));

type Props = {
  /** What is described, as people say it. */
  title: string;
  value: JsonObject | undefined;
  wiring: Wiring;
  /** It is always an object, as what a workflow takes. */
  isObject?: boolean;
  onChange: (schema: JsonObject | undefined) => void;
};

const NO_FIELDS: JsonObject = { type: "object" };

/** A JSON Schema: drawn up field by field, or as text; both change the same. */
export function SchemaControl({ title, value, wiring, isObject: isFields = false, onChange }: Props) {
  const { t } = useTranslation("inspector");
  const [isText, setText] = useState(false);
  const schema = value ?? (isFields ? NO_FIELDS : undefined);
  const put = (next: JsonObject) => onChange(isFields && isEqual(next, NO_FIELDS) ? undefined : next);
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <div className="flex items-center gap-1">
        {!isFields && !isText && (
          <ShapeSelect
            label={t("shape.kindOf", { name: title })}
            schema={schema}
            onChange={put}
            onClear={() => onChange(undefined)}
          />
        )}
        <button
          type="button"
          aria-pressed={isText}
          aria-label={t("shape.asText", { name: title })}
          className="ml-auto h-6 rounded px-1.5 text-xs text-muted hover:bg-hover hover:text-text aria-pressed:bg-selected aria-pressed:text-accent"
          onClick={() => setText(!isText)}
        >
          {t("shape.text")}
        </button>
      </div>
      {isText ? (
        <SchemaText wiring={{ ...wiring, "aria-label": title }} value={value} onChange={onChange} />
      ) : schema === undefined ? null : shapeOf(schema) === "other" ? (
        <p className="text-xs text-muted">{t("shape.other")}</p>
      ) : (
        <fieldset {...wiring} className="min-w-0">
          <ShapeParts schema={schema} onChange={put} />
        </fieldset>
      )}
    </div>
  );
}

type TextProps = {
  wiring: Wiring;
  value: JsonObject | undefined;
  onChange: (schema: JsonObject | undefined) => void;
};

function SchemaText({ wiring, value, onChange }: TextProps) {
  const { t } = useTranslation("inspector");
  // What is typed is shown as long as the schema is what came of it.
  const [typed, setTyped] = useState<{ text: string; gives: JsonObject | undefined; why?: string }>();
  const shown = typed !== undefined && isEqual(typed.gives, value) ? typed : undefined;
  const change = (text: string) => {
    try {
      const gives = text.trim() === "" ? undefined : parseJson(text);
      if (gives !== undefined && !isObject(gives))
        return setTyped({ text, gives: value, why: t("shape.noObject") });
      setTyped({ text, gives });
      onChange(gives);
    } catch (error) {
      setTyped({ text, gives: value, why: (error as Error).message });
    }
  };
  return (
    <>
      <Suspense fallback={null}>
        <CodeEditor
          wiring={wiring}
          language="json"
          value={shown?.text ?? (value === undefined ? "" : writeJson(value, 2))}
          onChange={change}
        />
      </Suspense>
      {shown?.why !== undefined && (
        <p role="status" className="text-xs text-danger">
          {t("text.invalid", { why: shown.why })}
        </p>
      )}
    </>
  );
}
