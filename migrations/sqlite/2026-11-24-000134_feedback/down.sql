DROP TABLE closings_written;
DROP TABLE feedback;
