/** The keys of a node that say how it behaves, in groups as people think of them, as schemas to make forms from. */
import type { TFunction } from "i18next";
import type { JsonObject } from "@/core/json/json";

type T = TFunction<"inspector">;

export interface SectionSchema {
  readonly key: string;
  readonly title: string;
  readonly schema: JsonObject;
}

const duration = (title: string, description?: string): JsonObject => ({
  type: "string",
  format: "duration",
  title,
  ...(description === undefined ? {} : { description }),
});

/** A text of one line. */
export const line = (title: string): JsonObject => ({ type: "string", maxLength: 200, title });

export function retrySchema(t: T): JsonObject {
  return {
    type: "object",
    title: t("policy.retry"),
    properties: {
      max_attempts: {
        type: "integer",
        minimum: 1,
        title: t("policy.attempts"),
        description: t("policy.attemptsAbout"),
      },
      backoff: { enum: ["fixed", "linear", "exponential"], title: t("policy.backoff") },
      initial_delay: duration(t("policy.firstDelay")),
      max_delay: duration(t("policy.longestDelay")),
      jitter: { type: "boolean", title: t("policy.jitter"), description: t("policy.jitterAbout") },
    },
  };
}

function ensureSchema(t: T): JsonObject {
  return {
    type: "array",
    title: t("policy.ensure"),
    description: t("policy.ensureAbout"),
    items: {
      type: "object",
      required: ["that"],
      properties: {
        that: { type: "string", format: "cel", title: t("policy.that") },
        message: { type: "string", title: t("policy.message") },
        retry: { type: "boolean", title: t("policy.ensureRetry") },
      },
    },
  };
}

/** Of a compensation, besides its activity and what that is given. */
export function undoSchema(t: T): JsonObject {
  return {
    properties: {
      timeout: duration(t("policy.timeout")),
      retry: retrySchema(t),
      ensure: ensureSchema(t),
    },
  };
}

export function sectionsOf(t: T): readonly SectionSchema[] {
  const section = (key: string, title: string, properties: JsonObject): SectionSchema => ({
    key,
    title,
    schema: { type: "object", properties },
  });
  return [
    section("time", t("section.time"), {
      timeout: duration(t("policy.timeout"), t("policy.timeoutAbout")),
      total_timeout: duration(t("policy.total"), t("policy.totalAbout")),
      retry: retrySchema(t),
    }),
    section("error", t("section.error"), {
      on_error: {
        enum: ["fail", "continue", "skip", "escalate"],
        default: "fail",
        title: t("policy.onError"),
        description: t("policy.onErrorAbout"),
      },
      on_error_output: { title: t("policy.errorOutput"), description: t("policy.errorOutputAbout") },
      on_unknown: {
        enum: ["ask", "retry", "compensate"],
        default: "ask",
        title: t("policy.onUnknown"),
        description: t("policy.onUnknownAbout"),
      },
    }),
    section("ensure", t("section.ensure"), { ensure: ensureSchema(t) }),
    section("start", t("section.start"), {
      join: {
        enum: ["settled", "any", "all"],
        default: "settled",
        title: t("policy.join"),
        description: t("policy.joinAbout"),
      },
      disabled: { type: "boolean", title: t("policy.disabled"), description: t("policy.disabledAbout") },
      checkpoint: {
        type: "boolean",
        title: t("policy.checkpoint"),
        description: t("policy.checkpointAbout"),
      },
    }),
    section("machine", t("section.machine"), {
      resources: {
        type: "object",
        title: t("policy.resources"),
        properties: {
          cpu: line(t("policy.cpu")),
          memory: line(t("policy.memory")),
          gpu: line(t("policy.gpu")),
          image: line(t("policy.image")),
          queue: line(t("policy.queue")),
        },
      },
    }),
    section("shown", t("section.shown"), {
      mask: {
        type: "array",
        items: { type: "string", maxLength: 200 },
        title: t("policy.mask"),
        description: t("policy.maskAbout"),
      },
      output_schema: {
        format: "json-schema",
        title: t("policy.outputSchema"),
        description: t("policy.outputSchemaAbout"),
      },
      labels: { type: "object", additionalProperties: { type: "string" }, title: t("policy.labels") },
    }),
  ];
}
