import { clsx } from "clsx";
import { useTranslation } from "react-i18next";
import type { LogLine } from "@/api/words";

const MOST_CHARACTERS = 500;
const MOST_LINES = 6;
const TONES: Record<string, string> = { warning: "text-warning", error: "text-danger", debug: "text-muted" };

type Props = { line: LogLine; isOpen: boolean; onToggle: () => void };

/** What a line says. Of a long one its beginning, until somebody asks for all of it. */
export function LogText({ line: { level, message, fields }, isOpen, onToggle }: Props) {
  const { t } = useTranslation("execution");
  const texts = Object.keys(fields).length > 0 ? [message, JSON.stringify(fields)] : [message];
  const short = texts.map(beginningOf);
  const isLong = short.some((text, at) => text !== texts[at]);
  return (
    <span
      className={clsx("min-w-0 basis-full whitespace-pre-wrap wrap-anywhere sm:basis-auto", TONES[level])}
    >
      <bdi>{isOpen ? message : short[0]}</bdi>
      {texts.length > 1 && <bdi> {isOpen ? texts[1] : short[1]}</bdi>}
      {isLong && (
        <button
          type="button"
          aria-expanded={isOpen}
          className="block min-h-6 font-sans text-accent hover:underline"
          onClick={onToggle}
        >
          {t(isOpen ? "lineLess" : "lineMore")}
        </button>
      )}
    </span>
  );
}

function beginningOf(text: string): string {
  const beginning = text.slice(0, MOST_CHARACTERS).split("\n").slice(0, MOST_LINES).join("\n");
  return beginning === text ? text : `${beginning}…`;
}
