import { Plus, X } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { fieldFor } from "@/core/forms/field";
import { isEqual, isObject, type JsonObject } from "@/core/json/json";
import { Button, IconButton } from "@/ui/button";
import { type ControlProps, useScene } from "./context";
import { MapName } from "./map-name";
import { emptyRow, type MapRow, objectOf, renamed, rowsOf, settled } from "./map-rows";
import { useRefocus } from "./use-refocus";

const NONE: JsonObject = {};

/** Keys of one's own with values. A row whose name is empty or taken is on the screen only. */
export function MapControl({ field, value: given, path, wiring, onChange }: ControlProps) {
  const { t } = useTranslation("inspector");
  const { Row } = useScene();
  const { group, left } = useRefocus();
  const value = isObject(given) ? given : NONE;
  const [rows, setRows] = useState(() => rowsOf(value));
  const told = useRef(value);
  // Changed elsewhere (undone, or as text): what is on the screen gives way.
  if (!isEqual(told.current, value)) {
    told.current = value;
    setRows(rowsOf(value));
  }
  const put = (next: MapRow[]) => {
    setRows(next);
    const object = objectOf(next);
    if (isEqual(object, told.current)) return;
    told.current = object;
    onChange(object);
  };
  const inner = field.schema["additionalProperties"];
  const schema = isObject(inner) ? inner : {};
  return (
    <fieldset {...wiring} ref={group} className="flex min-w-0 flex-col gap-2 border-l-2 border-line pl-2">
      {rows.map((row, at) => (
        <div key={row.id} data-row className="flex min-w-0 flex-col gap-1">
          <div className="flex items-start gap-1">
            <MapName
              label={t("map.key", { field: field.title, at: at + 1 })}
              row={row}
              isNew={row.key === "" && at === rows.length - 1}
              onChange={(key, before) => put(renamed(rows, row, key, before))}
            />
            <IconButton
              label={t("map.remove", { name: row.key })}
              className="!h-7 !w-7 shrink-0"
              onClick={() => {
                left(at);
                put(settled(rows.filter((one) => one !== row)));
              }}
            >
              <X size={14} aria-hidden />
            </IconButton>
          </div>
          <Row
            isBare
            field={{
              ...fieldFor(row.key || t("map.value"), schema, field.root),
              title: row.key || t("map.value"),
            }}
            value={row.value}
            path={[...path, row.written ?? ""]}
            onChange={(next) =>
              put(rows.map((one) => (one === row ? { ...row, value: next === undefined ? "" : next } : one)))
            }
          />
        </div>
      ))}
      <Button
        look="quiet"
        className="self-start !h-7 !px-2 !text-xs"
        icon={<Plus size={14} aria-hidden />}
        onClick={() => setRows([...rows, emptyRow()])}
      >
        {t("map.add")}
      </Button>
    </fieldset>
  );
}
