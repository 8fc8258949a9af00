import { Plus, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { type Field, fieldFor } from "@/core/forms/field";
import { isObject, type Json } from "@/core/json/json";
import { Button, IconButton } from "@/ui/button";
import { useScene } from "./context";
import type { Wiring } from "./wiring";

type Props = {
  field: Field;
  value: readonly Json[];
  path: readonly string[];
  wiring: Wiring;
  onChange: (value: Json | undefined) => void;
};

/** Things of one kind, in order. */
export function ListControl({ field, value, path, wiring, onChange }: Props) {
  const { t } = useTranslation("inspector");
  const { Row } = useScene();
  const items = isObject(field.schema["items"]) ? field.schema["items"] : {};
  const item = { ...fieldFor("item", items, field.root) };
  const put = (next: readonly Json[]) => onChange(next.length === 0 ? undefined : next);
  return (
    <fieldset {...wiring} className="flex flex-col gap-2 border-l-2 border-line pl-2">
      {value.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: items have no other name than their place
        <div key={at} className="flex items-start gap-1">
          <div className="relative min-w-0 flex-1 pr-7">
            <Row
              isBare
              field={{ ...item, title: t("list.item", { field: field.title, at: at + 1 }) }}
              value={one}
              path={[...path, String(at)]}
              onChange={(next) =>
                put(value.map((old, index) => (index === at ? (next ?? blank(item)) : old)))
              }
            />
          </div>
          <IconButton
            label={t("list.remove", { at: at + 1 })}
            className="!h-7 !w-7"
            onClick={() => put(value.filter((_, index) => index !== at))}
          >
            <X size={14} aria-hidden />
          </IconButton>
        </div>
      ))}
      <Button
        look="quiet"
        className="self-start !h-7 !px-2 !text-xs"
        icon={<Plus size={14} aria-hidden />}
        onClick={() => put([...value, blank(item)])}
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
