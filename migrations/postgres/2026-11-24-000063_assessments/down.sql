DROP TABLE scores;
DROP TABLE assessments;
