import { Compass, ExternalLink, Search } from "lucide-react";
import { Fragment, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { PLACES } from "./navigation";

const ENTRY =
  "flex h-8 items-center gap-2.5 rounded-md px-1.5 text-sm text-muted sm:px-2.5 hover:bg-hover hover:text-text aria-[current=page]:bg-selected aria-[current=page]:font-medium aria-[current=page]:text-text";

type To = (typeof PLACES)[number]["to"] | "/welcome";

type Props = {
  preferences: ReactNode;
  onSearch?: () => void;
  /** The address of Dagster's own pages, where there are any. */
  dagster?: string | null | undefined;
  /** A way to one of our pages. */
  way: (to: To, look: string, content: ReactNode) => ReactNode;
};

/** At the side; on a phone at the top. */
export function NavigationLook({ preferences, onSearch, dagster, way }: Props) {
  const { t } = useTranslation();
  return (
    <header className="flex shrink-0 items-center gap-1 border-b border-line bg-surface px-2 py-1.5 md:w-52 md:flex-col md:items-stretch md:border-r md:border-b-0 md:p-3">
      <div className="flex items-center gap-2 md:mb-2 md:px-1">
        <Logo />
        <span className="hidden font-semibold md:block">{t("name")}</span>
        <span className="flex-1" />
        {preferences}
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
          <Fragment key={to}>
            {way(
              to,
              ENTRY,
              <>
                <Icon size={16} aria-hidden className="hidden shrink-0 sm:block" />
                {t(`nav.${key}`)}
              </>,
            )}
          </Fragment>
        ))}
        <span className="hidden flex-1 md:block" />
        {dagster && (
          <a href={dagster} target="_blank" rel="noreferrer" className={`${ENTRY} hidden md:flex`}>
            <ExternalLink size={16} aria-hidden />
            {t("nav.dagster")}
          </a>
        )}
        {way(
          "/welcome",
          `${ENTRY} hidden md:flex`,
          <>
            <Compass size={16} aria-hidden />
            {t("nav.welcome")}
          </>,
        )}
      </nav>
    </header>
  );
}

/** As in icon.svg. */
function Logo() {
  return (
    <svg viewBox="0 0 32 32" width={22} height={22} aria-hidden className="max-sm:hidden">
      <rect width="32" height="32" rx="7" fill="#3d5bd9" />
      <path
        d="M11.5 10.5h5a4 4 0 0 1 4 4v3M8.5 13.5v8"
        fill="none"
        stroke="#fff"
        strokeWidth="2.4"
        strokeLinecap="round"
      />
      <path
        d="M5.500 10.500a3 3 0 1 1 6 0a3 3 0 1 1 -6 0M17.500 20.500a3 3 0 1 1 6 0a3 3 0 1 1 -6 0M6.500 23a2 2 0 1 1 4 0a2 2 0 1 1 -4 0"
        fill="#fff"
      />
    </svg>
  );
}
