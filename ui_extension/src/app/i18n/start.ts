// Catalogues lie beside what speaks them (`messages.LANGUAGE.json`); the folder's name is the namespace.
// English is always there; another language is fetched, in one file, when it is chosen.
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { chosenLanguage, isChoice } from "./language";

type Catalogue = Record<string, unknown>;

const ENGLISH = import.meta.glob<Catalogue>("/src/**/messages.en.json", { eager: true, import: "default" });
const OTHERS: Record<string, () => Promise<{ CATALOGUES: Record<string, Catalogue> }>> = {
  de: () => import("./german"),
};

/** The folder's name; the one above this is named by two dots. */
const namespaceOf = (path: string) => {
  const folder = path.split("/").at(-2) ?? "..";
  return folder === ".." ? "app" : folder;
};

export async function startI18n(language = chosenLanguage()): Promise<void> {
  const english = Object.fromEntries(
    Object.entries(ENGLISH).map(([path, words]) => [namespaceOf(path), words]),
  );
  await i18next.use(initReactI18next).init({
    lng: "en",
    fallbackLng: "en",
    defaultNS: "app",
    resources: { en: english },
    interpolation: { escapeValue: false },
  });
  await speak(language);
}

/** Change the language of everything that is shown, and of the page itself. */
export async function speak(language: string): Promise<void> {
  const words = (await OTHERS[language]?.())?.CATALOGUES ?? {};
  for (const [path, catalogue] of Object.entries(words))
    i18next.addResourceBundle(language, namespaceOf(path), catalogue, true, true);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

/** Speak as another page of the browser was told to. Answers what stops it. */
export function followLanguage(): () => void {
  const onStorage = (event: StorageEvent) => isChoice(event) && void speak(chosenLanguage());
  addEventListener("storage", onStorage);
  return () => removeEventListener("storage", onStorage);
}
