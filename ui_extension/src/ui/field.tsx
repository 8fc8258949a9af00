import { clsx } from "clsx";
import {
  type InputHTMLAttributes,
  type ReactNode,
  type Ref,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from "react";

const CONTROL =
  "w-full rounded-md border border-line-control bg-surface px-2.5 text-sm text-ellipsis text-text placeholder:text-muted disabled:opacity-60 aria-invalid:border-danger";

type Wiring = { id: string; "aria-describedby": string | undefined; "aria-invalid": true | undefined };

type Props = {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  isRequired?: boolean;
  /** The control, given what ties it to its label, hint and error. */
  children: (wiring: Wiring) => ReactNode;
};

/** A control with its name above, and its hint or what is wrong with it below. */
export function Field({ label, hint, error, isRequired, children }: Props) {
  const id = useId();
  const about = hint || error ? `${id}-about` : undefined;
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
        {isRequired && (
          <span aria-hidden className="text-danger">
            {" *"}
          </span>
        )}
      </label>
      {children({ id, "aria-describedby": about, "aria-invalid": error ? true : undefined })}
      {about && (
        <p id={about} className={clsx("text-xs", error ? "text-danger" : "text-muted")}>
          {error || hint}
        </p>
      )}
    </div>
  );
}

export function Input({ className, ...rest }: InputHTMLAttributes<HTMLInputElement>) {
  return <input className={clsx(CONTROL, "h-8", className)} {...rest} />;
}

type TextProps = TextareaHTMLAttributes<HTMLTextAreaElement> & {
  /** As high as its text: of one line it looks like an input. */
  isGrowing?: boolean;
  ref?: Ref<HTMLTextAreaElement>;
};

export function TextArea({ className, isGrowing, ...rest }: TextProps) {
  const look = isGrowing ? "block field-sizing-content min-h-8 max-h-96 resize-none py-[5px]" : "py-1.5";
  const rows = isGrowing ? String(rest.value ?? "").split("\n").length : 4;
  return <textarea rows={rows} className={clsx(CONTROL, look, className)} {...rest} />;
}

export function Select({ className, ...rest }: SelectHTMLAttributes<HTMLSelectElement>) {
  return <select className={clsx(CONTROL, "h-8 pr-7", className)} {...rest} />;
}

type CheckProps = Omit<InputHTMLAttributes<HTMLInputElement>, "type"> & {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
};

export function Checkbox({ label, className, hint, error, ...rest }: CheckProps) {
  const id = useId();
  const about = {
    ...((hint || error) && { "aria-describedby": id }),
    ...(error && { "aria-invalid": true }),
  };
  const box = (
    <label className={clsx("inline-flex min-h-6 items-center gap-2 text-sm", className)}>
      <input type="checkbox" className="size-4 accent-(--accent)" {...about} {...rest} />
      {label}
    </label>
  );
  if (!hint && !error) return box;
  return (
    <div className="flex flex-col">
      {box}
      <p id={id} className={clsx("pl-6 text-xs", error ? "text-danger" : "text-muted")}>
        {error || hint}
      </p>
    </div>
  );
}
