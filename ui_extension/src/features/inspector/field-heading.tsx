import { clsx } from "clsx";
import { Ban, SquareFunction } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Field } from "@/core/forms/field";

type Props = {
  field: Field;
  id: string;
  isBare: boolean;
  isDecided: boolean;
  onToggle: (() => void) | undefined;
  /** Null is written; undefined where it cannot be. */
  isNothing: boolean | undefined;
  onNothing: () => void;
};

const SWITCH =
  "grid size-6 shrink-0 place-items-center rounded text-muted hover:bg-hover hover:text-text aria-pressed:bg-selected aria-pressed:text-accent";

/** A field's name, and what else it may be: nothing at all, or what an expression gives. */
export function FieldHeading({ field, id, isBare, isDecided, onToggle, isNothing, onNothing }: Props) {
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
      <span className="ml-auto" />
      {isNothing !== undefined && (
        <button
          type="button"
          aria-pressed={isNothing}
          aria-label={t("nothing.toggle", { field: field.title })}
          title={t(isNothing ? "nothing.back" : "nothing.use")}
          className={SWITCH}
          onClick={onNothing}
        >
          <Ban size={13} aria-hidden />
        </button>
      )}
      {field.control !== "cel" && onToggle !== undefined && (
        <button
          type="button"
          aria-pressed={isDecided}
          aria-label={t("expression.toggle", { field: field.title })}
          title={isDecided ? t("expression.fixed") : t("expression.use")}
          className={SWITCH}
          onClick={onToggle}
        >
          <SquareFunction size={14} aria-hidden />
        </button>
      )}
    </div>
  );
}
