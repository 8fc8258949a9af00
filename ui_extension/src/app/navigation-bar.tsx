import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Settings2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { platformQuery } from "@/api/platform";
import { IconButton } from "@/ui/button";
import { Menu, MenuChoice, MenuLine } from "@/ui/menu";
import { LANGUAGES, type Language, rememberLanguage } from "./i18n/language";
import { speak } from "./i18n/start";
import { NavigationLook } from "./navigation-look";
import { chooseTheme, THEMES, useTheme } from "./theme";

export function Navigation({ onSearch }: { onSearch: () => void }) {
  const dagster = useQuery(platformQuery()).data?.dagster;
  return (
    <NavigationLook
      preferences={<Preferences />}
      onSearch={onSearch}
      dagster={dagster}
      way={(to, look, content) => (
        <Link to={to} activeOptions={{ exact: to === "/", includeSearch: false }} className={look}>
          {content}
        </Link>
      )}
    />
  );
}

function Preferences() {
  const { t, i18n } = useTranslation();
  const theme = useTheme();
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
        onChange={chooseTheme}
      />
      <MenuLine />
      <MenuChoice
        label={t("language")}
        value={i18n.language as Language}
        options={Object.entries(LANGUAGES) as [Language, string][]}
        onChange={(next) => {
          rememberLanguage(next);
          void speak(next);
        }}
      />
    </Menu>
  );
}
