import { useTranslation } from "react-i18next";

const NAMED = new Set(["manual@1", "api@1", "webhook@1", "schedule@1", "event@1", "workflow@1"]);

/** What people call a kind of trigger. A plugin's kind is called as it is written. */
export function useTriggerName(): (type: string) => string {
  const { t } = useTranslation("api");
  return (type) => {
    const known = type.split("@")[0] as "manual" | "api" | "webhook" | "schedule" | "event" | "workflow";
    return NAMED.has(type) ? t(`trigger.${known}`) : type;
  };
}
