import { Plus, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { freeName, type ShapeField, shapeFields, shapeOf, withFields } from "@/core/forms/shape";
import { isList, isObject, type JsonObject, withKey, withoutKey } from "@/core/json/json";
import { Button, IconButton } from "@/ui/button";
import { Checkbox, Input } from "@/ui/field";
import { ShapeSelect } from "./shape-select";
import { useRefocus } from "./use-refocus";

type Props = { schema: JsonObject; onChange: (schema: JsonObject) => void };

/** What is inside of a value of this kind: an object's fields, a list's items, a choice's values; else nothing. */
export function ShapeParts({ schema, onChange }: Props) {
  const { t } = useTranslation("inspector");
  const shape = shapeOf(schema);
  if (shape === "object") return <ShapeFields schema={schema} onChange={onChange} />;
  if (shape === "choice") return <Choices schema={schema} onChange={onChange} />;
  if (shape !== "array") return null;
  const items = isObject(schema["items"]) ? schema["items"] : {};
  const put = (next: JsonObject) => onChange(withKey(schema, "items", next));
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <div className="flex items-center gap-2 text-xs text-muted">
        {t("shape.each")}
        <ShapeSelect label={t("shape.kindOfEach")} schema={items} onChange={put} />
      </div>
      <Inside schema={items} onChange={put} />
    </div>
  );
}

/** One level further in, where there is one. */
function Inside({ schema, onChange }: Props) {
  const shape = shapeOf(schema);
  if (shape !== "object" && shape !== "array" && shape !== "choice") return null;
  return (
    <div className="min-w-0 border-l-2 border-line pl-2">
      <ShapeParts schema={schema} onChange={onChange} />
    </div>
  );
}

function ShapeFields({ schema, onChange }: Props) {
  const { t } = useTranslation("inspector");
  const { group, left } = useRefocus<HTMLDivElement>();
  const fields = shapeFields(schema);
  const put = (next: readonly ShapeField[]) => onChange(withFields(schema, next));
  return (
    <div ref={group} className="flex min-w-0 flex-col gap-3">
      {fields.map((field, at) => (
        <OneField
          // biome-ignore lint/suspicious/noArrayIndexKey: a field that is renamed stays the same row
          key={at}
          field={field}
          at={at}
          isFree={(name) => !fields.some((one) => one !== field && one.name === name)}
          onChange={(next) => put(fields.map((one) => (one === field ? next : one)))}
          onRemove={() => {
            left(at);
            put(fields.filter((one) => one !== field));
          }}
        />
      ))}
      <Button
        look="quiet"
        className="self-start !h-7 !px-2 !text-xs"
        icon={<Plus size={14} aria-hidden />}
        onClick={() =>
          put([...fields, { name: freeName(fields), schema: { type: "string" }, isRequired: false }])
        }
      >
        {t("map.add")}
      </Button>
    </div>
  );
}

type FieldProps = {
  field: ShapeField;
  at: number;
  isFree: (name: string) => boolean;
  onChange: (field: ShapeField) => void;
  onRemove: () => void;
};

function OneField({ field, at, isFree, onChange, onRemove }: FieldProps) {
  const { t } = useTranslation("inspector");
  // A name that is half typed, empty or taken is on the screen only.
  const [typed, setTyped] = useState<string>();
  const { name, schema, isRequired } = field;
  const isWrong = typed !== undefined && (typed === "" || !isFree(typed));
  const commit = () => {
    if (typed !== undefined && typed !== name && !isWrong) onChange({ ...field, name: typed });
  };
  const about = schema["description"];
  const put = (next: JsonObject) => onChange({ ...field, schema: next });
  return (
    <div data-row className="flex min-w-0 flex-col gap-1">
      <div className="flex min-w-0 items-center gap-1">
        <Input
          aria-label={t("input.name", { at: at + 1 })}
          aria-invalid={isWrong ? true : undefined}
          className="!h-7 min-w-0 flex-1 font-mono !text-xs"
          value={typed ?? name}
          spellCheck={false}
          onBlur={() => {
            commit();
            setTyped(undefined);
          }}
          onKeyDown={({ key }) => {
            if (key === "Enter") commit();
          }}
          onChange={(event) => setTyped(event.target.value)}
        />
        <ShapeSelect label={t("input.type", { name })} schema={schema} onChange={put} />
        <IconButton label={t("map.remove", { name })} className="!h-7 !w-7 shrink-0" onClick={onRemove}>
          <X size={14} aria-hidden />
        </IconButton>
      </div>
      <div className="flex min-w-0 items-center gap-2">
        <Checkbox
          className="shrink-0 !text-xs"
          label={t("input.required")}
          aria-label={t("input.requiredOf", { name })}
          checked={isRequired}
          onChange={(event) => onChange({ ...field, isRequired: event.target.checked })}
        />
        <Input
          aria-label={t("shape.aboutOf", { name })}
          placeholder={t("shape.about")}
          className="!h-6 min-w-0 flex-1 !border-transparent !bg-sunken !text-xs"
          value={typeof about === "string" ? about : ""}
          onChange={({ target: { value } }) =>
            put(value === "" ? withoutKey(schema, "description") : withKey(schema, "description", value))
          }
        />
      </div>
      <Inside schema={schema} onChange={put} />
    </div>
  );
}

/** The values that one chooses among, between commas. */
function Choices({ schema, onChange }: Props) {
  const { t } = useTranslation("inspector");
  const [typed, setTyped] = useState<string>();
  const values = isList(schema["enum"]) ? schema["enum"] : [];
  return (
    <Input
      aria-label={t("shape.choices")}
      placeholder={t("shape.choicesHint")}
      className="!h-7 !text-xs"
      value={typed ?? values.map(String).join(", ")}
      onBlur={() => setTyped(undefined)}
      onChange={({ target: { value } }) => {
        setTyped(value);
        const words = value.split(",").map((word) => word.trim());
        const next = [...new Set(words.filter((word) => word !== ""))];
        // A number that was one stays one.
        onChange(
          withKey(
            schema,
            "enum",
            next.map((word) => values.find((old) => String(old) === word) ?? word),
          ),
        );
      }}
    />
  );
}
