import { useEffect, useRef, useState } from "react";

const TYPING_MS = 300;

/**
 * A text that is told when typing pauses, not at every key, and where it is set. Whoever hears it may take a while: what
 * comes back of it is no news, and takes nothing from what was typed meanwhile.
 */
export function useDebouncedText(
  value: string,
  onChange: (text: string) => void,
): [text: string, type: (text: string) => void] {
  const [text, setText] = useState(value);
  const told = useRef<string[]>([value]);
  const tell = useRef(onChange);
  tell.current = onChange;
  useEffect(() => {
    const at = told.current.indexOf(value);
    if (at < 0) setText(value);
    told.current = at < 0 ? [value] : told.current.slice(at);
  }, [value]);
  useEffect(() => {
    if (text === told.current.at(-1)) return;
    const timer = setTimeout(() => {
      told.current.push(text);
      tell.current(text);
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return [text, setText];
}
