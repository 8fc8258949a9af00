import { useState } from "react";
import { useTranslation } from "react-i18next";
import { asKind, KINDS, type Kind, kindOf } from "@/core/forms/any";
import type { Control as ControlName } from "@/core/forms/field";
import { Select } from "@/ui/field";
import type { ControlProps } from "./context";
import { Control } from "./control";
import { useTurn } from "./use-turn";

const CONTROLS: Readonly<Record<Exclude<Kind, "nothing">, ControlName>> = {
  fields: "map",
  text: "lines",
  number: "number",
  yes: "yes",
  list: "list",
};

/** A value of any kind: one says which, and writes it. */
export function AnyControl({ field, value, path, wiring, isNeeded, onChange }: ControlProps) {
  const { t } = useTranslation("inspector");
  // What is emptied stays of its kind.
  const [shown, setShown] = useState<Kind>(isNeeded ? "text" : "fields");
  const kind = kindOf(value, shown);
  const turn = useTurn(value, onChange);
  const turnInto = (next: Kind) =>
    turn(asKind(value, next), (one) => one !== undefined && kindOf(one) === next);
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <Select
        aria-label={t("any.kind", { field: field.title })}
        className="!h-6 !w-auto max-w-[calc(100%-1.75rem)] self-start !border-transparent !bg-sunken !text-xs text-muted"
        value={kind}
        onChange={(event) => turnInto(event.target.value as Kind)}
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
          isNeeded
          onChange={(next, caret) => {
            setShown(kind);
            onChange(next === undefined && isNeeded ? asKind(undefined, kind) : next, caret);
          }}
        />
      )}
    </div>
  );
}
