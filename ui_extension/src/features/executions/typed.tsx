import { Input } from "@/ui/field";
import { useDebouncedText } from "@/ui/use-debounced-text";
import { Marked } from "./marked";

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
  const [text, type] = useDebouncedText(value, (next) => onChange(next || undefined));
  return (
    <Marked error={error} className={className}>
      {(wiring) => (
        <Input
          {...wiring}
          type="search"
          aria-label={label}
          title={label}
          placeholder={label}
          value={text}
          onChange={(event) => type(event.target.value)}
        />
      )}
    </Marked>
  );
}
