import { Copy } from "lucide-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Json } from "@/core/json/json";
import { shortened } from "@/core/json/shorten";
import { writeJson } from "@/core/json/write";
import { IconButton } from "@/ui/button";
import { copyText } from "@/ui/copy-text";

const MOST_CHARACTERS = 20_000;
/** Of one text. Without this bound, a picture as text would hide whatever stands behind it. */
const LONG_TEXT = 300;

/** A value as JSON, cut where it is very long; copying gives all of it. */
export function Value({ label, value }: { label: string; value: unknown }) {
  const { t } = useTranslation("execution");
  const { text, isCut } = useMemo(() => {
    const json = (value ?? null) as Json;
    const short = shortened(json, LONG_TEXT);
    const all = writeJson(short, 2);
    const isLong = all.length > MOST_CHARACTERS;
    return { text: isLong ? `${all.slice(0, MOST_CHARACTERS)}…` : all, isCut: isLong || short !== json };
  }, [value]);
  const copy = () =>
    copyText(writeJson((value ?? null) as Json, 2), { copied: t("copied"), refused: t("notCopied") });
  return (
    <section>
      <header className="flex items-center">
        <h3 className="flex-1 text-xs font-medium text-muted">{label}</h3>
        <IconButton label={t("copy", { what: label })} onClick={() => void copy()}>
          <Copy size={14} aria-hidden />
        </IconButton>
      </header>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="max-h-72 overflow-auto rounded-md bg-sunken p-2 font-mono text-xs whitespace-pre-wrap wrap-anywhere"
      >
        {text}
      </pre>
      {isCut && <p className="text-xs text-muted">{t("cut")}</p>}
    </section>
  );
}
