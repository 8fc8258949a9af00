import { type ChangeEvent, useEffect, useRef, useState } from "react";

/**
 * Text that is typed on the canvas. The document has each letter at once; what it draws comes back a moment later, and
 * is an echo then, which must not take away what was typed since.
 */
export function useLiveText(text: string, onType: (text: string) => void) {
  const [value, setValue] = useState(text);
  const echoes = useRef<readonly string[]>([]);
  useEffect(() => {
    const at = echoes.current.indexOf(text);
    echoes.current = echoes.current.slice(at < 0 ? echoes.current.length : at + 1);
    if (at < 0) setValue(text);
  }, [text]);
  const onChange = (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => {
    echoes.current = [...echoes.current, event.target.value];
    setValue(event.target.value);
    onType(event.target.value);
  };
  return { value, onChange };
}
