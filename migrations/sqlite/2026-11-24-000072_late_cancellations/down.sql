DROP TABLE late_cancellations;
