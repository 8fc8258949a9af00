import { Plus, X } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Field, fieldFor } from "@/core/forms/field";
import { entriesOf, fromEntries, isEqual, isObject, type Json, type JsonObject } from "@/core/json/json";
import { Button, IconButton } from "@/ui/button";
import { Input } from "@/ui/field";
import { useScene } from "./context";
import type { Wiring } from "./wiring";

type Props = {
  field: Field;
  value: JsonObject;
  path: readonly string[];
  wiring: Wiring;
  onChange: (value: Json | undefined) => void;
};
type Row = { readonly id: number; readonly key: string; readonly value: Json };

let last = 0;
const rowsOf = (value: JsonObject): Row[] =>
  entriesOf(value).map(([key, inner]) => {
    last += 1;
    return { id: last, key, value: inner };
  });
const objectOf = (rows: readonly Row[]) =>
  fromEntries(rows.filter((row) => row.key !== "").map((row) => [row.key, row.value]));

/** Keys of one's own with values. A row whose key is empty yet is on the screen only. */
export function MapControl({ field, value, path, wiring, onChange }: Props) {
  const { t } = useTranslation("inspector");
  const { Row } = useScene();
  const [rows, setRows] = useState(() => rowsOf(value));
  const told = useRef(value);
  // Changed elsewhere (undone, or as text): what is on the screen gives way.
  if (!isEqual(told.current, value)) {
    told.current = value;
    setRows(rowsOf(value));
  }
  const put = (next: readonly Row[]) => {
    setRows([...next]);
    const object = objectOf(next);
    if (isEqual(object, told.current)) return;
    told.current = object;
    onChange(object);
  };
  const inner = field.schema["additionalProperties"];
  const schema = isObject(inner) ? inner : {};
  const add = () => {
    last += 1;
    setRows([...rows, { id: last, key: "", value: "" }]);
  };
  return (
    <fieldset {...wiring} className="flex flex-col gap-2 border-l-2 border-line pl-2">
      {rows.map((row, at) => (
        <div key={row.id} className="flex items-start gap-1">
          <div className="flex min-w-0 flex-1 flex-col gap-1">
            <Input
              aria-label={t("map.key", { field: field.title, at: at + 1 })}
              placeholder={t("map.name")}
              className="!h-7 font-mono !text-xs"
              spellCheck={false}
              value={row.key}
              autoFocus={row.key === "" && at === rows.length - 1}
              onChange={(event) =>
                put(rows.map((one) => (one === row ? { ...row, key: event.target.value } : one)))
              }
            />
            <div className="relative pr-7">
              <Row
                isBare
                field={{
                  ...fieldFor(row.key || t("map.value"), schema, field.root),
                  title: row.key || t("map.value"),
                }}
                value={row.value}
                path={[...path, row.key]}
                onChange={(next) =>
                  put(rows.map((one) => (one === row ? { ...row, value: next ?? "" } : one)))
                }
              />
            </div>
          </div>
          <IconButton
            label={t("map.remove", { name: row.key })}
            className="!h-7 !w-7"
            onClick={() => put(rows.filter((one) => one !== row))}
          >
            <X size={14} aria-hidden />
          </IconButton>
        </div>
      ))}
      <Button
        look="quiet"
        className="self-start !h-7 !px-2 !text-xs"
        icon={<Plus size={14} aria-hidden />}
        onClick={add}
      >
        {t("map.add")}
      </Button>
    </fieldset>
  );
}
