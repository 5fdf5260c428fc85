DROP TABLE event_slides;
DROP TABLE slide_texts;
DROP TABLE slides;
DROP TABLE stored_files;
