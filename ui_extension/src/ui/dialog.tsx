import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "./button";
import { focusBack } from "./focus-back";

const SIZES = { small: "max-w-lg", large: "max-w-3xl", wide: "max-w-6xl" } as const;

type Props = {
  isOpen: boolean;
  /** Without, it is there until it is answered. */
  onClose?: () => void;
  title: string;
  /** One sentence below the title. */
  about?: ReactNode;
  /** Buttons at the bottom, the one that does it last. */
  actions?: ReactNode;
  size?: keyof typeof SIZES;
  /** Above the buttons, and always in view. */
  notice?: ReactNode;
  /** Whether a click beside it closes it. Escape and the cross do. */
  canMiss?: () => boolean;
  /** Where the focus begins, when it is not the first thing that can have it. */
  first?: () => HTMLElement | null | undefined;
  children?: ReactNode;
};

type Outside = { target: EventTarget | null; preventDefault: () => void };

/** What is told at the edge of the screen is closed by itself. */
const isNotice = ({ target }: Outside) =>
  target instanceof Element && target.closest("[data-notices]") !== null;

/** Whether something is asked that has to be answered first. */
export const isDialogOpen = () => document.querySelector("[data-dialog]") !== null;

export function Dialog({ isOpen, onClose, title, about, actions, size = "small", children, ...rest }: Props) {
  const { t } = useTranslation("ui");
  const { notice, canMiss, first } = rest;
  // A closed one would be some twenty components, and work for whatever it stands in.
  if (!isOpen) return null;
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose?.()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/40" />
        <Radix.Content
          {...(about ? {} : { "aria-describedby": undefined })}
          data-dialog
          onOpenAutoFocus={(event) => {
            const begin = first?.();
            if (!begin) return;
            event.preventDefault();
            begin.focus();
          }}
          onCloseAutoFocus={focusBack}
          onInteractOutside={(event) => {
            if (isNotice(event) || canMiss?.() === false) event.preventDefault();
          }}
          className={`fixed top-[7vh] left-1/2 z-50 flex max-h-[86vh] w-[calc(100vw-2rem)] -translate-x-1/2 flex-col rounded-xl border border-line bg-surface shadow-raised ${SIZES[size]}`}
        >
          <header className="flex items-start gap-3 px-5 pt-4 pb-2">
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-base font-semibold wrap-anywhere">{title}</Radix.Title>
              {about && (
                <Radix.Description className="mt-0.5 text-sm wrap-anywhere text-muted">
                  {about}
                </Radix.Description>
              )}
            </div>
            {onClose && (
              <Radix.Close asChild>
                <IconButton label={t("close")}>
                  <X size={16} aria-hidden />
                </IconButton>
              </Radix.Close>
            )}
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 py-2">{children}</div>
          {notice && <div className="max-h-[30vh] shrink-0 overflow-y-auto px-5 py-3">{notice}</div>}
          {actions && (
            <footer className="flex justify-end gap-2 border-t border-line px-5 py-3">{actions}</footer>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
