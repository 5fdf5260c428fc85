DROP TABLE calendar_replies;
