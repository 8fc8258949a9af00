import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { choicesOf, type Field } from "@/core/forms/field";
import { isNumber, numberFrom } from "@/core/json/exact";
import { isList, isObject, type Json, withKey, withoutKey } from "@/core/json/json";
import { Checkbox, Input, Select, TextArea } from "@/ui/field";
import { CronPreview } from "./cron-preview";
import { Fields } from "./fields";
import { ListControl } from "./list-control";
import { MapControl } from "./map-control";
import { SchemaControl } from "./schema-control";
import type { Wiring } from "./wiring";

const CodeEditor = lazy(async () => ({ default: (await import("./code-editor")).CodeEditor }));

type Props = {
  field: Field;
  value: Json | undefined;
  path: readonly string[];
  wiring: Wiring;
  /** `caret`: what was typed begins an expression, and goes on there. */
  onChange: (value: Json | undefined, caret?: number) => void;
};

/** The control of a fixed value. */
export function Control({ field, value, path, wiring, onChange }: Props) {
  const { t } = useTranslation("inspector");
  const { schema, control } = field;
  switch (control) {
    case "yes":
      return (
        <Checkbox
          {...wiring}
          label={t(value === true ? "yes" : "no")}
          checked={(value ?? schema["default"]) === true}
          onChange={(event) => onChange(event.target.checked)}
        />
      );
    case "choice":
      return <Choice field={field} value={value} path={path} wiring={wiring} onChange={onChange} />;
    case "code":
      return (
        <Suspense fallback={<TextArea {...wiring} rows={6} readOnly value={String(value ?? "")} />}>
          <CodeEditor
            wiring={wiring}
            language={String(schema["format"])}
            value={String(value ?? "")}
            onChange={(text) => onChange(text === "" ? undefined : text)}
          />
        </Suspense>
      );
    case "list":
      return (
        <ListControl
          field={field}
          value={isList(value) ? value : []}
          path={path}
          wiring={wiring}
          onChange={onChange}
        />
      );
    case "map":
      return (
        <MapControl
          field={field}
          value={isObject(value) ? value : {}}
          path={path}
          wiring={wiring}
          onChange={onChange}
        />
      );
    case "schema":
      return (
        <SchemaControl
          title={field.title}
          value={isObject(value) ? value : undefined}
          wiring={wiring}
          onChange={onChange}
        />
      );
    case "object":
      return <Nested field={field} value={value} path={path} wiring={wiring} onChange={onChange} />;
    case "number":
    case "whole":
      return <Numeral field={field} value={value} path={path} wiring={wiring} onChange={onChange} />;
    default:
      return <Text field={field} value={value} path={path} wiring={wiring} onChange={onChange} />;
  }
}

function Numeral({ field: { schema, control }, value, wiring, onChange }: Props) {
  return (
    <Input
      {...wiring}
      type="number"
      step={control === "whole" ? 1 : "any"}
      placeholder={absent(schema["default"])}
      value={isNumber(value) ? String(value) : ""}
      onChange={({ target }) =>
        onChange(target.value === "" ? undefined : (numberFrom(target.value) ?? target.valueAsNumber))
      }
    />
  );
}

function Choice({ field: { schema }, value, wiring, onChange }: Props) {
  const { t } = useTranslation("inspector");
  return (
    <Select
      {...wiring}
      value={value === undefined ? "" : JSON.stringify(value)}
      onChange={(event) =>
        onChange(event.target.value === "" ? undefined : (JSON.parse(event.target.value) as Json))
      }
    >
      <option value="">{absent(schema["default"]) ?? t("choose")}</option>
      {choicesOf(schema).map((choice) => (
        <option key={JSON.stringify(choice)} value={JSON.stringify(choice)}>
          {String(choice)}
        </option>
      ))}
    </Select>
  );
}

function Nested({ field: { schema, root }, value, path, wiring, onChange }: Props) {
  const object = isObject(value) ? value : {};
  return (
    <fieldset {...wiring} className="border-l-2 border-line pl-3">
      <Fields
        schema={schema}
        root={root}
        value={object}
        path={path}
        onChange={(key, next) => {
          const changed = next === undefined ? withoutKey(object, key) : withKey(object, key, next);
          onChange(Object.keys(changed).length === 0 ? undefined : changed);
        }}
      />
    </fieldset>
  );
}

function Text({ field, value, wiring, onChange }: Props) {
  const { t } = useTranslation("inspector");
  const text =
    typeof value === "string" ? value : value === undefined || value === null ? "" : JSON.stringify(value);
  const own = {
    ...wiring,
    value: text,
    spellCheck: false,
    placeholder:
      absent(field.schema["default"]) ?? (field.control === "duration" ? t("duration.example") : undefined),
    onChange: ({ target }: { target: HTMLInputElement | HTMLTextAreaElement }) => {
      const [next, at] = [target.value, target.selectionStart ?? target.value.length];
      // An opened expression is closed, and written on between.
      if (next.endsWith("${{", at) && !text.includes("${{"))
        return onChange(`${next.slice(0, at)}  }}${next.slice(at)}`, at + 1);
      onChange(next === "" ? undefined : next);
    },
  };
  if (field.control === "lines") return <TextArea {...own} rows={3} />;
  if (field.control === "cron") {
    return (
      <>
        <Input {...own} className="font-mono" placeholder="0 9 * * 1-5" />
        <CronPreview cron={text} />
      </>
    );
  }
  if (field.control === "zone") {
    return (
      <>
        <Input {...own} list={`${wiring.id}-zones`} placeholder="UTC" />
        <datalist id={`${wiring.id}-zones`}>
          {Intl.supportedValuesOf("timeZone").map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
      </>
    );
  }
  return <Input {...own} className={field.control === "duration" ? "!w-28" : undefined} />;
}

/** A default as a hint in an empty control. */
function absent(given: Json | undefined): string | undefined {
  if (given === undefined || given === null) return undefined;
  return typeof given === "string" ? given : JSON.stringify(given);
}
