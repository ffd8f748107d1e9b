-- The theme a reader gave a comment that was kept, where a wave shows themes only.
ALTER TABLE reviewed_comments ADD COLUMN theme TEXT NOT NULL DEFAULT '';
