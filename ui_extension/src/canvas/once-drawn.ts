/** What is new is drawn some frames later; what lies outside of the view comes into it first. */

const MOST_LOOKS = 60;

export function onceDrawn(
  canvas: HTMLElement | null,
  id: string,
  act: (node: HTMLElement) => void,
  looks = MOST_LOOKS,
): void {
  const node = canvas?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`);
  if (node) act(node);
  else if (looks > 0) requestAnimationFrame(() => onceDrawn(canvas, id, act, looks - 1));
}
