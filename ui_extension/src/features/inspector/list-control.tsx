import { Plus, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { type Field, fieldFor, isNothing } from "@/core/forms/field";
import { isEqual, isList, isObject, type Json } from "@/core/json/json";
import { Button, IconButton } from "@/ui/button";
import { type ControlProps, useScene } from "./context";
import { useRefocus } from "./use-refocus";

/** Things of one kind, in order. Without a value its default is shown; a list that is the default is not written. */
export function ListControl({ field, value, path, wiring, isNeeded, onChange }: ControlProps) {
  const { t } = useTranslation("inspector");
  const { Row } = useScene();
  const { group, left } = useRefocus();
  const items = isObject(field.schema["items"]) ? field.schema["items"] : {};
  const item = { ...fieldFor("item", items, field.root) };
  const standard = isList(field.schema["default"]) ? field.schema["default"] : [];
  const isNull = isNothing(field, value, isNeeded);
  const shown = isList(value) ? value : isNull ? [] : standard;
  const put = (next: readonly Json[]) => onChange(isEqual(next, standard) ? undefined : next);
  const note = isNull ? t("any.nothing") : !isList(value) && shown.length > 0 ? t("default.here") : undefined;
  return (
    <fieldset {...wiring} ref={group} className="flex min-w-0 flex-col gap-2 border-l-2 border-line pl-2">
      {note !== undefined && <p className="text-xs text-muted">{note}</p>}
      {shown.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: items have no other name than their place
        <div key={at} data-row className="flex items-start gap-1">
          <div className="min-w-0 flex-1">
            <Row
              isBare
              field={{ ...item, title: t("list.item", { field: field.title, at: at + 1 }) }}
              value={one}
              path={[...path, String(at)]}
              onChange={(next) =>
                put(
                  shown.map((old, index) => (index === at ? (next === undefined ? blank(item) : next) : old)),
                )
              }
            />
          </div>
          <IconButton
            label={t("list.remove", { at: at + 1 })}
            className="!h-7 !w-7"
            onClick={() => {
              left(at);
              put(shown.filter((_, index) => index !== at));
            }}
          >
            <X size={14} aria-hidden />
          </IconButton>
        </div>
      ))}
      <Button
        look="quiet"
        className="self-start !h-7 !px-2 !text-xs"
        icon={<Plus size={14} aria-hidden />}
        onClick={() => put([...shown, blank(item)])}
      >
        {t("list.add")}
      </Button>
    </fieldset>
  );
}

function blank(item: Field): Json {
  if (item.control === "object" || item.control === "map") return {};
  if (item.control === "list") return [];
  if (item.control === "number" || item.control === "whole") return Number(item.schema["minimum"] ?? 0);
  return item.control === "yes" ? false : "";
}
