import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Compass, ExternalLink, Search, Settings2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { platformQuery } from "@/api/platform";
import { IconButton } from "@/ui/button";
import { Menu, MenuChoice, MenuLine } from "@/ui/menu";
import { chosenLanguage, LANGUAGES, type Language, rememberLanguage } from "./i18n/language";
import { speak } from "./i18n/start";
import { PLACES } from "./navigation";
import { chooseTheme, chosenTheme, THEMES } from "./theme";

const ENTRY =
  "flex h-8 items-center gap-2.5 rounded-md px-1.5 text-sm text-muted sm:px-2.5 hover:bg-hover hover:text-text aria-[current=page]:bg-selected aria-[current=page]:font-medium aria-[current=page]:text-text";

/** At the side; on a phone at the top. */
export function Navigation({ onSearch }: { onSearch: () => void }) {
  const { t } = useTranslation();
  const dagster = useQuery(platformQuery()).data?.dagster;
  return (
    <header className="flex shrink-0 items-center gap-1 border-b border-line bg-surface px-2 py-1.5 md:w-52 md:flex-col md:items-stretch md:border-r md:border-b-0 md:p-3">
      <div className="flex items-center gap-2 md:mb-2 md:px-1">
        <img src="/icon.svg" alt="" width={22} height={22} className="max-sm:hidden" />
        <span className="hidden font-semibold md:block">{t("name")}</span>
        <span className="flex-1" />
        <Preferences />
      </div>
      <button
        type="button"
        onClick={onSearch}
        className={`${ENTRY} order-last md:order-none md:mb-1 md:border md:border-line`}
      >
        <Search size={15} aria-hidden />
        <span className="sr-only flex-1 text-left md:not-sr-only">{t("palette.short")}</span>
        <kbd aria-hidden className="hidden font-sans text-xs md:block">
          {t("palette.keys")}
        </kbd>
      </button>
      <nav aria-label={t("nav.label")} className="flex min-w-0 flex-1 gap-0.5 overflow-x-auto md:flex-col">
        {PLACES.map(({ to, key, icon: Icon }) => (
          <Link
            key={to}
            to={to}
            activeOptions={{ exact: to === "/", includeSearch: false }}
            className={ENTRY}
          >
            <Icon size={16} aria-hidden className="hidden shrink-0 sm:block" />
            {t(`nav.${key}`)}
          </Link>
        ))}
        <span className="hidden flex-1 md:block" />
        {dagster && (
          <a href={dagster} target="_blank" rel="noreferrer" className={`${ENTRY} hidden md:flex`}>
            <ExternalLink size={16} aria-hidden />
            {t("nav.dagster")}
          </a>
        )}
        <Link to="/welcome" className={`${ENTRY} hidden md:flex`}>
          <Compass size={16} aria-hidden />
          {t("nav.welcome")}
        </Link>
      </nav>
    </header>
  );
}

function Preferences() {
  const { t } = useTranslation();
  const [theme, setTheme] = useState(chosenTheme);
  const [language, setLanguage] = useState<Language>(chosenLanguage);
  return (
    <Menu
      align="start"
      trigger={
        <IconButton label={t("preferences")}>
          <Settings2 size={16} aria-hidden />
        </IconButton>
      }
    >
      <MenuChoice
        label={t("theme.label")}
        value={theme}
        options={THEMES.map((one) => [one, t(`theme.${one}`)] as const)}
        onChange={(next) => {
          chooseTheme(next);
          setTheme(next);
        }}
      />
      <MenuLine />
      <MenuChoice
        label={t("language")}
        value={language}
        options={Object.entries(LANGUAGES) as [Language, string][]}
        onChange={(next) => {
          rememberLanguage(next);
          setLanguage(next);
          void speak(next);
        }}
      />
    </Menu>
  );
}
