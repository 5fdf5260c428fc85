DROP TABLE draft_edits;
