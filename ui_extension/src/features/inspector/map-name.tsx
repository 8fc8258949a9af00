import { useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Input } from "@/ui/field";
import { complaintOf, type MapRow } from "./map-rows";

type Props = {
  label: string;
  row: MapRow;
  isNew: boolean;
  /** `before`: the name that it was written under when somebody came here. */
  onChange: (key: string, before: string | undefined) => void;
};

/** The name of one row, and why it is not written under it. */
export function MapName({ label, row, isNew, onChange }: Props) {
  const { t } = useTranslation("inspector");
  const about = useId();
  const before = useRef(row.written);
  const complaint = complaintOf(row);
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-1">
      <Input
        aria-label={label}
        aria-invalid={complaint !== null || undefined}
        aria-describedby={complaint === null ? undefined : about}
        placeholder={t("map.name")}
        className="!h-7 font-mono !text-xs"
        spellCheck={false}
        value={row.key}
        autoFocus={isNew}
        onFocus={() => {
          before.current = row.written;
        }}
        onChange={(event) => onChange(event.target.value, before.current)}
      />
      {complaint !== null && (
        <p id={about} className="text-xs text-danger">
          {t(`map.${complaint}`, { name: row.key })}
        </p>
      )}
    </div>
  );
}
