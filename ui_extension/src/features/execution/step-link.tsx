type Props = { step: string; title?: string | null | undefined; onStep: (step: string) => void };

/** A step by its path, and by its node's title where it has one; leads to it. */
export function StepLink({ step, title, onStep }: Props) {
  return (
    <button
      type="button"
      className="text-left text-xs text-accent hover:underline"
      onClick={() => onStep(step)}
    >
      {title && <bdi>{title} · </bdi>}
      <span className="font-mono">{step}</span>
    </button>
  );
}
