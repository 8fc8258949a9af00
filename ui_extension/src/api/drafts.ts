import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { allOf, body, bodyOrNull, http } from "./http";

export const draftsQuery = () =>
  queryOptions({
    queryKey: ["drafts"],
    queryFn: () =>
      allOf((after) =>
        body(http.GET("/api/v1/drafts", { params: { query: { limit: 500, ...(after && { after }) } } })),
      ),
  });

/** A workflow's draft, or null when there is none. */
export const draftQuery = (name: string) =>
  queryOptions({
    queryKey: ["drafts", name],
    // It is saved without anybody here hearing of it.
    staleTime: 0,
    queryFn: () => bodyOrNull(http.GET("/api/v1/drafts/{name}", { params: { path: { name } } })),
  });

/** Save a document as a draft: a new one without `revision`, or in place of that revision. */
export function useSaveDraft() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (wish: { name: string; document: Record<string, unknown>; revision?: number }) =>
      body(
        http.PUT("/api/v1/drafts/{name}", {
          params: {
            path: { name: wish.name },
            header: wish.revision === undefined ? {} : { "if-match": `"${wish.revision}"` },
          },
          // The description has a free object; the generator reads it as an empty one.
          body: wish.document as never,
        }),
      ),
    onSuccess: () => cache.invalidateQueries({ queryKey: ["drafts"] }),
  });
}

/** Discard the revision that a person has seen. */
export function useDeleteDraft(name: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (revision: number) =>
      http.DELETE("/api/v1/drafts/{name}", {
        params: { path: { name }, header: { "if-match": `"${revision}"` } },
      }),
    // Not waited for: whoever discarded the last of a workflow leaves its page first.
    onSuccess: () => void cache.invalidateQueries({ queryKey: ["drafts"] }),
  });
}
