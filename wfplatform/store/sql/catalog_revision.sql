SELECT coalesce(max(revision), 0) FROM catalog_revisions
