import { type ComponentProps, type ReactNode, useEffect, useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { ProblemNotice } from "./problem-notice";

type Props = Pick<ComponentProps<typeof Dialog>, "title" | "about" | "size" | "onClose"> & {
  /** What the button says that does it. */
  submit: string;
  look?: "primary" | "danger";
  /** What the other button says, when it is not “Cancel”. */
  cancel?: string;
  isBusy?: boolean;
  isDisabled?: boolean;
  /** What went wrong when it was tried. */
  problem?: ComponentProps<typeof ProblemNotice> | null | undefined;
  onSubmit: () => void;
  children?: ReactNode;
};

const FIELD = "input, select, textarea";

/**
 * Asks before something is done, or what it is to be done with: a form with its two buttons. What was typed is not lost by
 * a click beside it.
 */
export function FormDialog({
  submit,
  look = "primary",
  cancel,
  problem,
  onSubmit,
  children,
  ...rest
}: Props) {
  const { t } = useTranslation("ui");
  const { isBusy = false, isDisabled = false, ...frame } = rest;
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const isTouched = useRef(false);
  const isRefused = Boolean(problem) && !isBusy;
  useEffect(() => {
    if (isRefused) form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [isRefused]);
  return (
    <Dialog
      {...frame}
      isOpen
      canMiss={() => !isTouched.current}
      first={() => form.current?.querySelector<HTMLElement>(FIELD)}
      notice={problem && <ProblemNotice {...problem} />}
      actions={
        <>
          <Button onClick={frame.onClose}>{cancel ?? t("cancel")}</Button>
          <Button look={look} type="submit" form={id} isBusy={isBusy} disabled={isDisabled}>
            {submit}
          </Button>
        </>
      }
    >
      <form
        id={id}
        ref={form}
        className="flex flex-col gap-4"
        onInput={() => {
          isTouched.current = true;
        }}
        onSubmit={(event) => {
          event.preventDefault();
          if (!isBusy) onSubmit();
        }}
      >
        {children}
      </form>
    </Dialog>
  );
}
