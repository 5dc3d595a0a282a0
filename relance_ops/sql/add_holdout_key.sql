-- Keep the key that chance is drawn with, if there is none yet. Parameters: $content (bytes)
insert into secret_key (name, content)
select 'holdout', $content
where not exists (select 1 from secret_key where name = 'holdout')
