import { useTranslation } from "react-i18next";
import { asShape, SHAPES, type Shape, shapeOf } from "@/core/forms/shape";
import type { JsonObject } from "@/core/json/json";
import { Select } from "@/ui/field";

type SelectProps = {
  label: string;
  schema: JsonObject | undefined;
  onChange: (schema: JsonObject) => void;
  /** Takes the schema away; without it, there always is one. */
  onClear?: () => void;
};

/** Which kind of value it is. */
export function ShapeSelect({ label, schema, onChange, onClear }: SelectProps) {
  const { t } = useTranslation("inspector");
  const shape = schema === undefined ? "" : shapeOf(schema);
  return (
    <Select
      aria-label={label}
      className="!h-7 !w-28 shrink-0 !px-1.5 !text-xs"
      value={shape}
      onChange={({ target }) =>
        target.value === "" ? onClear?.() : onChange(asShape(schema ?? {}, target.value as Shape))
      }
    >
      {onClear !== undefined && <option value="">{t("choose")}</option>}
      {shape === "other" && (
        <option value="other" disabled>
          {t("shape.as.other")}
        </option>
      )}
      {SHAPES.map((one) => (
        <option key={one} value={one}>
          {t(`shape.as.${one}`)}
        </option>
      ))}
    </Select>
  );
}
