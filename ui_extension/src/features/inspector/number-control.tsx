import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isNumber, numberFrom } from "@/core/json/exact";
import { Input } from "@/ui/field";
import type { ControlProps } from "./context";
import { useHint } from "./hint";

/** A number. What is no number yet is on the screen only, and so is an empty field where there is always a value. */
export function NumberControl({ field, value, wiring, isNeeded, onChange }: ControlProps) {
  const { t } = useTranslation("inspector");
  const hint = useHint(field, value, isNeeded);
  // Half typed in place of this value; changed elsewhere, it is shown again.
  const [half, setHalf] = useState<{ of: typeof value }>();
  const isHalf = half !== undefined && half.of === value;
  const about = wiring["aria-describedby"];
  const complaint = `${wiring.id}-half`;
  return (
    <>
      <Input
        {...wiring}
        aria-invalid={isHalf || wiring["aria-invalid"]}
        aria-describedby={isHalf ? [about, complaint].filter(Boolean).join(" ") : about}
        type="number"
        step={field.control === "whole" ? 1 : "any"}
        placeholder={hint}
        value={isNumber(value) && !isHalf ? String(value) : ""}
        onChange={({ target }) => {
          const isNone = target.value === "";
          if (isNone && (isNeeded || target.validity.badInput)) return setHalf({ of: value });
          setHalf(undefined);
          onChange(isNone ? undefined : (numberFrom(target.value) ?? target.valueAsNumber));
        }}
      />
      {isHalf && (
        <p id={complaint} className="text-xs text-danger">
          {isNumber(value) ? t("wrong.numberKept", { kept: String(value) }) : t("wrong.number")}
        </p>
      )}
    </>
  );
}
