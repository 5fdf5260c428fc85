DROP TABLE criteria;
DROP TABLE calls;
