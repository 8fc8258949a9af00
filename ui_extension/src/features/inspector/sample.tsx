import { Pin, PinOff } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Json } from "@/core/json/json";
import { parseJson } from "@/core/json/parse";
import { writeJson } from "@/core/json/write";
import { IconButton } from "@/ui/button";
import { Field, TextArea } from "@/ui/field";

type Props = {
  label: string;
  /** Where the data is from. */
  origin: string;
  value: Json;
  isPinned: boolean;
  onChange: (value: Json) => void;
  onForget: () => void;
};

/** A piece of data that a test stands on. What one writes is pinned. */
export function Sample({ label, origin, value, isPinned, onChange, onForget }: Props) {
  const { t } = useTranslation("inspector");
  const [typed, setTyped] = useState<string>();
  const [why, setWhy] = useState<string>();
  const shown = typed ?? writeJson(value, 2);
  const change = (text: string) => {
    setTyped(text);
    try {
      onChange(parseJson(text));
      setWhy(undefined);
    } catch (error) {
      setWhy((error as Error).message);
    }
  };
  return (
    <div className="relative">
      <Field label={label} hint={origin} error={why}>
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
          setWhy(undefined);
          if (isPinned) onForget();
          else onChange(value);
        }}
      >
        {isPinned ? <PinOff size={13} aria-hidden /> : <Pin size={13} aria-hidden />}
      </IconButton>
    </div>
  );
}
