import { Copy } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Json } from "@/core/json/json";
import { writeJson } from "@/core/json/write";
import { IconButton } from "@/ui/button";
import { notify } from "@/ui/toast-store";

const MOST_CHARACTERS = 20_000;

/** A value as JSON, cut when it is very long; copying gives all of it. */
export function Value({ label, value }: { label: string; value: unknown }) {
  const { t } = useTranslation("execution");
  const text = writeJson((value ?? null) as Json, 2);
  const isCut = text.length > MOST_CHARACTERS;
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => notify({ tone: "success", title: t("copied") }),
      () => notify({ tone: "danger", title: t("notCopied") }),
    );
  return (
    <section>
      <header className="flex items-center">
        <h3 className="flex-1 text-xs font-medium text-muted">{label}</h3>
        <IconButton label={t("copy", { what: label })} onClick={() => void copy()}>
          <Copy size={14} aria-hidden />
        </IconButton>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0} className="max-h-72 overflow-auto rounded-md bg-sunken p-2 font-mono text-xs">
        {isCut ? `${text.slice(0, MOST_CHARACTERS)}…` : text}
      </pre>
      {isCut && <p className="text-xs text-muted">{t("cut")}</p>}
    </section>
  );
}
