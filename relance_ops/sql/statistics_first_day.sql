-- The day of the clinic's first run. One row.
-- Columns: first_day (null: nothing ever left).
select min(on_day) as first_day
from run
