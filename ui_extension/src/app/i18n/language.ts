/** The languages there are, each by its own name. */
export const LANGUAGES = { en: "English", de: "Deutsch" } as const;

export type Language = keyof typeof LANGUAGES;

const KEY = "wf.language";

/** What was chosen, or else what the browser asks for, or else English. */
export function chosenLanguage(): Language {
  const wanted = [localStorage.getItem(KEY), ...navigator.languages].map((tag) => tag?.slice(0, 2));
  return wanted.find((tag): tag is Language => tag !== undefined && tag in LANGUAGES) ?? "en";
}

export function rememberLanguage(language: Language): void {
  localStorage.setItem(KEY, language);
}

/** Whether another page of the browser has chosen. */
export const isChoice = ({ key }: StorageEvent) => key === KEY;
