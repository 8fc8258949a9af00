import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

/**
 * How much room the styles of page and shell leave to the drawing. To measure it instead would have the browser lay out
 * the whole page before the drawing is in it, and again behind it.
 */
export function usualRoom(): { widthPx: number; heightPx: number } {
  const { innerWidth } = window;
  const [navigation, padding, border] = [innerWidth >= 768 ? 208 : 0, innerWidth >= 640 ? 48 : 32, 2];
  const height = innerWidth >= 1_536 ? 416 : innerWidth >= 640 ? 320 : 224;
  return {
    widthPx: Math.min(1_760, innerWidth - navigation) - padding - border,
    heightPx: height - border,
  };
}

type Props = { isDraft: boolean; isMissing: boolean; children: ReactNode };

/** Where the drawing is, and what has to be said of it. */
export function DrawingFrame({ isDraft, isMissing, children }: Props) {
  const { t } = useTranslation("execution");
  return (
    <section
      aria-label={t("drawing")}
      className="relative h-56 overflow-hidden rounded-lg border border-line bg-canvas sm:h-80 2xl:h-[26rem]"
    >
      {children}
      {isDraft && (
        <p className="absolute top-2 left-2 rounded bg-surface px-2 py-1 text-xs text-muted">
          {t("ofDraft")}
        </p>
      )}
      {isMissing && <p className="p-4 text-sm text-muted">{t("noDrawing")}</p>}
    </section>
  );
}
