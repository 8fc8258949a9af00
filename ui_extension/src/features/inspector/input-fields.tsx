import { Plus, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import {
  entriesOf,
  fromEntries,
  isList,
  isObject,
  type JsonObject,
  withKey,
  withoutKey,
} from "@/core/json/json";
import { Button, IconButton } from "@/ui/button";
import { Checkbox, Input, Select } from "@/ui/field";

type Props = { schema: JsonObject | null; onChange: (schema: JsonObject | undefined) => void };

const TYPES = ["string", "number", "integer", "boolean", "array", "object"] as const;

/** What a workflow takes, field by field. What a field's schema says besides its kind is kept. */
export function InputFields({ schema, onChange }: Props) {
  const { t } = useTranslation("inspector");
  const properties = isObject(schema?.["properties"]) ? schema["properties"] : {};
  const required = isList(schema?.["required"])
    ? schema["required"].filter((one) => typeof one === "string")
    : [];
  const put = (entries: readonly (readonly [string, JsonObject])[], needed: readonly string[]) => {
    if (entries.length === 0) return onChange(undefined);
    const known = new Set(entries.map(([name]) => name));
    const next = withKey(
      withKey(schema ?? { type: "object" }, "properties", fromEntries(entries)),
      "type",
      "object",
    );
    const kept = needed.filter((name) => known.has(name));
    onChange(kept.length === 0 ? withoutKey(next, "required") : withKey(next, "required", kept));
  };
  const fields = entriesOf(properties).map(([name, part]) => [name, isObject(part) ? part : {}] as const);
  const changed = (at: number, name: string, part: JsonObject) =>
    fields.map((field, index) => (index === at ? ([name, part] as const) : field));
  const free = () => {
    let number = fields.length + 1;
    while (`field_${number}` in properties) number += 1;
    return `field_${number}`;
  };
  return (
    <div className="flex flex-col gap-2">
      {fields.map(([name, part], at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a field that is renamed stays the same row
        <div key={at} className="grid grid-cols-[1fr_auto_auto] items-center gap-1">
          <Input
            aria-label={t("input.name", { at: at + 1 })}
            className="!h-7 font-mono !text-xs"
            value={name}
            spellCheck={false}
            onChange={({ target }) => {
              if (target.value === "" || (target.value !== name && target.value in properties)) return;
              const needed = required.map((one) => (one === name ? target.value : one));
              put(changed(at, target.value, part), needed);
            }}
          />
          <Select
            aria-label={t("input.type", { name })}
            className="!h-7 !w-32 !text-xs"
            value={typeof part["type"] === "string" ? part["type"] : ""}
            onChange={(event) => put(changed(at, name, withKey(part, "type", event.target.value)), required)}
          >
            <option value="" disabled>
              {t("type.any")}
            </option>
            {TYPES.map((type) => (
              <option key={type} value={type}>
                {t(`type.${type}`)}
              </option>
            ))}
          </Select>
          <IconButton
            label={t("map.remove", { name })}
            className="!h-7 !w-7"
            onClick={() =>
              put(
                fields.filter((_, index) => index !== at),
                required,
              )
            }
          >
            <X size={14} aria-hidden />
          </IconButton>
          <Checkbox
            className="col-span-3 !text-xs"
            label={t("input.required")}
            aria-label={t("input.requiredOf", { name })}
            checked={required.includes(name)}
            onChange={(event) =>
              put(fields, event.target.checked ? [...required, name] : required.filter((one) => one !== name))
            }
          />
        </div>
      ))}
      <Button
        look="quiet"
        className="self-start !h-7 !px-2 !text-xs"
        icon={<Plus size={14} aria-hidden />}
        onClick={() => put([...fields, [free(), { type: "string" }]], required)}
      >
        {t("map.add")}
      </Button>
    </div>
  );
}
