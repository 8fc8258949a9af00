import { useEffect, useState } from "react";
import { Input } from "@/ui/field";
import { Marked } from "./marked";

const TYPING_MS = 300;

type Props = {
  label: string;
  value: string | undefined;
  /** What is wrong with it. */
  error?: string | false;
  onChange: (text: string | undefined) => void;
  className: string;
};

/** Asks when typing pauses, not at every key. */
export function Typed({ label, value = "", error = false, onChange, className }: Props) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onChange(text || undefined), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);
  return (
    <Marked error={error} className={className}>
      {(wiring) => (
        <Input
          {...wiring}
          type="search"
          aria-label={label}
          placeholder={label}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      )}
    </Marked>
  );
}
