/** The keys of a workflow besides its steps, in groups, as schemas to make forms from. */
import type { TFunction } from "i18next";
import type { JsonObject } from "@/core/json/json";
import { line, retrySchema, type SectionSchema } from "./policy-schemas";

const DURATION: JsonObject = { type: "string", format: "duration" };

export function workflowSections(t: TFunction<"inspector">): readonly SectionSchema[] {
  const cel = (title: string): JsonObject => ({ type: "string", format: "cel", title });
  const section = (key: string, title: string, properties: JsonObject): SectionSchema => ({
    key,
    title,
    schema: { type: "object", properties },
  });
  return [
    section("about", "", {
      title: line(t("node.title")),
      description: { type: "string", maxLength: 2000, title: t("workflow.description") },
    }),
    section("output", t("section.output"), {
      output: {
        type: "object",
        title: t("workflow.output"),
        description: t("workflow.outputAbout"),
        properties: {
          value: { title: t("workflow.value") },
          schema: {
            format: "json-schema",
            title: t("workflow.shape"),
            description: t("workflow.shapeAbout"),
          },
        },
      },
    }),
    section("limits", t("section.limits"), {
      lane: {
        enum: ["run", "express"],
        default: "run",
        title: t("workflow.lane"),
        description: t("workflow.laneAbout"),
      },
      timeout: { ...DURATION, title: t("policy.timeout"), description: t("workflow.timeoutAbout") },
      concurrency: {
        type: "object",
        title: t("workflow.concurrency"),
        required: ["limit"],
        properties: {
          limit: { type: "integer", minimum: 1, title: t("workflow.limit") },
          key: cel(t("workflow.key")),
          when_full: {
            enum: ["queue", "reject", "cancel_oldest"],
            default: "queue",
            title: t("workflow.whenFull"),
          },
        },
      },
      idempotency: {
        type: "object",
        title: t("workflow.idempotency"),
        required: ["key"],
        properties: {
          key: cel(t("workflow.key")),
          ttl: { ...DURATION, default: "24h", title: t("workflow.ttl") },
        },
      },
    }),
    section("defaults", t("section.defaults"), {
      defaults: {
        type: "object",
        title: t("workflow.defaults"),
        properties: { timeout: { ...DURATION, title: t("policy.timeout") }, retry: retrySchema(t) },
      },
      on_failure: {
        type: "object",
        title: t("workflow.onFailure"),
        properties: {
          compensate: { type: "boolean", default: true, title: t("workflow.undo") },
          call: {
            ...line(t("workflow.onFailureCall")),
            description: t("workflow.onFailureCallAbout"),
          },
        },
      },
    }),
    section("found", t("section.found"), {
      labels: { type: "object", additionalProperties: { type: "string" }, title: t("policy.labels") },
      search: {
        type: "object",
        additionalProperties: { type: "string", format: "cel" },
        title: t("workflow.search"),
        description: t("workflow.searchAbout"),
      },
      env: {
        type: "object",
        additionalProperties: true,
        title: t("workflow.env"),
        description: t("workflow.envAbout"),
      },
    }),
  ];
}
