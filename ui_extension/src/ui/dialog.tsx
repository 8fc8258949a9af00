import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "./button";

const SIZES = { small: "max-w-lg", large: "max-w-3xl", wide: "max-w-6xl" } as const;

type Props = {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  /** One sentence below the title. */
  about?: ReactNode;
  /** Buttons at the bottom, the one that does it last. */
  actions?: ReactNode;
  size?: keyof typeof SIZES;
  children?: ReactNode;
};

export function Dialog({ isOpen, ...props }: Props) {
  // A closed one would be some twenty components, and work for whatever it stands in.
  return isOpen ? <Opened {...props} /> : null;
}

function Opened({ onClose, title, about, actions, size = "small", children }: Omit<Props, "isOpen">) {
  const { t } = useTranslation("ui");
  // Asked for before a field in it takes the focus, which Radix would then give it back to.
  const [opener] = useState(() => document.activeElement);
  const onCloseAutoFocus = (event: Event) => {
    event.preventDefault();
    const isFree = document.activeElement === null || document.activeElement === document.body;
    if (isFree && opener instanceof HTMLElement) opener.focus();
  };
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/40" />
        <Radix.Content
          onCloseAutoFocus={onCloseAutoFocus}
          {...(about ? {} : { "aria-describedby": undefined })}
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
            <Radix.Close asChild>
              <IconButton label={t("close")}>
                <X size={16} aria-hidden />
              </IconButton>
            </Radix.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 py-2">{children}</div>
          {actions && (
            <footer className="flex justify-end gap-2 border-t border-line px-5 py-3">{actions}</footer>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
