-- Everybody who is named in the journal. No parameter. Column: who
select who from ledger
union
select who from event
union
select started_by as who from run
union
select refreshed_by as who from refresh
order by who
