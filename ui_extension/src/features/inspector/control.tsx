import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { canBeNothing, choicesOf, isNothing } from "@/core/forms/field";
import { isObject, type Json, withKey, withoutKey } from "@/core/json/json";
import { Checkbox, Select, TextArea } from "@/ui/field";
import type { ControlProps } from "./context";
import { Fields } from "./fields";
import { defaultText } from "./hint";
import { ListControl } from "./list-control";
import { MapControl } from "./map-control";
import { NumberControl } from "./number-control";
import { SchemaControl } from "./schema-control";
import { TextControl } from "./text-control";

const CodeEditor = lazy(async () => ({ default: (await import("./code-editor")).CodeEditor }));

/** The control of a fixed value. */
export function Control(props: ControlProps) {
  const { field, value, wiring, isNeeded, onChange } = props;
  const { t } = useTranslation("inspector");
  const { schema, control } = field;
  const isNull = isNothing(field, value, isNeeded);
  const isOn = !isNull && (value ?? schema["default"]) === true;
  switch (control) {
    case "yes":
      return (
        <Checkbox
          {...wiring}
          label={t(isNull ? "any.nothing" : isOn ? "yes" : "no")}
          checked={isOn}
          onChange={(event) => onChange(event.target.checked)}
        />
      );
    case "choice":
      return <Choice {...props} />;
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
      return <ListControl {...props} />;
    case "map":
      return <MapControl {...props} />;
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
      return <Nested {...props} />;
    case "number":
    case "whole":
      return <NumberControl {...props} />;
    default:
      return <TextControl {...props} />;
  }
}

function Choice({ field, value, wiring, isNeeded, onChange }: ControlProps) {
  const { t } = useTranslation("inspector");
  const standard = defaultText(field.schema);
  const isNull = isNothing(field, value, isNeeded);
  return (
    <Select
      {...wiring}
      value={(value ?? null) === null && !isNull ? "" : JSON.stringify(value)}
      onChange={(event) =>
        onChange(event.target.value === "" ? undefined : (JSON.parse(event.target.value) as Json))
      }
    >
      <option value="">{standard === undefined ? t("choose") : t("default.one", { value: standard })}</option>
      {canBeNothing(field, isNeeded) && <option value="null">{t("any.nothing")}</option>}
      {choicesOf(field.schema).map((choice) => (
        <option key={JSON.stringify(choice)} value={JSON.stringify(choice)}>
          {String(choice)}
        </option>
      ))}
    </Select>
  );
}

function Nested({ field: { schema, root }, value, path, wiring, onChange }: ControlProps) {
  const object = isObject(value) ? value : {};
  return (
    <fieldset {...wiring} className="min-w-0 border-l-2 border-line pl-3">
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
