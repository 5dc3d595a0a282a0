-- Why nothing may leave. No parameter. Columns: reason, held_at (UTC); no row: it may.
select reason, held_at from hold order by held_at
