import { clsx } from "clsx";
import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";

const LOOKS = {
  primary: "bg-accent text-on-accent hover:bg-accent-hover border-transparent",
  plain: "bg-surface text-text hover:bg-hover border-line-control/50",
  quiet: "bg-transparent text-text hover:bg-hover border-transparent",
  danger: "bg-danger text-on-accent hover:bg-danger-hover border-transparent",
} as const;

type Props = ButtonHTMLAttributes<HTMLButtonElement> & {
  look?: keyof typeof LOOKS;
  icon?: ReactNode;
  /** Something is under way: the button waits, and says so to screen readers. */
  isBusy?: boolean;
  ref?: Ref<HTMLButtonElement>;
};

/** The classes of a button, for links that look like one. */
export const buttonClass = (look: keyof typeof LOOKS = "plain") =>
  clsx(
    "inline-flex h-8 items-center justify-center gap-1.5 whitespace-nowrap rounded-md border px-3 text-sm font-medium",
    "transition-colors disabled:cursor-not-allowed disabled:opacity-55",
    LOOKS[look],
  );

export function Button({
  look = "plain",
  icon,
  isBusy,
  className,
  children,
  disabled,
  onClick,
  ...rest
}: Props) {
  return (
    <button
      type="button"
      onClick={(event) => {
        // Of a double click the second comes before it is drawn that something is under way.
        if (isBusy !== undefined && event.detail > 1) event.preventDefault();
        else onClick?.(event);
      }}
      className={clsx(buttonClass(look), className)}
      disabled={disabled || isBusy}
      aria-busy={isBusy || undefined}
      {...rest}
    >
      {icon}
      {children}
    </button>
  );
}

type IconProps = Omit<Props, "children" | "icon"> & { label: string; children: ReactNode };

/** A button that shows an icon only; `label` is its name. At least 32 px each way. */
export function IconButton({ label, className, look = "quiet", children, ...rest }: IconProps) {
  return (
    <Button look={look} aria-label={label} title={label} className={clsx("w-8 !px-0", className)} {...rest}>
      {children}
    </Button>
  );
}
