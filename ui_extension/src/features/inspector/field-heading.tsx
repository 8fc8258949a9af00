import { clsx } from "clsx";
import { SquareFunction } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Field } from "@/core/forms/field";

type Props = {
  field: Field;
  id: string;
  isBare: boolean;
  isDecided: boolean;
  onToggle: (() => void) | undefined;
};

/** A field's name, and the switch between a fixed value and an expression where there may be one. */
export function FieldHeading({ field, id, isBare, isDecided, onToggle }: Props) {
  const { t } = useTranslation("inspector");
  return (
    <div className={clsx("flex min-h-6 items-center gap-1", isBare && "absolute top-0 right-0")}>
      {!isBare && (
        <label htmlFor={id} className="min-w-0 truncate text-sm font-medium">
          {field.title}
          {field.isRequired && (
            <span aria-hidden className="text-danger">
              {" *"}
            </span>
          )}
        </label>
      )}
      {field.control !== "cel" && onToggle !== undefined && (
        <button
          type="button"
          aria-pressed={isDecided}
          aria-label={t("expression.toggle", { field: field.title })}
          title={isDecided ? t("expression.fixed") : t("expression.use")}
          className="ml-auto grid size-6 shrink-0 place-items-center rounded text-muted hover:bg-hover hover:text-text aria-pressed:bg-selected aria-pressed:text-accent"
          onClick={onToggle}
        >
          <SquareFunction size={14} aria-hidden />
        </button>
      )}
    </div>
  );
}
