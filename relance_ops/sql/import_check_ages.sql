-- At most one act type of a recall group may start from an age: reject those that would
-- come beside another, known already or earlier in the file.
-- Runs after the repeated rows are rejected.
insert into import_reject (line, name, value, reason, detail)
with
good as (
    select line, act_type, recall_group, trigger
    from import_staged
    where line not in (select line from import_reject)
),
of_age as (
    select line, act_type, recall_group
    from good
    where trigger = 'age'
    union all
    select 0 as line, act_type, recall_group
    from act_type
    where trigger = 'age' and act_type not in (select act_type from good)
),
ranked as (
    select
        line, recall_group,
        first_value(act_type) over in_group as kept,
        row_number() over in_group as place
    from of_age
    window in_group as (partition by recall_group order by line, act_type)
)
select line, 'trigger', left(recall_group, 100), 'second_age', kept
from ranked
where place > 1 and line > 0
order by line
