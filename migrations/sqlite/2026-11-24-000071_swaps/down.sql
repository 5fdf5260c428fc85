DROP TABLE swaps;
