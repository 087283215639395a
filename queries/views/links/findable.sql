/*---
title: What can be found by words
grain: one row per name, number, title or description of a record or of an entry of a current imported list
columns:
  kind: "What it is: actor, vessel, place, strike, delivery, call, measure, source, township, area or list entry."
  record_id: Id that `show` takes; of a list entry its list and reference, joined by a blank.
  label: The record in a few words.
  text: The words that are searched.
  text_kind: "What the words are to the record, such as name, former name, number or title."
---*/
