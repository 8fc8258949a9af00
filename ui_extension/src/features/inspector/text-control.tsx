import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Input, TextArea } from "@/ui/field";
import type { ControlProps } from "./context";
import { CronPreview } from "./cron-preview";
import { useHint } from "./hint";

/** A text: of one line, or of as many as it has. */
export function TextControl({ field, value, wiring, isNeeded, onChange }: ControlProps) {
  const { t } = useTranslation("inspector");
  const hint = useHint(field, value, isNeeded);
  const text =
    typeof value === "string" ? value : value === undefined || value === null ? "" : JSON.stringify(value);
  // An input would lose the breaks. Without them it stays the same control: the keyboard is there.
  const [isLong, setLong] = useState(false);
  if (text.includes("\n") && !isLong) setLong(true);
  const own = {
    ...wiring,
    value: text,
    spellCheck: false,
    placeholder: hint ?? (field.control === "duration" ? t("duration.example") : undefined),
    onChange: ({ target }: { target: HTMLInputElement | HTMLTextAreaElement }) => {
      const [next, at] = [target.value, target.selectionStart ?? target.value.length];
      // An opened expression is closed, and written on between.
      if (next.endsWith("${{", at) && !text.includes("${{"))
        return onChange(`${next.slice(0, at)}  }}${next.slice(at)}`, at + 1);
      onChange(next === "" ? undefined : next, at);
    },
  };
  if (field.control === "lines" || isLong) return <TextArea {...own} isGrowing />;
  if (field.control === "cron") {
    return (
      <>
        <Input {...own} className="font-mono" placeholder="0 9 * * 1-5" />
        <CronPreview cron={text} />
      </>
    );
  }
  if (field.control === "zone") {
    return (
      <>
        <Input {...own} list={`${wiring.id}-zones`} placeholder="UTC" />
        <datalist id={`${wiring.id}-zones`}>
          {Intl.supportedValuesOf("timeZone").map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
      </>
    );
  }
  return <Input {...own} className={field.control === "duration" ? "!w-28" : undefined} />;
}
