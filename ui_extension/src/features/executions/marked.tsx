import { type ReactNode, useId } from "react";

type Wiring = { "aria-invalid"?: true; "aria-describedby"?: string };
type Props = { error: string | false; className: string; children: (wiring: Wiring) => ReactNode };

/** A control without a visible label, with what is wrong with it below. */
export function Marked({ error, className, children }: Props) {
  const id = useId();
  return (
    <div className={className}>
      {children(error ? { "aria-invalid": true, "aria-describedby": id } : {})}
      {error && (
        <p id={id} role="status" className="mt-1 text-xs text-danger">
          {error}
        </p>
      )}
    </div>
  );
}
