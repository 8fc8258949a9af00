import { useTranslation } from "react-i18next";
import { asKind, KINDS, type Kind, kindOf } from "@/core/forms/any";
import type { Control as ControlName, Field } from "@/core/forms/field";
import type { Json } from "@/core/json/json";
import { Select } from "@/ui/field";
import { Control } from "./control";
import type { Wiring } from "./wiring";

type Props = {
  field: Field;
  value: Json | undefined;
  path: readonly string[];
  wiring: Wiring;
  onChange: (value: Json | undefined, caret?: number) => void;
};

const CONTROLS: Readonly<Record<Exclude<Kind, "nothing">, ControlName>> = {
  fields: "map",
  text: "text",
  number: "number",
  yes: "yes",
  list: "list",
};

/** A value of any kind: one says which, and writes it. */
export function AnyControl({ field, value, path, wiring, onChange }: Props) {
  const { t } = useTranslation("inspector");
  const kind = kindOf(value, path.length > 2 ? "text" : "fields");
  return (
    <div className="flex flex-col gap-1">
      <Select
        aria-label={t("any.kind", { field: field.title })}
        className="!h-6 !w-auto self-start !border-transparent !bg-sunken !text-xs text-muted"
        value={kind}
        onChange={(event) => onChange(asKind(value, event.target.value as Kind))}
      >
        {KINDS.map((one) => (
          <option key={one} value={one}>
            {t(`any.${one}`)}
          </option>
        ))}
      </Select>
      {kind !== "nothing" && (
        <Control
          field={{ ...field, control: CONTROLS[kind], schema: {} }}
          value={value}
          path={path}
          wiring={wiring}
          onChange={(next, caret) =>
            onChange(next ?? (kind === "text" && path.length > 2 ? "" : undefined), caret)
          }
        />
      )}
    </div>
  );
}
