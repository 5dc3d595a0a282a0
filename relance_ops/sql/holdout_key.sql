-- What chance is drawn with: the key, and the recall groups that it never touches, for one
-- of their acts is asked for by the law.
-- Columns: key (hexadecimal; '' before there was any), legal_groups
select
    coalesce((select hex(content) from secret_key where name = 'holdout'), '') as key,
    coalesce(
        list(distinct recall_group order by recall_group)
            filter (is_legal(legal, concat_ws(' ', label, category, act_type))),
        []
    ) as legal_groups
from act_type
order by key
