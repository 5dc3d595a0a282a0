-- One picture of the clinic. Parameter: $name. Columns: media, content, width, height.
select media, content, width, height from picture where name = $name
order by name
