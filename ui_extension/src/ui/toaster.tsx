import { clsx } from "clsx";
import { X } from "lucide-react";
import { Toast as Radix } from "radix-ui";
import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { Button, IconButton } from "./button";
import { current, dismiss, subscribe } from "./toast-store";

const TONES = { info: "border-l-accent", success: "border-l-success", danger: "border-l-danger" } as const;
const SHOWN_MS = 6_000;

/** Shows notices; once in the page. Bad news stay until they are closed. */
export function Toaster() {
  const { t } = useTranslation("ui");
  const notices = useSyncExternalStore(subscribe, current);
  return (
    <Radix.Provider label={t("notification")} swipeDirection="right">
      {notices.map((notice) => (
        <Radix.Root
          key={notice.id}
          duration={notice.tone === "danger" ? Number.POSITIVE_INFINITY : SHOWN_MS}
          onOpenChange={(open) => !open && dismiss(notice.id)}
          className={clsx(
            // Also while a dialog keeps everything else from being clicked.
            "!pointer-events-auto flex items-start gap-2 rounded-lg border border-l-4 border-line bg-surface p-3 shadow-raised",
            TONES[notice.tone],
          )}
        >
          <div className="min-w-0 flex-1">
            <Radix.Title className="text-sm font-medium">{notice.title}</Radix.Title>
            {notice.text && (
              <Radix.Description className="mt-0.5 text-sm break-words text-muted">
                {notice.text}
              </Radix.Description>
            )}
            {notice.action && (
              <Radix.Action asChild altText={notice.action.label}>
                <Button className="mt-2" onClick={notice.action.act}>
                  {notice.action.label}
                </Button>
              </Radix.Action>
            )}
          </div>
          <Radix.Close asChild>
            <IconButton label={t("close")}>
              <X size={14} aria-hidden />
            </IconButton>
          </Radix.Close>
        </Radix.Root>
      ))}
      <Radix.Viewport
        data-notices
        className="fixed right-4 bottom-4 z-[60] flex w-96 max-w-[calc(100vw-2rem)] flex-col gap-2"
      />
    </Radix.Provider>
  );
}
