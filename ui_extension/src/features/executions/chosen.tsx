import { Select } from "@/ui/field";
import { Marked } from "./marked";

type Props = {
  label: string;
  /** What it is when nothing is chosen. */
  any: string;
  value: string | undefined;
  options: readonly (readonly [value: string, label: string])[];
  /** What a value is called that is none of the options; without, by itself. */
  unlisted?: (value: string) => string;
  error?: string | false;
  onChange: (value: string | undefined) => void;
  className: string;
};

/** One of several. What the address says is shown although it is none of them: it filters all the same. */
export function Chosen({
  label,
  any,
  value = "",
  options,
  unlisted,
  error = false,
  onChange,
  className,
}: Props) {
  const isListed = value === "" || options.some(([one]) => one === value);
  return (
    <Marked error={error} className={className}>
      {(wiring) => (
        <Select
          {...wiring}
          aria-label={label}
          value={value}
          onChange={(event) => onChange(event.target.value || undefined)}
        >
          <option value="">{any}</option>
          {!isListed && <option value={value}>{unlisted?.(value) ?? value}</option>}
          {options.map(([one, name]) => (
            <option key={one} value={one}>
              {name}
            </option>
          ))}
        </Select>
      )}
    </Marked>
  );
}
