import { Pin, PinOff } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Json } from "@/core/json/json";
import { parseJson } from "@/core/json/parse";
import { writeJson } from "@/core/json/write";
import { IconButton } from "@/ui/button";
import { Field, TextArea } from "@/ui/field";
import { useUnapplied } from "./unapplied";

type Props = {
  /** What is typed and cannot be read is kept by this name. */
  name: string;
  label: string;
  /** Where the data is from. */
  origin: string;
  value: Json;
  isPinned: boolean;
  onChange: (value: Json) => void;
  onForget: () => void;
};

/** A piece of data that a test stands on. What one writes is pinned. */
export function Sample({ name, label, origin, value, isPinned, onChange, onForget }: Props) {
  const { t } = useTranslation("inspector");
  const [typed, setTyped] = useState<string>();
  const [unapplied, keep] = useUnapplied(name);
  const shown = unapplied?.text ?? typed ?? writeJson(value, 2);
  const change = (text: string) => {
    setTyped(text);
    try {
      onChange(parseJson(text));
      keep();
    } catch (error) {
      keep({ text, why: (error as Error).message });
    }
  };
  return (
    <div className="relative">
      <Field label={label} hint={origin} error={unapplied?.why}>
        {(wiring) => (
          <TextArea
            {...wiring}
            rows={Math.min(8, shown.split("\n").length + 1)}
            className="font-mono !text-xs"
            spellCheck={false}
            value={shown}
            onChange={(event) => change(event.target.value)}
          />
        )}
      </Field>
      <IconButton
        label={t(isPinned ? "test.unpin" : "test.pin", { what: label })}
        className="!absolute top-0 right-0 !h-6 !w-6"
        onClick={() => {
          setTyped(undefined);
          keep();
          if (isPinned) onForget();
          else onChange(value);
        }}
      >
        {isPinned ? <PinOff size={13} aria-hidden /> : <Pin size={13} aria-hidden />}
      </IconButton>
    </div>
  );
}
